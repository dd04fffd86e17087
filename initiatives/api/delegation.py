"""Delegations: who answers for whom while they are away; by the services of the pages."""

from datetime import datetime

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from initiatives import access, services
from initiatives.api.handoff_fields import NothingSerializer
from initiatives.models import Delegation
from people.api import PersonField, PersonSerializer


class DelegationSerializer(serializers.ModelSerializer):
    """For a time, the delegate may answer what the person may."""

    person, delegate, made_by = (
        PersonSerializer(read_only=True),
        PersonSerializer(read_only=True),
        PersonSerializer(read_only=True),
    )
    since = serializers.SerializerMethodField()
    until = serializers.SerializerMethodField()

    class Meta:
        model = Delegation
        fields = ["id", "person", "delegate", "since", "until", "made_by", "made_at", "ended_at"]

    def get_since(self, delegation: Delegation) -> datetime:
        """From when."""
        return delegation.period.lower

    def get_until(self, delegation: Delegation) -> datetime:
        """Until when, unless it was ended before."""
        return delegation.period.upper


class NewDelegationSerializer(serializers.Serializer):
    """Who answers for whom, from when until when."""

    person = PersonField(help_text="The e-mail address of the person who is away.")
    delegate = PersonField(help_text="The e-mail address of the person who answers meanwhile.")
    since, until = serializers.DateTimeField(), serializers.DateTimeField()


class DelegationFilter(filters.FilterSet):
    """Which delegations."""

    person = filters.CharFilter(field_name="person__email", lookup_expr="iexact", label="The e-mail address of who is away.")
    delegate = filters.CharFilter(field_name="delegate__email", lookup_expr="iexact", label="That of who answers.")


class DelegationView(mixins.ListModelMixin, GenericViewSet):
    """Delegations."""

    queryset = Delegation.objects.select_related("person", "delegate", "made_by")
    serializer_class = DelegationSerializer
    filterset_class = DelegationFilter
    lookup_value_converter = "int"

    def list(self, request, *args, **kwargs):
        """List the delegations, past ones included, the earliest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=NewDelegationSerializer, responses={201: DelegationSerializer})
    def create(self, request):
        """Let one person answer for another for a time. Oneself, one's head, the COO and the CEO do so."""
        body = NewDelegationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        now = timezone.now()
        access.person_to_stand_in_for(request.user, body.validated_data["person"].pk, now)
        made = services.delegate_answers(by=request.user, at=now, **body.validated_data)
        address = reverse("api:delegation-list", request=request)
        return Response(DelegationSerializer(made).data, status=201, headers={"Location": address})

    @extend_schema(request=NothingSerializer, responses=DelegationSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request, pk):
        """End a delegation before its time."""
        now = timezone.now()
        delegation = access.delegation_to_end(request.user, pk, now)
        ended = services.end_delegation(delegation=delegation, by=request.user, at=now)
        return Response(DelegationSerializer(ended).data)
