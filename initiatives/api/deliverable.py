"""Deliverables: read, with who holds them now."""

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from initiatives import access
from initiatives.api.evidence import EvidenceSerializer
from initiatives.models import Deliverable, Handoff, Holding
from initiatives.reports import ownership_of
from people.api import PersonSerializer
from people.models import Function


class DeliverableSerializer(serializers.ModelSerializer):
    """A piece of the arc that somebody must hold."""

    initiative = serializers.SlugRelatedField("slug", read_only=True)
    depends_on = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    on_offer = serializers.SerializerMethodField(help_text="A handoff of it waits for its answer; until then nobody holds it.")
    holders = serializers.SerializerMethodField(
        help_text="Who holds it now: one person; nobody while it is dark or on offer; several while it is contested."
    )

    class Meta:
        model = Deliverable
        fields = [
            *["id", "initiative", "name", "slug", "function", "order", "holders", "on_offer", "depends_on"],
            *["needed_from", "needed_until", "planned_start", "planned_finish", "started_at", "finished_at", "dropped_at"],
        ]

    def get_on_offer(self, deliverable: Deliverable) -> bool:
        """Whether an offer of the deliverable itself is open."""
        return bool(deliverable.open_offers)

    @extend_schema_field(PersonSerializer(many=True))
    def get_holders(self, deliverable: Deliverable) -> list[dict]:
        """The people whose holdings cover this moment."""
        holdings = [] if deliverable.open_offers else deliverable.holdings_now
        return PersonSerializer([row.person for row in holdings if row.person.works_here(timezone.now())], many=True).data


class HoldingSerializer(serializers.ModelSerializer):
    """An interval in which one named person held a deliverable, as recorded."""

    person = PersonSerializer(read_only=True)
    start = serializers.DateTimeField(source="period.lower", read_only=True)
    end = serializers.DateTimeField(source="period.upper", read_only=True, allow_null=True, help_text="Null: still.")

    class Meta:
        model = Holding
        fields = ["id", "person", "start", "end", "origin", "note"]


class DeliverableFilter(filters.FilterSet):
    """Which deliverables."""

    initiative = filters.CharFilter(field_name="initiative__slug", label="The slug of their initiative.")
    function = filters.ChoiceFilter(choices=Function.choices, label="The function they belong to.")
    dropped = filters.BooleanFilter(
        field_name="dropped_at", lookup_expr="isnull", exclude=True, label="Only those taken out of scope, or only those in it."
    )


class DeliverableView(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Deliverables."""

    queryset = Deliverable.objects.all()
    serializer_class = DeliverableSerializer
    filterset_class = DeliverableFilter
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet:
        """Deliverables with what their answer shows, in a fixed number of queries."""
        now = timezone.now()
        holdings = Holding.objects.at(now).select_related("person")
        offers = Handoff.objects.moving().open_at(now).filter(answer="")
        return Deliverable.objects.select_related("initiative").prefetch_related(
            "depends_on",
            Prefetch("holdings", holdings, to_attr="holdings_now"),
            Prefetch("handoffs", offers, to_attr="open_offers"),
        )

    def get_object(self):
        """The deliverable at this address."""
        found = access.deliverable_to_read(self.request.user, self.kwargs["pk"])
        return self.get_queryset().get(pk=found.pk)

    def list(self, request, *args, **kwargs):
        """List the deliverables in the order of their initiatives' plans."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one deliverable with who holds it now."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(responses=EvidenceSerializer)
    @action(detail=True)
    def evidence(self, request, pk):
        """Read what connected systems say of who held a deliverable, beside our own record, piece by piece."""
        deliverable = access.deliverable_to_read(request.user, pk)
        return Response(EvidenceSerializer(ownership_of(deliverable, timezone.now())).data)

    @extend_schema(responses=HoldingSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[])
    def holdings(self, request, pk):
        """List who held a deliverable from when to when, as recorded, the newest first."""
        found = access.deliverable_to_read(request.user, pk).holdings.select_related("person").order_by("-period")
        return self.get_paginated_response(HoldingSerializer(self.paginate_queryset(found), many=True).data)
