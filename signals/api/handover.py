"""Who hands to whom in a source's log: pairs of the handover-of-work matrix."""

from rest_framework import serializers

from revenue_arc.api.fields import SpanField


class PairSerializer(serializers.Serializer):
    """How often a step of the sender was directly followed by one of the receiver, and the time between; calendar time."""

    sender, receiver = serializers.CharField(), serializers.CharField()
    count = serializers.IntegerField()
    is_handover = serializers.BooleanField(help_text="Whether the two differ.")
    median = SpanField(help_text="Half of them wait no longer.")
    p90 = SpanField(help_text="Nine in ten wait no longer.")
    waited = SpanField(help_text="The time of all of them.")
