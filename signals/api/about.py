"""The lists of one customer: what happened, week by week, its people, its open work, its names."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.viewsets import GenericViewSet

from people.models import Function
from signals import access
from signals.about import About
from signals.buying_group import Member
from signals.models import PartyKey, Work


class HappeningSerializer(serializers.Serializer):
    """One thing on the time line of a customer."""

    at = serializers.DateTimeField()
    what = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)
    function = serializers.ChoiceField(
        Function.choices, allow_blank=True, help_text="Whose source it is; empty where the source is shared."
    )
    page_id = serializers.IntegerField(allow_null=True, help_text="The page of payloads that holds its record.")
    ordinal = serializers.IntegerField(allow_null=True, help_text="Its place in that page, from 0.")


class CustomerWeekSerializer(serializers.Serializer):
    """How much one function's systems saw of a customer in one week."""

    week = serializers.DateField(help_text="Its Monday.")
    function = serializers.ChoiceField(Function.choices, allow_blank=True, help_text="Empty: sources that are shared.")
    happenings = serializers.IntegerField(source="number")


class TouchSerializer(serializers.Serializer):
    """How often one function touched a person."""

    function = serializers.ChoiceField(Function.choices, allow_blank=True)
    number = serializers.IntegerField()


class MemberSerializer(serializers.Serializer):
    """A person of a customer's buying group."""

    record = serializers.IntegerField(source="party.pk", help_text="One of the records of this person.")
    name = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    role = serializers.CharField(allow_blank=True)
    touch_points = serializers.IntegerField()
    by_function = serializers.SerializerMethodField()
    last_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(TouchSerializer(many=True))
    def get_by_function(self, member: Member) -> list[dict]:
        """In the order of the arc."""
        rows = [{"function": key, "number": number} for key, _, number in member.by_function]
        return TouchSerializer(rows, many=True).data


class OpenWorkSerializer(serializers.ModelSerializer):
    """A piece of work that is open for a customer."""

    title = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    status = serializers.CharField(read_only=True)
    holder = serializers.CharField(read_only=True, help_text="Whom the source names.")
    source = serializers.SlugRelatedField("name", read_only=True)
    external_id = serializers.CharField(read_only=True, help_text="Its id at the source.")

    class Meta:
        model = Work
        fields = [
            *["id", "title", "kind", "status", "holder", "source", "external_id", "amount", "currency", "opened_at", "due_at"],
        ]


class KeySerializer(serializers.ModelSerializer):
    """An exact key that finds the customer."""

    namespace = serializers.CharField(read_only=True)
    value = serializers.CharField(read_only=True)

    class Meta:
        model = PartyKey
        fields = ["namespace", "value", "is_own"]


class RecordSerializer(serializers.Serializer):
    """One record that is one of the customer's, with its keys."""

    id = serializers.IntegerField(source="party.pk")
    kind = serializers.CharField(source="party.kind", help_text="account, person or team.")
    name = serializers.CharField(source="party.name")
    source = serializers.CharField(source="party.source.name", allow_null=True, default=None)
    external_id = serializers.CharField(source="party.external_id", help_text="Its id at the source.")
    keys = KeySerializer(many=True)


class AboutView(GenericViewSet):
    """What is told of one customer, a list at an address."""

    def _rows(self, name: str, serializer: type):
        about = About(access.customer_to_read(self.request.user, self.kwargs["pk"]), timezone.now())
        return self.get_paginated_response(serializer(self.paginate_queryset(getattr(about, name)), many=True).data)

    @extend_schema(responses=HappeningSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[])
    def happenings(self, request, pk):
        """List what happened with a customer up to now, the newest first."""
        return self._rows("happenings", HappeningSerializer)

    @extend_schema(responses=CustomerWeekSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[])
    def weeks(self, request, pk):
        """List the weeks of the last year in which a function's systems saw something of a customer."""
        return self._rows("weeks", CustomerWeekSerializer)

    @extend_schema(responses=MemberSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[], url_path="buying-group", url_name="buying_group")
    def buying_group(self, request, pk):
        """List the people of a customer, the most touched first."""
        return self._rows("buying_group", MemberSerializer)

    @extend_schema(responses=OpenWorkSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[], url_path="open-work", url_name="open_work")
    def open_work(self, request, pk):
        """List the work that is open for a customer, the newest first."""
        return self._rows("open_work", OpenWorkSerializer)

    @extend_schema(responses=RecordSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[], url_path="known-as", url_name="known_as")
    def known_as(self, request, pk):
        """List the names of a customer in each system with their keys, those of its people left out."""
        return self._rows("known_as", RecordSerializer)
