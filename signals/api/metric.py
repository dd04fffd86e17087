"""Metrics: the definition in force with its signatures, and what the metric says now."""

from typing import Any, Literal

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound

from people.api import PersonSerializer
from people.models import Function
from revenue_arc.api.fields import SpanField, span
from revenue_arc.api.pagination import place_in
from signals import access
from signals.api.behind import BehindSerializer
from signals.api.beside import BesideView
from signals.behind import behind
from signals.models import Definition, Metric, Signature
from signals.shown import ShownReading, shown_readings


class SignatureSerializer(serializers.ModelSerializer):
    """A function head stands by a definition."""

    person = PersonSerializer(read_only=True)

    class Meta:
        model = Signature
        fields = ["function", "person", "at"]


class DefinitionSerializer(serializers.ModelSerializer):
    """One version of how a metric is computed."""

    spec = serializers.SerializerMethodField(help_text="What is counted, over which window.")
    sources = serializers.SlugRelatedField("name", many=True, read_only=True)
    note = serializers.CharField(read_only=True, help_text="Why this version was made.")
    instead_of = serializers.SlugRelatedField(
        "key",
        read_only=True,
        allow_null=True,
        help_text="The metric that it is to replace, or has replaced, by agreement; both stay until every head has signed.",
    )
    signatures = SignatureSerializer(many=True, read_only=True)
    unsigned = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="The functions whose signature is missing."
    )

    class Meta:
        model = Definition
        fields = [
            *["version", "spec", "unit", "currency", "direction", "target", "watch", "sources", "tolerated_age"],
            *["created_at", "note", "instead_of", "signatures", "unsigned"],
        ]

    def get_spec(self, definition: Definition) -> dict[str, Any]:
        """As it was written."""
        return definition.spec


class ShownSerializer(serializers.Serializer):
    """What a metric says now: the value, its state, its age. Unknown is null, never zero."""

    version = serializers.IntegerField(allow_null=True)
    value = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField(help_text="The value as a tile shows it.")
    state = serializers.SerializerMethodField()
    sentence = serializers.CharField()
    as_of = serializers.DateTimeField(allow_null=True)
    age = serializers.SerializerMethodField(help_text="Since the last successful pull of the oldest source it needs.")
    sources = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField(), help_text="Sources that were never pulled.")
    pulls = serializers.ListField(child=serializers.IntegerField(), help_text="The pulls that brought its records.")
    why_unknown = serializers.CharField()

    def get_value(self, shown: ShownReading) -> str | None:
        """Exact, as text."""
        return None if shown.value is None else f"{shown.value.normalize():f}"

    def get_text(self, shown: ShownReading) -> str:
        """Prefix, number and unit."""
        return f"{shown.prefix}{shown.number} {shown.unit}".strip()

    def get_state(self, shown: ShownReading) -> Literal["on", "watch", "off", "stale", "unknown", "plain"]:
        """Against its target; plain where it has none."""
        return shown.state

    @extend_schema_field(SpanField(allow_null=True))
    def get_age(self, shown: ShownReading) -> str | None:
        """In ISO 8601."""
        return span(shown.age)


class MetricSerializer(serializers.ModelSerializer):
    """A named number."""

    definition = DefinitionSerializer(read_only=True, allow_null=True, help_text="The version in force.")
    reading = serializers.SerializerMethodField()

    class Meta:
        model = Metric
        fields = ["key", "name", "function", "topic", "description", "position", "definition", "reading"]

    @extend_schema_field(ShownSerializer)
    def get_reading(self, metric: Metric) -> dict:
        """What it says now; all metrics of the answer are read at once."""
        return ShownSerializer(self.context["shown"][metric.key]).data


class MetricFilter(filters.FilterSet):
    """Which metrics."""

    function = filters.ChoiceFilter(choices=Function.choices, label="Whose number they are.")
    topic = filters.CharFilter(label="Metrics of one topic are each function's own rule for the same thing.")


class MetricView(mixins.ListModelMixin, mixins.RetrieveModelMixin, BesideView):
    """Metrics."""

    queryset = Metric.objects.with_definition()
    serializer_class = MetricSerializer
    filterset_class = MetricFilter
    lookup_field = "key"
    lookup_value_converter = "slug"

    def get_object(self):
        """The metric at this address, with its definition."""
        found = access.metric_to_read(self.request.user, self.kwargs["key"])
        return self.queryset.get(pk=found.pk)

    def get_serializer(self, *args, **kwargs):
        """The serializer of one metric or of a page of them, with what they all say now."""
        serializer = super().get_serializer(*args, **kwargs)
        if args:
            metrics = args[0] if kwargs.get("many") else args
            serializer.context["shown"] = {one.key: one for one in shown_readings(metrics, timezone.now())}
        return serializer

    def list(self, request, *args, **kwargs):
        """List the metrics with their definitions in force and what they say now."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one metric with its definition in force and what it says now."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(responses=DefinitionSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[])
    def definitions(self, request, key):
        """List the versions of a metric's definition, the newest first."""
        versions = (
            self.get_object()
            .definitions.select_related("instead_of")
            .prefetch_related("sources", "signatures__person")
            .order_by("-version")
        )
        return self.get_paginated_response(DefinitionSerializer(self.paginate_queryset(versions), many=True).data)

    @extend_schema(
        responses=BehindSerializer(many=True),
        filters=False,
        parameters=[OpenApiParameter("part", int, description="Of a definition with several parts which one, from 0.")],
    )
    @action(detail=True, filter_backends=[], parameters=("part",))
    def records(self, request, key):
        """List the records behind what a metric says now, the newest first."""
        metric = access.metric_to_read(request.user, key)
        found = behind(metric, request.query_params.get("part"), timezone.now())
        if found is None:
            raise NotFound("This metric is not computed from records.")
        place_in(request, "part", len(found.parts))
        rows = self.paginate_queryset(found)
        return self.get_paginated_response(BehindSerializer(rows, many=True).data)
