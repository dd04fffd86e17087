"""Readings: what definitions said, moment by moment."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers
from rest_framework.viewsets import GenericViewSet

from revenue_arc.api.filters import InstantFilter, KeyFilter
from signals.models import Reading


class PointSerializer(serializers.Serializer):
    """One week, or one past launch, of a series."""

    week = serializers.DateField(required=False)
    label = serializers.CharField(required=False)
    value = serializers.CharField(allow_null=True)


class ReadingSerializer(serializers.ModelSerializer):
    """A metric's value under one definition at one moment. Unknown is null, never zero, and says why."""

    metric = serializers.CharField(source="definition.metric.key", read_only=True)
    version = serializers.IntegerField(source="definition.version", read_only=True)
    series = PointSerializer(many=True, read_only=True, help_text="Twelve weeks, or the past launches; the oldest first.")
    breakdown = serializers.SerializerMethodField(help_text="Named parts of the value.")
    provenance = serializers.SerializerMethodField(help_text="The sources it needed and the pull of each.")

    class Meta:
        model = Reading
        fields = [
            *["id", "metric", "version", "computed_at", "as_of", "value", "numerator", "denominator", "records"],
            *["series", "breakdown", "provenance", "why_unknown"],
        ]

    def get_breakdown(self, reading: Reading) -> list[dict[str, Any]]:
        """Such as routing delay and rep delay."""
        return reading.breakdown

    def get_provenance(self, reading: Reading) -> dict[str, Any]:
        """As it was kept."""
        return reading.provenance


class ReadingFilter(filters.FilterSet):
    """Which readings."""

    metric = filters.CharFilter(field_name="definition__metric__key", label="The key of their metric.")
    version = KeyFilter(field_name="definition__version", label="The version of the definition.")
    unknown = filters.BooleanFilter(field_name="value", lookup_expr="isnull", label="Only unknown ones, or only known ones.")
    computed_after = InstantFilter(field_name="computed_at", lookup_expr="gte", label="Computed at this instant or later.")
    computed_before = InstantFilter(field_name="computed_at", lookup_expr="lt", label="Computed before this instant.")


class ReadingView(mixins.ListModelMixin, GenericViewSet):
    """Readings."""

    queryset = Reading.objects.select_related("definition__metric")
    serializer_class = ReadingSerializer
    filterset_class = ReadingFilter

    def list(self, request, *args, **kwargs):
        """List the readings, the newest first. A reading was only kept when what it says had changed."""
        return super().list(request, *args, **kwargs)
