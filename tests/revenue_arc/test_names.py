"""Names that people type hold nothing that turns or breaks the text around them."""

import pytest
from django.core.exceptions import ValidationError

from initiatives.forms.launch import InitiativeForm
from revenue_arc.forms import NameField
from signals.forms.metric import MetricForm
from signals.forms.source import SourceForm


@pytest.mark.parametrize("name", ["CRM", "Lead sheet, 2026", "Zürich/\u6771", "\u05dc\u05d9\u05d3\u05d9\u05dd", "a" * 120])
def test_any_name_that_can_be_seen_is_taken(name):
    assert NameField(max_length=120).clean(name) == name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("CRM\u202edesrever", "Character 4 (U+202E)"),
        ("a\u2067b", "Character 2 (U+2067)"),
        ("a\x1bb", "(U+001B)"),
        ("a\nb", "(U+000A)"),
    ],
)
def test_what_cannot_be_seen_is_refused_and_named(name, told):
    with pytest.raises(ValidationError) as refused:
        NameField(max_length=120).clean(name)
    assert told in refused.value.messages[0]


def test_a_name_that_cannot_be_changed_is_taken_as_it_is():
    assert NameField(disabled=True).clean("CRM\u202e") == "CRM\u202e"


@pytest.mark.django_db
@pytest.mark.parametrize("form", [SourceForm, MetricForm, InitiativeForm])
def test_sources_metrics_and_launches_are_named_so(form):
    assert "U+202E" in form({"name": "A\u202eB"}).errors["name"][0]
