"""Decisions: read, with the brief that each was taken on."""

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from people.api import PersonSerializer
from revenue_arc.api.filters import InstantFilter
from scorecards.api.room_fields import CallSerializer, ConditionSerializer
from scorecards.models import Brief, Call, Condition, Decision
from scorecards.models.call import Verdict


class BriefSerializer(serializers.ModelSerializer):
    """Canonical JSON and its SHA-256: hash `text` in UTF-8 to verify it."""

    previous_sha256 = serializers.CharField(source="previous.sha256", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Brief
        fields = ["frozen_at", "sha256", "previous_sha256", "text"]


class DecisionSerializer(serializers.ModelSerializer):
    """What the arc owner decided, on which brief, under which conditions, after which calls."""

    initiative = serializers.SlugRelatedField("slug", source="meeting.initiative", read_only=True)
    meeting = serializers.PrimaryKeyRelatedField(read_only=True)
    number = serializers.IntegerField(source="meeting.number", read_only=True, help_text="Which decision on this initiative.")
    question = serializers.CharField(source="meeting.question", read_only=True)
    by = PersonSerializer(read_only=True)
    conditions = ConditionSerializer(many=True, read_only=True)
    calls = CallSerializer(source="meeting.revealed", many=True, read_only=True)

    class Meta:
        model = Decision
        fields = [
            *["id", "initiative", "meeting", "number", "question", "outcome", "by", "at", "until", "reason"],
            *["brief_sha256", "conditions", "calls"],
        ]


class DecisionFilter(filters.FilterSet):
    """Which decisions."""

    initiative = filters.CharFilter(field_name="meeting__initiative__slug", label="The slug of their initiative.")
    outcome = filters.ChoiceFilter(choices=Verdict.choices, label="What was decided.")
    decided_after = InstantFilter(field_name="at", lookup_expr="gte", label="Decided at this instant or later.")
    decided_before = InstantFilter(field_name="at", lookup_expr="lt", label="Decided before this instant.")


class DecisionView(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Decisions."""

    queryset = Decision.objects.select_related("meeting__initiative", "by").prefetch_related(
        Prefetch("conditions", Condition.objects.select_related("person", "metric")),
        Prefetch("meeting__calls", Call.objects.select_related("person"), to_attr="revealed"),
    )
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    lookup_value_converter = "int"

    def list(self, request, *args, **kwargs):
        """List the decisions, the latest first."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one decision with its conditions and the calls it was taken after."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(responses=BriefSerializer)
    @action(detail=True)
    def brief(self, request, pk):
        """Read the brief that a decision was taken on, exactly as it was frozen and hashed."""
        found = Brief.objects.select_related("previous").get(meeting=self.get_object().meeting)
        return Response(BriefSerializer(found).data)
