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

    what, found_out = "endpoint", "How it is read is found out from its first answer."

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


class QueryForm(forms.Form):
    """One query of a warehouse, and by which of its columns it is read on."""

    what, found_out = "query", "By which columns it is read on is found out from its first rows, where their names say it."
    name = forms.CharField(max_length=120, label="What it is called", help_text="orders, deals, visits.")
    query = forms.CharField(
        label="The query",
        help_text="One SELECT. It is asked in transactions that can write nothing.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}),
    )
    column = forms.CharField(
        required=False, label="Column that grows with each change", help_text="An instant, a day or a number: updated_at."
    )
    id = forms.CharField(required=False, label="Column that tells each row from all others", help_text="id. Never empty.")

    def __init__(self, *args, stream: dict[str, Any], **kwargs):
        self.stream = stream
        keyset = stream.get("keyset", {})
        told = {"name": stream.get("name"), "query": stream.get("query")}
        kwargs["initial"] = told | {key: keyset.get(key) for key in ("column", "id")}
        super().__init__(*args, **kwargs)

    def described(self) -> dict[str, Any]:
        """The stream as a sources file says it, its keyset as far as it was said; what the form does not ask stays."""
        given = self.cleaned_data
        kept = {key: value for key, value in self.stream.get("keyset", {}).items() if key == "overlap"}
        keyset = kept | {key: given[key] for key in ("column", "id") if given[key]}
        return {**self.stream, "name": given["name"], "query": given["query"].strip(), "keyset": keyset}


class TapStreamForm(forms.Form):
    """One stream of a tap, by the name that the tap has for it."""

    what, found_out = "stream of the tap", "The check names those that the tap tells of itself."
    name = forms.CharField(max_length=120, label="What it is called", help_text="orders, deals, visits.")
    path = forms.CharField(required=False, label="The tap's name for it", help_text="Where that is another.")

    def __init__(self, *args, stream: dict[str, Any], **kwargs):
        self.stream = stream
        kwargs["initial"] = {name: stream.get(name) for name in ("name", "path")}
        super().__init__(*args, **kwargs)

    def described(self) -> dict[str, Any]:
        """The stream as a sources file says it; what the form does not ask stays as it is."""
        told = {name: value for name, value in self.cleaned_data.items() if value}
        return {**{name: value for name, value in self.stream.items() if name != "path"}, **told}


DESCRIBED_BY: dict[str, type[EndpointForm | QueryForm | TapStreamForm]] = {
    "rest": EndpointForm,
    "sql": QueryForm,
    "singer": TapStreamForm,
}


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
