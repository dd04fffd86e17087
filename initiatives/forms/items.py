"""Forms that answer a batch item by item: on the page, or by a CSV file."""

from collections.abc import Sequence

from django import forms

from initiatives.batches import Disposition
from initiatives.forms.inputs import DispositionsField
from initiatives.models import HandoffItem, Reason
from revenue_arc.forms import ActForm

ACCEPT = "accept"


class DispositionsForm(ActForm):
    """What the receiver makes of each item, as a CSV file."""

    dispositions = DispositionsField(
        label="Dispositions",
        help_text="A CSV file with the columns key, disposition (accepted or rejected), reason and comment.",
    )


class ItemByItemForm(ActForm):
    """One choice an item: accept, or a reason to reject. Everything is accepted unless it says otherwise."""

    def __init__(self, *args, items: Sequence[HandoffItem], reasons: Sequence[Reason], **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        choices = [(ACCEPT, "Accept"), ("Reject", [(reason.code, reason.label) for reason in reasons])]
        for item in items:
            self.fields[f"item-{item.pk}"] = forms.ChoiceField(
                choices=choices,
                initial=ACCEPT,
                label=f"{item.key} {item.label}".strip(),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def rows(self):
        """Each item beside its field."""
        return [(item, self[f"item-{item.pk}"]) for item in self.items]

    def clean(self):
        """The choices as dispositions."""
        cleaned = super().clean()
        chosen = [(item, cleaned.get(f"item-{item.pk}")) for item in self.items]
        return {
            "dispositions": [
                Disposition(item.key, choice == ACCEPT, "" if choice == ACCEPT else choice) for item, choice in chosen if choice
            ]
        }
