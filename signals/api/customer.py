"""Customers: one line for each, whatever the systems call it."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.response import Response

from signals import access
from signals.about import About
from signals.api.about import AboutView, RecordSerializer
from signals.api.link import LinkSerializer
from signals.counting import seen_by_all
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


class WholeCustomerSerializer(serializers.Serializer):
    """A customer with every record that is one of it, and the joins that make them one."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    records = RecordSerializer(many=True)
    links = LinkSerializer(many=True)


class CustomerFilter(filters.FilterSet):
    """Which customers."""

    q = filters.CharFilter(method="named", max_length=200, label="Part of a name, or the beginning of a domain, address or id.")
    seen = filters.ChoiceFilter(
        choices=[("all", "All four")], method="seen_by", label="`all`: only those that all four functions know."
    )

    def named(self, queryset, name, words):
        """Those with that name or key."""
        return search(words.strip())

    def seen_by(self, queryset, name, whom):
        """Of those the ones that every function has a record of."""
        return queryset.filter(pk__in=seen_by_all())


class CustomerView(mixins.ListModelMixin, AboutView):
    """Customers."""

    queryset = Party.objects.none()
    serializer_class = CustomerSerializer
    filterset_class = CustomerFilter
    lookup_value_converter = "int"

    def get_queryset(self):
        """Every customer."""
        return search("")

    def list(self, request, *args, **kwargs):
        """List the customers by name."""
        lines = in_lines(self.paginate_queryset(self.filter_queryset(self.get_queryset())))
        return self.get_paginated_response(self.get_serializer(lines, many=True).data)

    @extend_schema(responses=WholeCustomerSerializer)
    def retrieve(self, request, pk):
        """Read one customer: what it is known as where, and the joins that make it one.

        The number of any of its records leads to it.
        """
        about = About(access.customer_to_read(request.user, pk), timezone.now())
        whole = {"id": about.customer.pk, "name": about.name, "records": about.records, "links": about.links}
        return Response(WholeCustomerSerializer(whole).data)
