"""Initiatives: read."""

from typing import Literal

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from initiatives import access
from initiatives.api.ownership import OwnershipSerializer
from initiatives.models import Acknowledgement, Charter, CharterRight, Initiative
from initiatives.reports import ownership_of_initiative
from people.api import PersonSerializer


class RightSerializer(serializers.ModelSerializer):
    """What the arc owner may do in one function."""

    class Meta:
        model = CharterRight
        fields = ["function", "right"]


class AcknowledgementSerializer(serializers.ModelSerializer):
    """A head's word that the charter was read."""

    person = PersonSerializer(read_only=True)

    class Meta:
        model = Acknowledgement
        fields = ["function", "person", "at", "reservation"]


class CharterSerializer(serializers.ModelSerializer):
    """The written mandate in force."""

    owner = PersonSerializer(read_only=True)
    named_at = serializers.DateTimeField(read_only=True)
    confirmed = serializers.BooleanField(read_only=True, help_text="All four heads have acknowledged it.")
    rights = RightSerializer(many=True, read_only=True)
    acknowledgements = AcknowledgementSerializer(many=True, read_only=True)

    class Meta:
        model = Charter
        fields = ["owner", "named_at", "mandate", "confirmed", "rights", "acknowledgements"]


class InitiativeSerializer(serializers.ModelSerializer):
    """One launch."""

    state = serializers.SerializerMethodField()
    owner = serializers.SerializerMethodField(
        help_text="The arc owner now; null where nobody was named, or the initiative is orphaned."
    )
    orphaned = serializers.SerializerMethodField(help_text="Its owner has left, or holds no seat any more.")
    charter = serializers.SerializerMethodField(help_text="The charter in force.")

    class Meta:
        model = Initiative
        fields = [
            *["slug", "name", "state", "owner", "orphaned", "customer_outcome", "revenue_metric", "revenue_target", "currency"],
            *["revenue_due", "planned_in_market_on", "planned_revenue_per_day", "created_at", "scope_locked_at"],
            *["in_market_at", "stopped_at", "scope_fingerprint", "charter"],
        ]

    def get_state(self, initiative: Initiative) -> Literal["live", "in_market", "stopped"]:
        """Where the launch stands."""
        return "in_market" if initiative.in_market_at else "stopped" if initiative.stopped_at else "live"

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_owner(self, initiative: Initiative) -> dict | None:
        """Who owns the arc now."""
        owner = initiative.owner(timezone.now())
        return PersonSerializer(owner).data if owner else None

    def get_orphaned(self, initiative: Initiative) -> bool:
        """Whether the charter names somebody who cannot act."""
        return initiative.orphaned(timezone.now())

    @extend_schema_field(CharterSerializer(allow_null=True))
    def get_charter(self, initiative: Initiative) -> dict | None:
        """The charter in force now."""
        charter = initiative.charter_in_force(timezone.now())
        return CharterSerializer(charter).data if charter else None


class InitiativeFilter(filters.FilterSet):
    """Which initiatives."""

    state = filters.ChoiceFilter(
        choices=[("live", "Live"), ("past", "Past")],
        method="by_state",
        label="live: neither in the market nor stopped; past: the others.",
    )

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Live ones or past ones."""
        return queryset.live() if value == "live" else queryset.past()


class InitiativeView(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Initiatives."""

    queryset = Initiative.objects.with_owners()
    serializer_class = InitiativeSerializer
    filterset_class = InitiativeFilter
    lookup_field = "slug"
    lookup_value_converter = "slug"

    def get_object(self):
        """The initiative at this address."""
        return access.initiative_to_read(self.request.user, self.kwargs["slug"])

    def list(self, request, *args, **kwargs):
        """List the initiatives, the newest first."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one initiative with the charter in force."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(responses=OwnershipSerializer)
    @action(detail=True)
    def ownership(self, request, slug):
        """Read who held each deliverable when, where nobody did, and what that comes to."""
        return Response(OwnershipSerializer(ownership_of_initiative(self.get_object(), timezone.now())).data)
