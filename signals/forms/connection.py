"""Where a source is and how it knows us: a form made from what its connector declares."""

from datetime import timedelta
from typing import Any, Literal, get_args, get_origin

from django import forms
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from revenue_arc.forms import NameField
from signals.connectors import KINDS
from signals.drafts import preset_of
from signals.entries import shortest
from signals.forms.written import YamlField, as_yaml
from signals.models import Source, SourceDraft
from signals.offered import offered

LABELS = {
    "base_url": ("Its address", "https://crm.example.com"),
    "auth": ("How the credential is sent", "bearer, basic, none, header:NAME, query:NAME or oauth."),
    "headers": ("Further headers", "A line for each, as `X-Team: studio`."),
    "token_url": ("Address of its tokens", ""),
    "reserve": ("Quota left to other systems", "Percent of the daily quota."),
}
Settings = dict[str, Any]


class ConnectionForm(forms.Form):
    """Its name, the settings of its kind, its credential. What a preset knows is below *More*."""

    name = NameField(max_length=120, label="What people call it", help_text="CRM, Product events, Lead sheet.")
    path = forms.CharField(label="What is read first", help_text="An endpoint below the address: /v1/leads. More can be added.")
    secret = forms.CharField(
        required=False,
        label="Credential",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    allow_private = forms.BooleanField(required=False, label="It has a private or loopback address")
    allow_http = forms.BooleanField(required=False, label="It is reached without TLS")

    def __init__(self, *args, draft: SourceDraft, **kwargs):
        self.draft, self.model = draft, KINDS[draft.kind].Settings
        self.preset = preset_of(draft)
        known = {**(self.preset.settings if self.preset else {}), **draft.entry.get("settings", {})}
        initial = {name: draft.entry.get(name) for name in ("name", "allow_private", "allow_http")}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        if draft.kind != "rest" or draft.streams:
            del self.fields["path"]
        if KINDS[draft.kind].pushed:  # it is not reached: it reaches us, and signs with a secret that its own page makes
            for name in ("secret", "allow_private", "allow_http"):
                del self.fields[name]
        self.fields["name"].disabled = draft.source is not None
        self.asked, self.more = [], [name for name in ("allow_private", "allow_http") if name in self.fields]
        for name, field in self.model.model_fields.items():
            self._add(name, field, known.get(name))
        if "secret" in self.fields:
            self._name_credential()

    def _add(self, name: str, field: FieldInfo, known: Any) -> None:
        needed = name in self.preset.needs if self.preset else field.is_required()
        self.fields[f"set-{name}"] = _field(name, field, known, self.preset.needs.get(name, "") if self.preset else "")
        (self.asked if needed else self.more).append(f"set-{name}")

    def _name_credential(self) -> None:
        told, field = offered(self.draft.kind), self.fields["secret"]
        kept = bool(self.draft.sealed_secret or (self.draft.source and self.draft.source.sealed_secret))
        field.label = told.credential or "Credential"
        field.required = told.is_known and not kept and not self._signs_in_without()
        again = "There is one already; leave this empty to keep it." if kept else ""
        field.help_text = " ".join(filter(None, [told.where, "Kept encrypted, never shown again.", again]))

    def _signs_in_without(self) -> bool:
        """A database behind a socket may know the account by itself; a tap may need nothing."""
        return self.draft.kind == "singer" or bool(self.data.get("set-socket"))

    def clean_name(self) -> str:
        """A name that no other source has."""
        name = self.cleaned_data["name"].strip()
        if self.draft.source is None and Source.objects.filter(name=name).exists():
            raise forms.ValidationError("There is a source of this name already: give this one another, or edit that one.")
        return name

    def clean(self) -> Settings:
        """The settings as the connector takes them."""
        given = super().clean()
        defaults = {
            name: _written(field.get_default(call_default_factory=True)) for name, field in self.model.model_fields.items()
        }
        stated = {name: given.get(f"set-{name}") for name in defaults}
        settings = {name: value for name, value in stated.items() if value not in (None, "", {}) and value != defaults[name]}
        try:
            self.model.model_validate(settings)
        except ValidationError as error:
            for mistake in error.errors():
                name = f"set-{mistake['loc'][0]}" if mistake["loc"] else None
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, mistake["msg"].removeprefix("Value error, "))
        if given.get("secret") and (wrong := KINDS[self.draft.kind].wrong_credential(settings, given["secret"])):
            self.add_error("secret", wrong)
        return {**given, "settings": settings}

    def asked_fields(self):
        """The bound fields that everybody fills in, in order."""
        names = ["name", *self.asked, "path", "secret"]
        return [self[name] for name in names if name in self.fields]

    def more_fields(self):
        """The bound fields that a preset or a default answers for most."""
        return [self[name] for name in self.more]

    @property
    def more_is_wrong(self) -> bool:
        """Whether a mistake hides below *More*."""
        return any(name in self.errors for name in self.more)


def _written(value: Any) -> Any:
    """A setting as a person writes it: a length of time as 1d."""
    return shortest(value) if isinstance(value, timedelta) else value


def _field(name: str, field: FieldInfo, known: Any, example: str) -> forms.Field:
    """A form's field for one setting, by its declared type."""
    label, hint = LABELS.get(name, (name.replace("_", " ").capitalize(), ""))
    default = "" if field.is_required() else field.get_default(call_default_factory=True)
    told: dict[str, Any] = {
        "label": label,
        "help_text": f"As {example}." if example else field.description or hint,
        "required": field.is_required(),
        "initial": default if known is None else known,
    }
    kind = field.annotation
    if kind is timedelta:
        return forms.CharField(max_length=12, **{**told, "required": False, "initial": _written(told["initial"])})
    if kind is bool:
        return forms.BooleanField(**{**told, "required": False})
    if kind is int:
        return forms.IntegerField(**told)
    if get_origin(kind) is Literal:
        return forms.ChoiceField(choices=[(value, str(value)) for value in get_args(kind)], **told)
    if kind is str or type(None) in get_args(kind):
        return forms.CharField(**told)
    shape = get_origin(kind) or dict
    few = forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"})
    return YamlField(shape=shape, widget=few, **{**told, "required": False, "initial": as_yaml(told["initial"])})
