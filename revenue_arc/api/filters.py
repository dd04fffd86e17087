"""Filters that several endpoints use."""

from django import forms
from django.db.models import BigIntegerField
from django_filters import rest_framework as filters


class KeyFilter(filters.Filter):
    """The id of a row: a whole number that the database can hold."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, min_value=1, max_value=BigIntegerField.MAX_BIGINT, **kwargs)
