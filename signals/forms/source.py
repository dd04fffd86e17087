"""Connecting a source: its form, which speaks the language of the sources file."""

import json
from typing import Any

from django import forms

from people.models import Function
from revenue_arc.forms import NameField
from signals.client.patience import for_a_page
from signals.connectors import KINDS, Checked, check
from signals.drafts import addresses_shown, entry_from
from signals.entries import SourceEntry
from signals.forms.written import YamlField, as_yaml
from signals.models import Source, Stream
from signals.source_states import KIND_WORDS
from signals.sources_file.loading import SourcesFileError
from signals.sources_file.loading import check as check_file

PLAIN = ("name", "function", "kind", "settings", "interval", "time_zone", "currency", "allow_private", "allow_http", "streams")
STREAMS = """\
- name: leads
  path: /v1/leads
  rows: data
  pagination: {style: cursor, param: after, next: next, size: 100}
  cursor: {field: updated_at, param: updated_after}
  id: id
  version: updated_at
  records:
    - work:
        kind: {const: lead}
        title: name
        status: status
        opened_at: created_at
        party: {name: company, keys: {domain: website}}
"""


class SourceForm(forms.Form):
    """A connected system with its streams."""

    name = NameField(max_length=120, help_text="As people call it: CRM, Product events.")
    function = forms.ChoiceField(
        choices=[("", "Shared by the four"), *Function.choices], required=False, help_text="Whose system it is."
    )
    kind = forms.ChoiceField(choices=[(kind, KIND_WORDS.get(kind, kind)) for kind in KINDS])
    settings = YamlField(
        shape=dict,
        required=False,
        help_text="rest: base_url, auth (none, bearer, basic, oauth, header:NAME, query:NAME), headers. file: folder.",
    )
    secret = forms.CharField(
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Kept encrypted and never shown again. Leave empty to keep the one there is.",
    )
    interval = forms.CharField(initial="5m", max_length=12, help_text="The agreed time between two pulls: 5m, 1h, 1d.")
    time_zone = forms.CharField(initial="UTC", max_length=64, help_text="Of instants that name none: Europe/Berlin.")
    currency = forms.CharField(required=False, max_length=3, help_text="Of amounts that name none: EUR.")
    allow_private = forms.BooleanField(required=False, label="May be reached at a private or loopback address")
    allow_http = forms.BooleanField(required=False, label="May be reached without TLS")
    streams = YamlField(shape=list, help_text="Endpoints or files and what their records become, as in a sources file.")

    opened_from = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": "Open the source again: the page did not say how it was."}
    )

    def __init__(self, *args, source: Source | None = None, **kwargs):
        kwargs.setdefault("initial", _initial(source) if source else {"streams": STREAMS, "settings": "base_url: https://"})
        super().__init__(*args, **kwargs)
        self.source, self.entry = source, None
        if source:
            self.fields["name"].disabled = True
        else:
            del self.fields["opened_from"]

    def clean_opened_from(self) -> dict[str, Any]:
        """The entry of the source as the page showed it."""
        opened = self.cleaned_data["opened_from"]
        if not isinstance(opened, dict):
            raise forms.ValidationError(self.fields["opened_from"].error_messages["required"])
        return opened

    def open_anew(self) -> None:
        """Count what was typed as made from the source as it is now: what changed has been told."""
        self.data = self.data.copy()
        self.data["opened_from"] = json.dumps(entry_from(self.source))

    def clean(self):
        """Check the whole as a sources file is checked; each mistake is told with its path."""
        given = super().clean()
        if self.errors:
            return given
        stated: dict[str, Any] = {name: given[name] for name in PLAIN}
        stated["paused"] = self.source is not None and self.source.state == Source.State.PAUSED
        try:
            [self.entry] = check_file({"version": 1, "sources": [stated]}).sources
        except SourcesFileError as problem:
            for line in str(problem).splitlines():
                self.add_error(_field_of(line), line.removeprefix(f"sources[{stated['name']}]."))
            return given
        if given["secret"] and (wrong := KINDS[given["kind"]].wrong_credential(given["settings"] or {}, given["secret"])):
            self.add_error("secret", wrong)
        if self.source is None and Source.objects.filter(name=given["name"]).exists():
            self.add_error("name", "There is a source of this name already: open it and edit it.")
        return given

    def checked(self) -> Checked:
        """Try the source as the form describes it, saving nothing."""
        entry: SourceEntry = self.entry
        source = Source(**entry.model_dump(include={"name", "function", "kind", "settings", "time_zone", "currency"}))
        source.interval, source.allow_private, source.allow_http = entry.interval, entry.allow_private, entry.allow_http
        source.allow_folder = self.source.allow_folder if self.source else ""
        secret = self.cleaned_data["secret"]
        source.sealed_secret = self.source.sealed_secret if self.source else ""
        if secret:
            source.set_secret(secret)
        with for_a_page():
            return check(
                source, [Stream(name=told.name, settings=told.reading(), mapping=told.mapping()) for told in entry.streams]
            )


def _initial(source: Source) -> dict[str, Any]:
    streams = [{"name": stream.name, **stream.settings, **stream.mapping} for stream in source.streams.filter(retired=False)]
    seconds = int(source.interval.total_seconds())
    return {
        **{name: getattr(source, name) for name in PLAIN if name not in ("settings", "interval", "streams")},
        "settings": as_yaml(addresses_shown(source.settings)),
        "interval": next(f"{seconds // size}{unit}" for unit, size in _SIZES if seconds % size == 0),
        "streams": as_yaml(streams),
        "opened_from": entry_from(source),
    }


_SIZES = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def _field_of(line: str) -> str | None:
    """The field that a line of the check is about."""
    key = line.partition("].")[2].partition(":")[0].split(".")[0].split("[")[0]
    return key if key in PLAIN else None
