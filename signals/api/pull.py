"""Pulls: what each run read, and the records that it rejected."""

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.viewsets import GenericViewSet

from revenue_arc.api.filters import InstantFilter
from signals import access
from signals.models import Pull, Reject


class PullSerializer(serializers.ModelSerializer):
    """One run. Rows read are new, changed, unchanged or rejected: none is lost."""

    source = serializers.SlugRelatedField("name", read_only=True)
    streams = serializers.SerializerMethodField(help_text="The counts of each stream, by its name.")

    class Meta:
        model = Pull
        fields = [
            *["id", "source", "kind", "state", "due_at", "started_at", "heartbeat_at", "finished_at", "attempts"],
            *["rows_read", "rows_known", "rows_new", "rows_changed", "rows_unchanged", "rows_rejected", "rows_deleted"],
            *["streams", "error", "permanent"],
        ]

    def get_streams(self, pull: Pull) -> dict[str, Any]:
        """As the pull counted them."""
        return pull.streams


class RejectSerializer(serializers.ModelSerializer):
    """A record that could not be loaded, and why."""

    stream = serializers.SlugRelatedField("name", read_only=True)
    column = serializers.CharField(read_only=True, help_text="The source's column; empty where the whole record was at fault.")
    role = serializers.CharField(read_only=True, help_text="What the column was to become.")

    class Meta:
        model = Reject
        fields = ["id", "stream", "external_id", "reason", "field", "column", "role", "message"]


class PullFilter(filters.FilterSet):
    """Which pulls."""

    source = filters.CharFilter(field_name="source__name", label="The name of the source.")
    state = filters.ChoiceFilter(choices=Pull.State.choices, label="Where they stand.")
    kind = filters.ChoiceFilter(choices=Pull.Kind.choices, label="Fresh pulls, or backfills.")
    finished_after = InstantFilter(field_name="finished_at", lookup_expr="gte", label="Finished at this instant or later.")


class PullView(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Pulls."""

    queryset = Pull.objects.select_related("source")
    serializer_class = PullSerializer
    filterset_class = PullFilter
    lookup_value_converter = "int"

    def get_object(self):
        """The pull at this address."""
        return access.pull_to_read(self.request.user, self.kwargs["pk"])

    def list(self, request, *args, **kwargs):
        """List the pulls, the newest first."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one pull: its counts grow while it runs."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(responses=RejectSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[])
    def rejects(self, request, pk):
        """List the records that a pull rejected, each with its reason."""
        rows = self.paginate_queryset(self.get_object().rejects.select_related("stream"))
        return self.get_paginated_response(RejectSerializer(rows, many=True).data)
