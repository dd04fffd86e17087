"""The ownership of an initiative, computed: who held each deliverable when, and what that comes to."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from initiatives.api.evidence import StandingSerializer, standings_of
from initiatives.reports import HandoffFigures, OwnershipOfDeliverable
from people.api import PersonSerializer
from revenue_arc.api.fields import SpanField


class SegmentSerializer(serializers.Serializer):
    """A part of the window in which a deliverable is needed."""

    kind = serializers.ChoiceField(["held", "transit", "dark", "contested"])
    start, end = serializers.DateTimeField(), serializers.DateTimeField()
    people = PersonSerializer(many=True, help_text="Who held it, or all who claimed it; nobody where dark or in transit.")


class OwnedSerializer(serializers.Serializer):
    """The partition of the window of one deliverable: no gaps, no overlaps."""

    deliverable = serializers.IntegerField(source="deliverable.pk")
    name = serializers.CharField(source="deliverable.name")
    state = serializers.CharField(help_text="held, transit, dark, contested or never_owned; empty before it is needed.")
    dark_days = serializers.DecimalField(None, 1, help_text="Calendar days.")
    coverage = serializers.DecimalField(None, None, allow_null=True, help_text="Held time over needed time, 0 to 1.")
    standings = serializers.SerializerMethodField(
        help_text="How the time stands with what connected systems say: confirmed, contested, not matched and so on."
    )
    segments = serializers.SerializerMethodField()

    @extend_schema_field(StandingSerializer(many=True))
    def get_standings(self, owned: OwnershipOfDeliverable) -> list[dict]:
        """The time by how it stands; the deliverable's evidence has the claims."""
        return standings_of(owned)

    @extend_schema_field(SegmentSerializer(many=True))
    def get_segments(self, owned: OwnershipOfDeliverable) -> list[dict]:
        """The segments with their people."""
        rows = [{"kind": one.kind.value, "start": one.start, "end": one.end, "people": people} for one, people in owned.spans]
        return SegmentSerializer(rows, many=True).data


class RejectionsSerializer(serializers.Serializer):
    """How many handoffs were rejected for one reason."""

    reason = serializers.CharField()
    number = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer):
    """The handoffs in figures. Times to answer are working time."""

    number, open, accepted = serializers.IntegerField(), serializers.IntegerField(), serializers.IntegerField()
    rejected, withdrawn, late = serializers.IntegerField(), serializers.IntegerField(), serializers.IntegerField()
    median_to_answer = SpanField(allow_null=True)
    p90_to_answer = SpanField(allow_null=True)
    rejections = serializers.SerializerMethodField()

    @extend_schema_field(RejectionsSerializer(many=True))
    def get_rejections(self, figures: HandoffFigures) -> list[dict]:
        """By reason, the most frequent first."""
        rows = [{"reason": reason, "number": number} for reason, number in figures.rejections]
        return RejectionsSerializer(rows, many=True).data


class OwnershipSerializer(serializers.Serializer):
    """Ownership up to this moment."""

    dark_days = serializers.DecimalField(None, 1, help_text="Days on which at least one deliverable was dark.")
    dark_deliverable_days = serializers.DecimalField(None, 1, help_text="The sum over the deliverables.")
    coverage = serializers.DecimalField(None, None, allow_null=True, help_text="Held time over needed time, 0 to 1.")
    handoffs = FiguresSerializer()
    deliverables = OwnedSerializer(many=True)
