"""What stands beside a metric: another rule for the same thing, and what happened along its trend."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.viewsets import GenericViewSet

from revenue_arc.api.pagination import place_in
from revenue_arc.numbers import whole
from signals import access
from signals.annotations import KINDS, annotations_beside, annotations_of
from signals.disagreement import Line, disagreement
from signals.models import Definition
from signals.readings import first_day
from signals.shown import shown_readings
from signals.two_lines import both_lines


class CountedSerializer(serializers.Serializer):
    """One record that two rules count, or only one of them."""

    record = serializers.CharField(source="item.title", allow_blank=True)
    customer = serializers.CharField(source="item.customer", allow_blank=True)
    at = serializers.DateTimeField(source="item.at", help_text="The newest instant at which a rule counts it.")
    counted_by = serializers.ChoiceField(choices=["first", "second", "both"], help_text="Of the two metrics of the address.")
    why_not = serializers.CharField(allow_blank=True, help_text="Where the other rule leaves it out.")
    first_value = serializers.SerializerMethodField()
    second_value = serializers.SerializerMethodField()

    def get_first_value(self, line: Line) -> str | None:
        """Exact, as text; null where the first rule does not count it."""
        return None if line.values[0] is None else f"{line.values[0]:f}"

    def get_second_value(self, line: Line) -> str | None:
        """The same for the second rule."""
        return None if line.values[1] is None else f"{line.values[1]:f}"


class HappenedSerializer(serializers.Serializer):
    """Something that happened beside a trend."""

    kind = serializers.ChoiceField(list(KINDS))
    start = serializers.DateField(source="day")
    end = serializers.DateField(source="until", allow_null=True, help_text="Its last day; null where it was on one day.")
    words = serializers.CharField()
    path = serializers.CharField(source="address", allow_blank=True, help_text="The page that tells more.")


class TwoValuesSerializer(serializers.Serializer):
    """One week under either of two rules; null where it is unknown."""

    week = serializers.DateField(help_text="Its Monday.")
    first = serializers.CharField(allow_null=True)
    second = serializers.CharField(allow_null=True)


class BesideView(GenericViewSet):
    """What is told beside a metric, a list at an address."""

    parameters: tuple[str, ...] = ()

    @extend_schema(responses=HappenedSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[])
    def happened(self, request, key):
        """List what happened in the twelve weeks of a metric's trend: launches, changed definitions, outages."""
        definition, now = self._definition(key), timezone.now()
        notes = annotations_of([definition], first_day(now), now)[definition.metric_id]
        return self._answer(notes, HappenedSerializer)

    @extend_schema(
        responses=CountedSerializer(many=True),
        filters=False,
        parameters=[OpenApiParameter("part", int, description="Of two ratios the part that is compared, from 0.")],
    )
    @action(detail=True, filter_backends=[], parameters=("part",), url_path="beside/<slug:other>")
    def beside(self, request, key, other):
        """List what two rules for one thing count, what only one of them counts first, with why the other does not."""
        first, second = self._definition(key), self._definition(other)
        part = whole(request.query_params.get("part"), digits=3) or 0
        found = disagreement(first, second, timezone.now(), part)
        place_in(request, "part", len(found.names) or 1)
        lines = found.comparison.lines() if found.comparison else []
        return self._answer(lines, CountedSerializer)

    @extend_schema(responses=TwoValuesSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[], url_path="beside/<slug:other>/weeks", url_name="beside_weeks")
    def beside_weeks(self, request, key, other):
        """List the twelve weeks under either of two rules."""
        metrics = [access.metric_to_read(request.user, name) for name in (key, other)]
        trend = both_lines(*shown_readings(metrics, timezone.now()))
        return self._answer(trend["rows"] if trend else [], TwoValuesSerializer)

    @extend_schema(responses=HappenedSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[], url_path="beside/<slug:other>/happened", url_name="beside_happened")
    def beside_happened(self, request, key, other):
        """List what happened in the twelve weeks of two metrics, each thing once."""
        now = timezone.now()
        notes = annotations_beside([self._definition(key), self._definition(other)], first_day(now), now)
        return self._answer(notes, HappenedSerializer)

    def _definition(self, key: str) -> Definition:
        found = access.metric_to_read(self.request.user, key).definition
        if found is None:
            raise NotFound("It has no definition yet.")
        return found

    def _answer(self, rows, serializer: type):
        return self.get_paginated_response(serializer(self.paginate_queryset(rows), many=True).data)
