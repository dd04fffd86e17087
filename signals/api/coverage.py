"""Coverage: how far the records of each stream lead to customers, and those that do not."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.viewsets import GenericViewSet

from people.models import Function
from signals import access
from signals.counting import newest_count, private_parties
from signals.models import Signal, Stream, Work
from signals.unresolved import MOST_PEOPLE, signals_of_nobody, work_of_nobody


class CoverageSerializer(serializers.Serializer):
    """How far the records of one stream lead to customers, as counted after the last pull."""

    stream = serializers.IntegerField(source="number")
    name = serializers.CharField(source="stream")
    source = serializers.CharField()
    function = serializers.ChoiceField(Function.choices, allow_blank=True, help_text="Empty: the source is shared.")
    records = serializers.IntegerField(help_text="Those that can name a customer.")
    resolved = serializers.IntegerField(help_text="Those that lead to a customer.")
    unnamed = serializers.IntegerField(help_text="Those that name nobody.")
    private = serializers.IntegerField(help_text="Those that name a person of whom no company is known.")
    apart = serializers.IntegerField(help_text="Beside them: those that by their mapping name no customer, such as spend.")


class WorkOfNobodySerializer(serializers.ModelSerializer):
    """A piece of work that names no customer."""

    title = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    page_id = serializers.IntegerField(read_only=True, allow_null=True, help_text="The page of payloads that holds it.")
    ordinal = serializers.IntegerField(read_only=True, allow_null=True, help_text="Its place in that page, from 0.")

    class Meta:
        model = Work
        fields = ["id", "title", "kind", "external_id", "opened_at", "page_id", "ordinal"]


class SignalOfNobodySerializer(serializers.ModelSerializer):
    """A signal that names no customer."""

    page_id = serializers.IntegerField(read_only=True, allow_null=True, help_text="The page of payloads that holds it.")
    ordinal = serializers.IntegerField(read_only=True, allow_null=True, help_text="Its place in that page, from 0.")

    class Meta:
        model = Signal
        fields = ["metric_key", "external_id", "at", "page_id", "ordinal"]


class PersonOfNobodySerializer(serializers.Serializer):
    """A person of whom no company is known."""

    record = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    records = serializers.SerializerMethodField(help_text="How many records name this person.")

    def get_record(self, row: Any) -> int:
        """The number of the person's record."""
        return row[0].pk

    def get_name(self, row: Any) -> str:
        """As the source writes it, or its id there."""
        return str(row[0])

    def get_records(self, row: Any) -> int:
        """Work and signals."""
        return row[1]


class CoverageView(GenericViewSet):
    """Coverage."""

    queryset = Stream.objects.none()
    serializer_class = CoverageSerializer
    filter_backends = ()
    parameters = ("function",)
    lookup_value_converter = "int"

    @extend_schema(
        filters=False,
        parameters=[OpenApiParameter("function", str, enum=[*Function.values, "shared"], description="Whose streams.")],
    )
    def list(self, request):
        """List how far the records of each stream lead to customers, as counted after the last pull."""
        asked = request.query_params.get("function")
        rows = [one for one in newest_count()[1] if not asked or (one.function or "shared") == asked]
        return self._answer(rows, CoverageSerializer)

    @extend_schema(responses=WorkOfNobodySerializer(many=True), filters=False)
    @action(detail=True, parameters=())
    def work(self, request, pk):
        """List the work of a stream that names no customer, the newest first."""
        return self._answer(work_of_nobody(self._stream().pk), WorkOfNobodySerializer)

    @extend_schema(responses=SignalOfNobodySerializer(many=True), filters=False)
    @action(detail=True, parameters=())
    def signals(self, request, pk):
        """List the signals of a stream that name no customer, the newest first."""
        return self._answer(signals_of_nobody(self._stream().pk), SignalOfNobodySerializer)

    @extend_schema(responses=PersonOfNobodySerializer(many=True), filters=False)
    @action(detail=True, parameters=())
    def people(self, request, pk):
        """List the people of a stream of whom no company is known, those of the most records first; ten thousand at most."""
        return self._answer(private_parties(self._stream().pk, MOST_PEOPLE), PersonOfNobodySerializer)

    def _stream(self) -> Stream:
        return access.stream_to_read(self.request.user, self.kwargs["pk"])

    def _answer(self, rows, serializer: type):
        return self.get_paginated_response(serializer(self.paginate_queryset(rows), many=True).data)
