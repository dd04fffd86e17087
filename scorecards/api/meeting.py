"""Meetings: read. Calls appear when they are revealed."""

from typing import Literal

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.viewsets import GenericViewSet

from people.api import PersonSerializer
from scorecards import access
from scorecards.api.room_fields import CallSerializer, InterpretationSerializer, WaiverSerializer
from scorecards.models import Call, Decision, Interpretation, Meeting

READ_WITH = (
    Prefetch("calls", Call.objects.select_related("person"), to_attr="revealed"),
    Prefetch("interpretations", Interpretation.objects.select_related("by"), to_attr="said"),
    "said__agreements__person",
    "waivers__asked_by",
    "waivers__granted_by",
)


class OutcomeSerializer(serializers.ModelSerializer):
    """What was decided, in short; the whole of it is at /api/v1/decisions/."""

    by = PersonSerializer(read_only=True)

    class Meta:
        model = Decision
        fields = ["id", "outcome", "by", "at", "until", "reason"]


class MeetingSerializer(serializers.ModelSerializer):
    """One meeting: a question, a frozen brief, four calls, one decision."""

    initiative = serializers.SlugRelatedField("slug", read_only=True)
    state = serializers.SerializerMethodField()
    brief_sha256 = serializers.SerializerMethodField(help_text="The hash of the frozen brief; null before the meeting opens.")
    calls = CallSerializer(source="revealed", many=True, read_only=True, help_text="Empty until they are revealed.")
    interpretation = serializers.SerializerMethodField(help_text="The version that stands.")
    waivers = WaiverSerializer(many=True, read_only=True)
    decision = serializers.SerializerMethodField()

    class Meta:
        model = Meeting
        fields = [
            *["id", "initiative", "number", "of", "question", "state", "scheduled_for", "opened_at", "revealed_at"],
            *["decided_at", "revision", "brief_sha256", "interpretation", "calls", "waivers", "decision"],
        ]

    def get_state(self, meeting: Meeting) -> Literal["scheduled", "open", "revealed", "decided"]:
        """How far it is."""
        return meeting.state

    def get_brief_sha256(self, meeting: Meeting) -> str | None:
        """What the decision is taken on."""
        return meeting.brief.sha256 if hasattr(meeting, "brief") else None

    @extend_schema_field(InterpretationSerializer(allow_null=True))
    def get_interpretation(self, meeting: Meeting) -> dict | None:
        """The last version, with each function's answer to it."""
        last = max(meeting.said, key=lambda row: row.version, default=None)
        return InterpretationSerializer(last).data if last else None

    @extend_schema_field(OutcomeSerializer(allow_null=True))
    def get_decision(self, meeting: Meeting) -> dict | None:
        """What came of it."""
        return OutcomeSerializer(meeting.decision).data if hasattr(meeting, "decision") else None


class MeetingFilter(filters.FilterSet):
    """Which meetings."""

    initiative = filters.CharFilter(field_name="initiative__slug", label="The slug of their initiative.")
    decided = filters.BooleanFilter(
        field_name="decided_at", lookup_expr="isnull", exclude=True, label="Only decided ones, or only those under way."
    )


class MeetingView(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Meetings."""

    queryset = Meeting.objects.select_related("initiative", "brief", "decision__by").prefetch_related(*READ_WITH)
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
    lookup_value_converter = "int"

    def get_object(self):
        """The meeting at this address."""
        found = access.meeting_to_read(self.request.user, self.kwargs["pk"])
        return self.queryset.get(pk=found.pk)

    def list(self, request, *args, **kwargs):
        """List the meetings, the latest first."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one meeting: what was said in its room, as far as it is revealed."""
        return super().retrieve(request, *args, **kwargs)
