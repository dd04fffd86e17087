"""Filters that several endpoints use."""

from datetime import UTC

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django_filters import rest_framework as filters
from django_filters.fields import IsoDateTimeField

from revenue_arc.api.pagination import only_known


class KeyFilter(filters.Filter):
    """The id of a row: a whole number that the database can hold."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, min_value=1, max_value=BigIntegerField.MAX_BIGINT, **kwargs)


class KnownFilters(filters.DjangoFilterBackend):
    """Filters any list, and refuses a filter that it does not have: its rows would be others than were asked for."""

    def filter_queryset(self, request, queryset, view):
        """The rows asked for. Raises a validation error that names each unknown filter and the known ones."""
        filterset = self.get_filterset_class(view, queryset)
        only_known(request, *(filterset.base_filters if filterset else ()))
        return super().filter_queryset(request, queryset, view)


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
