"""What was said in a meeting's room."""

from rest_framework import serializers

from people.api import PersonSerializer
from scorecards.models import Agreement, Call, Condition, Interpretation, Waiver


class CallSerializer(serializers.ModelSerializer):
    """A head's call, once revealed. A second call of a function carries what changed the mind."""

    person = PersonSerializer(read_only=True)

    class Meta:
        model = Call
        fields = ["function", "person", "number", "call", "sentence", "confidence", "reason", "at"]


class AgreementSerializer(serializers.ModelSerializer):
    """A function agrees with the interpretation, or dissents in writing and may still commit."""

    person = PersonSerializer(read_only=True)

    class Meta:
        model = Agreement
        fields = ["function", "person", "agrees", "dissent", "commits", "at"]


class InterpretationSerializer(serializers.ModelSerializer):
    """The one sentence that the readings say."""

    by = PersonSerializer(read_only=True)
    agreements = AgreementSerializer(many=True, read_only=True)

    class Meta:
        model = Interpretation
        fields = ["version", "text", "by", "at", "agreements"]


class ConditionSerializer(serializers.ModelSerializer):
    """What must come true: one named person, one due date."""

    person = PersonSerializer(read_only=True)
    metric = serializers.SlugRelatedField("key", read_only=True, allow_null=True)

    class Meta:
        model = Condition
        fields = ["id", "text", "person", "due", "metric", "comparator", "threshold", "for_days", "met_at"]


class WaiverSerializer(serializers.ModelSerializer):
    """Permission to decide without one requirement; asked by one person, granted by another."""

    asked_by, granted_by = PersonSerializer(read_only=True), PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Waiver
        fields = ["requirement", "reason", "expires_at", "asked_by", "asked_at", "granted_by", "granted_at"]
