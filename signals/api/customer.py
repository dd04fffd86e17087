"""Customers: one line for each, whatever the systems call it."""

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers
from rest_framework.viewsets import GenericViewSet

from signals.customers import in_lines, search
from signals.models import Party


class CustomerSerializer(serializers.Serializer):
    """A customer as the list shows it."""

    id = serializers.IntegerField(source="customer.pk")
    name = serializers.CharField(source="customer.shown_name")
    known_in = serializers.SerializerMethodField(help_text="The sources that know it.")
    also_called = serializers.ListField(child=serializers.CharField(), source="others")

    def get_known_in(self, line: dict) -> list[str]:
        """Their names."""
        return [source.name for source in line["sources"]]


class CustomerFilter(filters.FilterSet):
    """Which customers."""

    q = filters.CharFilter(method="named", max_length=200, label="Part of a name, or the beginning of a domain, address or id.")

    def named(self, queryset, name, words):
        """Those with that name or key."""
        return search(words.strip())


class CustomerView(mixins.ListModelMixin, GenericViewSet):
    """Customers."""

    queryset = Party.objects.none()
    serializer_class = CustomerSerializer
    filterset_class = CustomerFilter

    def get_queryset(self):
        """Every customer."""
        return search("")

    def paginate_queryset(self, queryset):
        """A page of customers, with what is known of them looked up for all at once."""
        return in_lines(super().paginate_queryset(queryset))

    def list(self, request, *args, **kwargs):
        """List the customers by name."""
        return super().list(request, *args, **kwargs)
