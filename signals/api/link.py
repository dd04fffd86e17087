"""Links: joins of customers, suggested, in force, refused and undone; decided by the services of the pages."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from people.api import PersonSerializer
from revenue_arc.api.filters import InstantFilter, KeyFilter
from signals import access, services
from signals.models import Party, PartyLink


class NothingSerializer(serializers.Serializer):
    """An act that needs no words."""


class PartySerializer(serializers.ModelSerializer):
    """A record of one system that is, or may be, one of a customer's."""

    kind = serializers.CharField(read_only=True, help_text="account, person or team.")
    source = serializers.SlugRelatedField("name", read_only=True, allow_null=True)
    customer = serializers.IntegerField(source="customer.pk", help_text="The customer that it stands for or is one of.")
    name = serializers.CharField(read_only=True)
    external_id = serializers.CharField(read_only=True, help_text="Its id at the source.")

    class Meta:
        model = Party
        fields = ["id", "kind", "name", "source", "external_id", "customer"]


class LinkSerializer(serializers.ModelSerializer):
    """Two records that are one customer, or may be, with the evidence and who decided."""

    a = PartySerializer(read_only=True)
    b = PartySerializer(read_only=True)
    decided_by = PersonSerializer(read_only=True, allow_null=True)
    evidence = serializers.CharField(read_only=True)
    namespace = serializers.CharField(read_only=True, help_text="Of the exact key that both have; empty where there is none.")

    class Meta:
        model = PartyLink
        fields = ["id", "a", "b", "state", "evidence", "namespace", "score", "made_at", "decided_by", "decided_at"]


class LinkFilter(filters.FilterSet):
    """Which links."""

    state = filters.ChoiceFilter(choices=PartyLink.State.choices, label="Suggested, joined, rejected or undone.")
    party = KeyFilter(field_name="a", method="touching", label="Those that touch this record.")
    waiting = filters.BooleanFilter(
        method="to_decide", label="Only suggestions that wait for a person, the most alike first; or only the others."
    )
    decided_after = InstantFilter(field_name="decided_at", lookup_expr="gte", label="Decided at this instant or later.")

    def touching(self, queryset, name, number):
        """Those of either side."""
        return queryset.filter(a=number) | queryset.filter(b=number)

    def to_decide(self, queryset, name, waits):
        """Those that the review page asks about, or those that it does not."""
        return queryset.to_decide() if waits else queryset.exclude(pk__in=PartyLink.objects.to_decide().values("pk"))


class LinkView(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Links."""

    queryset = PartyLink.objects.with_parties().order_by("-pk")
    serializer_class = LinkSerializer
    filterset_class = LinkFilter
    lookup_value_converter = "int"

    def get_object(self):
        """The link at this address."""
        return access.link_to_read(self.request.user, self.kwargs["pk"])

    def list(self, request, *args, **kwargs):
        """List the joins and suggested joins, the newest first."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one join with its evidence and who decided."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(request=NothingSerializer, responses=LinkSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, pk):
        """Confirm that two are one customer: by a function head or an administrator."""
        return self._decide(services.confirm_join, pk)

    @extend_schema(request=NothingSerializer, responses=LinkSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request, pk):
        """Reject a suggested join: it is not suggested again."""
        return self._decide(services.reject_join, pk)

    @extend_schema(request=NothingSerializer, responses=LinkSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk):
        """Take a join apart, or take a rejection back."""
        return self._decide(services.undo_join, pk)

    def _decide(self, decide, pk: int) -> Response:
        link = access.link_to_decide(self.request.user, pk)
        decide(link=link, by=self.request.user, at=timezone.now())
        return Response(LinkSerializer(PartyLink.objects.with_parties().get(pk=pk)).data)
