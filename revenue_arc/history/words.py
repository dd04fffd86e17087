"""The fields of an event in words."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from psycopg.types.range import Range

from revenue_arc.words import without_user

SECRETS = ("password", "secret", "token", "digest", "cursor")
HIDDEN_MEMBERS = ("password", "secret", "token", "authorization", "api_key", "apikey", "headers")
NAMES = ("name", "label", "title", "question")
LONGEST = 240

Key = tuple[Any, Any]  # a model, and the primary key of a row


@dataclass(frozen=True)
class FieldChange:
    """One field that changed; an empty `was` or `now` is nothing."""

    label: str
    was: str
    now: str


def fields_shown(model: type[models.Model]) -> list[models.Field]:
    """The fields of a model that history may show: its own, without keys and without secrets."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not any(word in field.name for word in SECRETS)
    ]


def keys_of(model: type[models.Model], states: Iterable[models.Model]) -> set[Key]:
    """What the foreign keys of these states point at."""
    keys = set()
    for state in states:
        for field in fields_shown(model):
            value = getattr(state, field.attname, None)
            if field.many_to_one and value is not None:
                keys.add((field.related_model, value))
    return keys


def names_of(keys: Iterable[Key]) -> dict[Key, str]:
    """The names of rows, by model and key: one query for each model that names its rows, none for the others."""
    wanted = defaultdict(set)
    for model, key in keys:
        wanted[model].add(key)
    names = {}
    for model, ids in wanted.items():
        field = next((name for name in NAMES if name in {f.name for f in model._meta.concrete_fields}), None)
        if model is get_user_model() or field:
            found = model._default_manager.filter(pk__in=ids).values_list("pk", field or model.USERNAME_FIELD)
            names.update({((model, key)): name for key, name in found})
    return names


def in_words(field: models.Field, value: Any, names: dict[Key, str]) -> str:
    """A value as a person reads it: names for keys, labels for choices, instants in the reader's zone."""
    if value is None or value in ("", [], {}):
        return ""
    if field.many_to_one:
        return names.get((field.related_model, value), f"no. {value}")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return Truncator(_plain(value)).chars(LONGEST)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j M Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if isinstance(value, Range):
        since = f"from {_plain(value.lower)}" if value.lower is not None else "always"
        return since + (f" until {_plain(value.upper)}" if value.upper is not None else "")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, dict | list):
        return json.dumps(_without_secrets(value), ensure_ascii=False, sort_keys=True, default=str)
    return str(value)


def _member(name: str, value: Any) -> Any:
    if any(word in name.lower() for word in HIDDEN_MEMBERS):
        return "•••"
    if isinstance(value, str) and value.startswith(f"{settings.MEDIA_ROOT}/"):
        return "an upload"  # where the console keeps it is nobody's concern
    return without_user(value) if isinstance(value, str) else _without_secrets(value)


def _without_secrets(value: Any) -> Any:
    """The value with what stands under a secret's name, or in a header, made unreadable."""
    if isinstance(value, list):
        return [_without_secrets(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _member(str(name), item) for name, item in value.items()}
