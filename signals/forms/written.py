"""Fields that hold YAML, and what is kept written as YAML again."""

from collections.abc import Iterator
from typing import Any

import yaml
from django import forms


class YamlField(forms.CharField):
    """Text in YAML; its clean value is the data. Says the line of a mistake."""

    widget = forms.Textarea(attrs={"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"})

    def __init__(self, *, shape: type, **kwargs):
        super().__init__(**kwargs)
        self.shape = shape

    def clean(self, value: Any) -> Any:
        """The data. Raises ValidationError."""
        text = super().clean(value)
        try:
            data = yaml.safe_load(text)
        except yaml.YAMLError as problem:
            mark = getattr(problem, "problem_mark", None)
            where = f" in line {mark.line + 1}" if mark else ""
            raise forms.ValidationError(
                f"This is not YAML{where}: {getattr(problem, 'problem', 'it cannot be read')}."
            ) from None
        except RecursionError:
            raise forms.ValidationError("This is nested too deeply to be read.") from None
        except ValueError as problem:
            raise forms.ValidationError(f"This is not YAML: {problem}.") from None
        if any(_unwritable(text) for text in _texts(data)):
            raise forms.ValidationError(
                "There is a character in it that no text has (a zero byte or half a pair): take it out."
            )
        data = self.shape() if data is None else data
        if not isinstance(data, self.shape):
            wanted = "a list, each entry after a dash" if self.shape is list else "keys with values, as in `key: value`"
            raise forms.ValidationError(f"This should be {wanted}.")
        return data


def _texts(data: Any) -> Iterator[str]:
    """Every text in the data, keys too; what an alias repeats is looked at once."""
    waiting, seen = [data], set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, (dict, list)) and id(each) not in seen:
            seen.add(id(each))
            waiting += [*each, *each.values()] if isinstance(each, dict) else each


def _unwritable(text: str) -> bool:
    return any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)


class _Dumper(yaml.SafeDumper):
    """Writes short lists and groups on one line, and nothing as an alias."""

    def ignore_aliases(self, data):
        """Never write an alias."""
        return True


def as_yaml(data: Any) -> str:
    """Data as people would write it: a line for each key, what is short below it on one line."""
    if not data:
        return ""
    if isinstance(data, dict):
        return "".join(_dump({key: value}, None if isinstance(value, (dict, list)) else False) for key, value in data.items())
    return _dump(data, None)


def _dump(data: Any, flow: bool | None) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=flow)
