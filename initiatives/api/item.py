"""What the endpoints of handoffs take and give of the items of a batch."""

from typing import Literal

from rest_framework import serializers

from initiatives.api.reason import ReasonSerializer
from initiatives.batches import LARGEST, Disposition, ItemDraft
from initiatives.models import HandoffItem


class ItemDraftSerializer(serializers.Serializer):
    """One item of a batch that is offered."""

    key = serializers.CharField(max_length=120, help_text="Its id in the system that it comes from.")
    label = serializers.CharField(required=False, allow_blank=True, max_length=200)
    amount = serializers.DecimalField(required=False, max_digits=18, decimal_places=2, allow_null=True)
    currency = serializers.CharField(required=False, allow_blank=True, max_length=3)

    def to_internal_value(self, data) -> ItemDraft:
        """The item as services take it."""
        return ItemDraft(**super().to_internal_value(data))


class DispositionSerializer(serializers.Serializer):
    """What the receiver makes of one item."""

    key = serializers.CharField(max_length=120)
    accepted = serializers.BooleanField()
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=80, help_text="A code or the words of a reason, where it is rejected."
    )
    comment = serializers.CharField(required=False, allow_blank=True, max_length=1000)

    def to_internal_value(self, data) -> Disposition:
        """The disposition as services take it."""
        return Disposition(**super().to_internal_value(data))


class DispositionsSerializer(serializers.Serializer):
    """A disposition for every item of the batch."""

    dispositions = serializers.ListField(child=DispositionSerializer(), allow_empty=False, max_length=LARGEST)


class ItemSerializer(serializers.ModelSerializer):
    """One item of a batch and what became of it."""

    reason = ReasonSerializer(read_only=True, allow_null=True)
    answer = serializers.SerializerMethodField()

    class Meta:
        model = HandoffItem
        fields = ["key", "label", "amount", "currency", "answer", "reason", "comment"]

    def get_answer(self, item: HandoffItem) -> Literal["open", "accepted", "rejected"]:
        """What became of it; open while nobody has answered."""
        return item.answer or "open"
