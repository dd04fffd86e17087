"""Customers: one line for each, whatever the systems call it."""

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from revenue_arc.api.filters import KnownFilters
from signals import access
from signals.api.link import LinkSerializer
from signals.counting import seen_by_all
from signals.customers import in_lines, known_as, links_of, name_of, search
from signals.models import Party, PartyKey


class CustomerSerializer(serializers.Serializer):
    """A customer as the list shows it."""

    id = serializers.IntegerField(source="customer.pk")
    name = serializers.CharField(source="customer.shown_name")
    known_in = serializers.SerializerMethodField(help_text="The sources that know it.")
    also_called = serializers.ListField(child=serializers.CharField(), source="others")

    def get_known_in(self, line: dict) -> list[str]:
        """Their names."""
        return [source.name for source in line["sources"]]


class KeySerializer(serializers.ModelSerializer):
    """An exact key that finds the customer."""

    namespace = serializers.CharField(read_only=True)
    value = serializers.CharField(read_only=True)

    class Meta:
        model = PartyKey
        fields = ["namespace", "value", "is_own"]


class RecordSerializer(serializers.Serializer):
    """One record that is one of the customer's, with its keys."""

    id = serializers.IntegerField(source="party.pk")
    kind = serializers.CharField(source="party.kind", help_text="account, person or team.")
    name = serializers.CharField(source="party.name")
    source = serializers.CharField(source="party.source.name", allow_null=True, default=None)
    external_id = serializers.CharField(source="party.external_id", help_text="Its id at the source.")
    keys = KeySerializer(many=True)


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


class CustomerView(mixins.ListModelMixin, GenericViewSet):
    """Customers."""

    queryset = Party.objects.none()
    serializer_class = CustomerSerializer
    filterset_class = CustomerFilter
    filter_backends = (KnownFilters,)
    lookup_value_converter = "int"

    def get_queryset(self):
        """Every customer."""
        return search("")

    def paginate_queryset(self, queryset):
        """A page of customers, with what is known of them looked up for all at once."""
        return in_lines(super().paginate_queryset(queryset))

    def list(self, request, *args, **kwargs):
        """List the customers by name."""
        return super().list(request, *args, **kwargs)

    @extend_schema(responses=WholeCustomerSerializer)
    def retrieve(self, request, pk):
        """Read one customer: what it is known as where, and the joins that make it one.

        The number of any of its records leads to it.
        """
        found = access.customer_to_read(request.user, pk)
        known = known_as([found])[found.pk]
        links = links_of([item.party for item in known])
        whole = {"id": found.pk, "name": name_of(found, known), "records": known, "links": links}
        return Response(WholeCustomerSerializer(whole).data)
