"""Records as they are kept: their ids, where each payload is, and which pull brought it."""

from rest_framework import serializers


class KeptSerializer(serializers.Serializer):
    """One record of a stream."""

    external_id = serializers.CharField(help_text="Its id at the source.")
    deleted_at = serializers.DateTimeField(allow_null=True, help_text="When the source deleted it; null while it holds it.")
    pull_id = serializers.IntegerField(allow_null=True, help_text="The pull that brought it as it now is.")
    kept_at = serializers.DateTimeField(allow_null=True)
    page_id = serializers.IntegerField(help_text="The page of payloads that holds it.")
    ordinal = serializers.IntegerField(help_text="Its place in that page, from 0.")
