"""The records behind a reading, as the API tells them."""

from rest_framework import serializers

from signals.evaluation import Row


class BehindSerializer(serializers.Serializer):
    """One record that a definition reads."""

    record = serializers.CharField(source="title", allow_blank=True, allow_null=True)
    customer = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField(help_text="When it counts; of work that is measured in time, its start.")
    until = serializers.DateTimeField(allow_null=True, help_text="Of work that is measured in time, its end.")
    value = serializers.SerializerMethodField()
    unit = serializers.CharField(allow_blank=True, allow_null=True)
    page_id = serializers.IntegerField(allow_null=True, help_text="The page of payloads that holds it.")
    ordinal = serializers.IntegerField(allow_null=True, help_text="Its place in that page, from 0.")

    def get_value(self, row: Row) -> str | None:
        """Exact, as text; null where it counts as one."""
        return None if row.value is None else f"{row.value:f}"
