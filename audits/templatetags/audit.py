"""Numbers in drawings."""

from django import template

register = template.Library()


@register.filter
def px(value: float) -> str:
    """A place or a length with two decimals at most: `12.5`, `40`."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@register.filter
def below(value: float, less: float) -> float:
    """The value less another, never below nothing."""
    return max(value - less, 0)
