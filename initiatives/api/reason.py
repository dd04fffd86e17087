"""Reasons: the shared list from which a rejection takes its reason."""

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers
from rest_framework.viewsets import GenericViewSet

from initiatives.models import Reason, ReasonKind


class ReasonSerializer(serializers.ModelSerializer):
    """A code of the shared list, and its words."""

    class Meta:
        model = Reason
        fields = ["kind", "code", "label", "position", "retired_at"]


class ReasonFilter(filters.FilterSet):
    """Which reasons."""

    kind = filters.ChoiceFilter(choices=ReasonKind.choices, label="What they turn down: a handoff, a lead or a deal.")
    retired = filters.BooleanFilter(
        field_name="retired_at", lookup_expr="isnull", exclude=True, label="Only retired ones, or only those in use."
    )


class ReasonView(mixins.ListModelMixin, GenericViewSet):
    """Reasons."""

    queryset = Reason.objects.all()
    serializer_class = ReasonSerializer
    filterset_class = ReasonFilter

    def list(self, request, *args, **kwargs):
        """List the reasons for which a handoff, a lead or a deal is turned down."""
        return super().list(request, *args, **kwargs)
