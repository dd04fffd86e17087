"""What the endpoints of handoffs take and give."""

from datetime import datetime
from typing import Literal

from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers

from initiatives.api.item import ItemDraftSerializer
from initiatives.api.reason import ReasonSerializer
from initiatives.batches import LARGEST
from initiatives.models import Answer, Deliverable, Handoff, HandoffCorrection, Reason, ReasonKind
from people.api import PersonField, PersonSerializer
from revenue_arc.api.filters import InstantFilter, KeyFilter


class CorrectionSerializer(serializers.ModelSerializer):
    """Who corrected one of the four instants, from what to what, and why."""

    by = PersonSerializer(read_only=True)

    class Meta:
        model = HandoffCorrection
        fields = ["instant", "was", "now", "by", "at", "why"]


class HandoffSerializer(serializers.ModelSerializer):
    """An offer from one person to one other, and its answer. Instants are as they are believed now, corrections applied."""

    initiative = serializers.SlugRelatedField("slug", source="deliverable.initiative", read_only=True)
    deliverable = serializers.PrimaryKeyRelatedField(read_only=True)
    part_of = serializers.PrimaryKeyRelatedField(
        read_only=True, allow_null=True, help_text="The batch that was answered in parts, of which this is one."
    )
    deliverable_name = serializers.CharField(source="deliverable.name", read_only=True)
    sender, receiver = PersonSerializer(read_only=True), PersonSerializer(read_only=True)
    answered_by = PersonSerializer(read_only=True, allow_null=True)
    answer = serializers.SerializerMethodField()
    offered_at = serializers.DateTimeField(source="offered", read_only=True)
    answered_at = serializers.DateTimeField(source="answered", read_only=True, allow_null=True)
    started_at = serializers.DateTimeField(source="started", read_only=True, allow_null=True)
    finished_at = serializers.DateTimeField(source="finished", read_only=True, allow_null=True)
    dark_since = serializers.SerializerMethodField(help_text="Since when nobody holds it, once its acceptance window is over.")
    reason = ReasonSerializer(read_only=True, allow_null=True)
    corrections = CorrectionSerializer(many=True, read_only=True)

    class Meta:
        model = Handoff
        fields = [
            *["id", "initiative", "deliverable", "deliverable_name", "title", "sender", "receiver", "batch_size", "part_of"],
            *["acceptance_criteria", "offered_at", "answer_by", "dark_since", "answer", "answered_at", "answered_by"],
            *["reason", "comment", "started_at", "finished_at", "corrections"],
        ]

    def get_answer(self, handoff: Handoff) -> Literal["open", "accepted", "rejected", "withdrawn", "split"]:
        """How the offer ended; open while it has not."""
        return handoff.answer or "open"

    def get_dark_since(self, handoff: Handoff) -> datetime | None:
        """From the offer, once the window is over."""
        return handoff.dark_since(timezone.now())


class OfferSerializer(serializers.Serializer):
    """A new offer."""

    deliverable = serializers.PrimaryKeyRelatedField(queryset=Deliverable.objects.all(), help_text="The deliverable's id.")
    receiver = PersonField(help_text="The e-mail address of the one person it is offered to.")
    acceptance_criteria = serializers.CharField(help_text="What “done” means.", max_length=10_000)
    answer_by = serializers.DateTimeField(required=False, help_text="By when it must be answered; one working day by default.")
    title = serializers.CharField(required=False, max_length=200, help_text="The deliverable's name by default.")
    batch_size = serializers.IntegerField(
        required=False, min_value=1, max_value=2_000_000_000, help_text="How many items, where a batch of work moves."
    )
    items = serializers.ListField(
        child=ItemDraftSerializer(),
        required=False,
        max_length=LARGEST,
        help_text="The items of the batch; then each is answered by itself.",
    )


class RejectionSerializer(serializers.Serializer):
    """Why it is turned down."""

    reason = serializers.SlugRelatedField(
        "code", queryset=Reason.objects.filter(kind=ReasonKind.HANDOFF), help_text="A code of the list at /api/v1/reasons/."
    )
    comment = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class CommentSerializer(serializers.Serializer):
    """A word about it."""

    comment = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class NothingSerializer(serializers.Serializer):
    """No member: send {} or nothing."""


class HandoffFilter(filters.FilterSet):
    """Which handoffs."""

    initiative = filters.CharFilter(field_name="deliverable__initiative__slug", label="The slug of their initiative.")
    deliverable = KeyFilter(field_name="deliverable_id", label="The id of their deliverable.")
    sender = filters.CharFilter(field_name="sender__email", lookup_expr="iexact", label="The e-mail address of who offered.")
    receiver = filters.CharFilter(
        field_name="receiver__email", lookup_expr="iexact", label="The e-mail address of who it was offered to."
    )
    answer = filters.ChoiceFilter(
        choices=[("open", "Open"), *[choice for choice in Answer.choices if choice[0]]],
        method="by_answer",
        label="How they ended.",
    )
    offered_after = InstantFilter(field_name="offered_at", lookup_expr="gte", label="Offered at this instant or later.")
    offered_before = InstantFilter(field_name="offered_at", lookup_expr="lt", label="Offered before this instant.")

    def by_answer(self, queryset, name, value):
        """Open ones, or those answered so."""
        return queryset.filter(answer="" if value == "open" else value)
