"""Filters that several endpoints use."""

from datetime import UTC

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django_filters import rest_framework as filters
from django_filters.fields import IsoDateTimeField
from rest_framework import exceptions

from revenue_arc.api.pagination import PAGING


class KeyFilter(filters.Filter):
    """The id of a row: a whole number that the database can hold."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, min_value=1, max_value=BigIntegerField.MAX_BIGINT, **kwargs)


class KnownFilters(filters.DjangoFilterBackend):
    """Filters a list, and refuses a filter that the list does not have: its rows would be others than were asked for."""

    def filter_queryset(self, request, queryset, view):
        """The rows asked for. Raises a validation error that names each unknown filter and the known ones."""
        only_known(request, *self.get_filterset_class(view, queryset).base_filters)
        return super().filter_queryset(request, queryset, view)


def only_known(request, *names: str):
    """What was asked for, where each parameter is one of the `names` or of paging. Raises a validation error otherwise."""
    known = [*names, *PAGING]
    if unknown := [name for name in request.query_params if name not in known]:
        told = f"There is no such filter here. There are: {', '.join(known)}."
        raise exceptions.ValidationError({name: [told] for name in unknown})
    return request.query_params


class InstantField(IsoDateTimeField):
    """An instant of ISO 8601, as one in UTC: PostgreSQL knows no offset of 16 hours or more."""

    def clean(self, value):
        """The instant in UTC; raises ValidationError for one that no calendar has."""
        instant = super().clean(value)
        try:
            return instant and instant.astimezone(UTC)
        except OverflowError:
            raise ValidationError("There is no such instant. Give one such as 2026-11-27T10:00:00Z.") from None


class InstantFilter(filters.IsoDateTimeFilter):
    """Compares an instant."""

    field_class = InstantField
