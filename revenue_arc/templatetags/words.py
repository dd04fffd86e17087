"""Template filters over `revenue_arc.words`. A missing value is drawn as an empty string."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from revenue_arc import words
from revenue_arc.names import TURNING

register = template.Library()


def _filter(name, function):
    """Register `function` as a filter that lets a missing value through."""
    register.filter(name, lambda value, *rest: "" if value in (None, "") else function(value, *rest))


_filter("duration", words.duration)
_filter("hours", words.hours)
_filter("ago", lambda value, now=None: words.ago(value, now or timezone.now()))
_filter("day", words.day)
_filter("dayyear", lambda value: words.day(value, year=True))
_filter("dueday", lambda value: words.day(value, year=value.year != timezone.localdate().year))
_filter("instant", words.instant)
_filter("instantyear", lambda value: words.instant(value, year=True))
_filter("days", words.days)
_filter("listed", words.listed)
_filter("without_user", words.without_user)


@register.filter
def counted(number, noun):
    """`3|counted:"handoff"` is “3 handoffs”; `counted:"person,people"` where the plural is irregular."""
    return words.counted(number or 0, *noun.split(","))


@register.filter
def isolated(text):
    """A name as its source wrote it, set apart: what it says of its direction turns nothing around it."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def unturned(text):
    """A name without marks of direction, for titles and labels, where no element can set it apart."""
    return str(text).translate(TURNING)


@register.filter
def percent(value):
    """A share as a whole percentage: 0.874 is “87%”; “unknown” for None; never “100%” of what is not all."""
    return "unknown" if value is None else words.percent(value)


@register.filter
def wide(share):
    """A share as the width that draws it, in percent: 0.874 is “87.4%”; nothing for None."""
    return f"{(share or 0) * 100:.1f}%"


@register.filter
def field_of(form, name):
    """The bound field of that name."""
    return form[name]
