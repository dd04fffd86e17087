"""Reasons: the shared list from which a rejection takes its reason."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from initiatives import access, services
from initiatives.models import Reason, ReasonKind


class ReasonSerializer(serializers.ModelSerializer):
    """A code of the shared list, and its words."""

    merged_into = serializers.SlugRelatedField(
        "code", read_only=True, allow_null=True, help_text="The code of the reason as which it counts."
    )

    class Meta:
        model = Reason
        fields = ["id", "kind", "code", "label", "position", "retired_at", "merged_into"]


class ReasonFilter(filters.FilterSet):
    """Which reasons."""

    kind = filters.ChoiceFilter(choices=ReasonKind.choices, label="What they turn down: a handoff, a lead or a deal.")
    retired = filters.BooleanFilter(
        field_name="retired_at", lookup_expr="isnull", exclude=True, label="Only retired ones, or only those in use."
    )


class NewReasonSerializer(serializers.Serializer):
    """A reason to add."""

    kind = serializers.ChoiceField(choices=ReasonKind.choices)
    label = serializers.CharField(max_length=80)


class LabelSerializer(serializers.Serializer):
    """Other words for a reason."""

    label = serializers.CharField(max_length=80)


class MergeSerializer(serializers.Serializer):
    """The reason into which another one goes."""

    into = serializers.PrimaryKeyRelatedField(queryset=Reason.objects.all(), help_text="The id of a reason in use.")


class RetireSerializer(serializers.Serializer):
    """No member: send {} or nothing."""


class ReasonView(mixins.ListModelMixin, GenericViewSet):
    """Reasons."""

    queryset = Reason.objects.select_related("merged_into")
    serializer_class = ReasonSerializer
    filterset_class = ReasonFilter
    lookup_value_converter = "int"

    def list(self, request, *args, **kwargs):
        """List the reasons for which a handoff, a lead or a deal is turned down."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=NewReasonSerializer, responses={201: ReasonSerializer})
    def create(self, request):
        """Add a reason to the list of its kind. Heads, the COO, the CEO and administrators do so."""
        access.keeping_reasons(request.user)
        made = services.add_reason(by=request.user, at=timezone.now(), **self._read(NewReasonSerializer))
        address = reverse("api:reason-list", request=request)
        return Response(ReasonSerializer(made).data, status=201, headers={"Location": address})

    @extend_schema(request=LabelSerializer, responses=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def rename(self, request, pk):
        """Give a reason other words; its code stays."""
        return self._act(services.rename_reason, pk, LabelSerializer)

    @extend_schema(request=MergeSerializer, responses=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request, pk):
        """Count a reason as another one, in the past too; answers with that other one."""
        return self._act(services.merge_reasons, pk, MergeSerializer)

    @extend_schema(request=RetireSerializer, responses=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request, pk):
        """Take a reason off the list; it stays on what was turned down with it."""
        return self._act(services.retire_reason, pk, RetireSerializer)

    def _act(self, service, pk, serializer):
        """Carry a service out on one reason."""
        reason = access.reason_to_keep(self.request.user, pk)
        done = service(reason=reason, by=self.request.user, at=timezone.now(), **self._read(serializer))
        return Response(ReasonSerializer(done).data)

    def _read(self, serializer: type) -> dict:
        """The body of the request, validated."""
        body = serializer(data=self.request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)
