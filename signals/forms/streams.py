"""What a source reads: picked among what a preset knows, or described: an endpoint, or a file."""

from typing import Any

from django import forms

from signals.drafts import files_in
from signals.models import SourceDraft

STYLES = [
    ("none", "There is only one page"),
    ("link", "The answer names the next address"),
    ("cursor", "The answer names a cursor"),
    ("page", "Pages are numbered"),
    ("offset", "Rows are counted off"),
]


class PickForm(forms.Form):
    """Which of its streams are read."""

    streams = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Pick at least one stream."}
    )

    def __init__(self, *args, draft: SourceDraft, **kwargs):
        kwargs.setdefault("initial", {"streams": [stream["name"] for stream in draft.chosen]})
        super().__init__(*args, **kwargs)
        self.fields["streams"].choices = [(stream["name"], stream["name"]) for stream in draft.streams]


class EndpointForm(forms.Form):
    """One endpoint of an API. What its first answer told is filled in."""

    name = forms.CharField(max_length=120, label="What it is called", help_text="leads, deals, visits.")
    path = forms.CharField(label="Endpoint", help_text="Below the address: /v1/leads.")
    rows = forms.CharField(
        required=False, label="Where the records are", help_text="A dotted path into the answer; empty: the whole is the list."
    )
    style = forms.ChoiceField(choices=STYLES, label="How it goes on")
    next = forms.CharField(required=False, label="Where the next page is named", help_text="A dotted path: paging.next.after.")
    param = forms.CharField(required=False, label="Parameter of the page or cursor", help_text="after, page, offset.")
    size_param = forms.CharField(required=False, label="Parameter of the page's size", help_text="limit, per_page.")
    size = forms.IntegerField(required=False, min_value=1, max_value=100_000, label="Rows a page")
    cursor_field = forms.CharField(required=False, label="Column of the last change", help_text="updated_at.")
    cursor_param = forms.CharField(
        required=False,
        label="Parameter that asks for changes since",
        help_text="updated_after. Without it, all is read each time.",
    )

    def __init__(self, *args, stream: dict[str, Any], **kwargs):
        self.stream = stream
        paging, cursor = stream.get("pagination", {}), stream.get("cursor") or {}
        told = {name: paging.get(name) for name in ("style", "next", "param", "size_param", "size")}
        told |= {"cursor_field": cursor.get("field"), "cursor_param": cursor.get("param")}
        initial = {**told, **{name: stream.get(name) for name in ("name", "path", "rows")}}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)

    def clean(self):
        """A cursor is a column and a parameter."""
        given = super().clean()
        if bool(given.get("cursor_field")) != bool(given.get("cursor_param")):
            self.add_error("cursor_param", "Name both the column and the parameter, or neither.")
        return given

    def described(self) -> dict[str, Any]:
        """The stream as a sources file says it; what the form does not ask stays as it is."""
        given = self.cleaned_data
        paging = {name: given[name] for name in ("style", "next", "param", "size_param", "size") if given[name]}
        cursor = {"field": given["cursor_field"], "param": given["cursor_param"]} if given["cursor_field"] else None
        kept = {name: value for name, value in self.stream.items() if name not in ("pagination", "cursor")}
        told = {"name": given["name"], "path": given["path"], "rows": given["rows"]}
        if cursor and self.stream.get("cursor"):
            cursor = {**self.stream["cursor"], **cursor}
        return {**kept, **told} | ({"pagination": paging} if paging else {}) | ({"cursor": cursor} if cursor else {})


class FileForm(forms.Form):
    """One more file of the folder."""

    file = forms.ChoiceField(label="Another file of the folder")

    def __init__(self, *args, draft: SourceDraft, **kwargs):
        super().__init__(*args, **kwargs)
        read = {stream.get("file") for stream in draft.streams}
        folder = draft.entry.get("settings", {}).get("folder", "")
        self.fields["file"].choices = [
            (name, name) for name in (files_in(folder, draft.kind) if folder else []) if name not in read
        ]
