"""Audits: read, with what they find and with the document that was frozen."""

from typing import Literal

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from audits.findings import Reading
from audits.models import Audit, Document
from audits.report import report_of
from people.api import PersonSerializer


class AuditSerializer(serializers.ModelSerializer):
    """One audit: which initiative, led by whom, in which 30 days."""

    initiative = serializers.SlugRelatedField("slug", read_only=True)
    lead = PersonSerializer(read_only=True)
    closes_on = serializers.DateField(read_only=True, help_text="Day 30.")
    state = serializers.SerializerMethodField()

    class Meta:
        model = Audit
        fields = ["id", "initiative", "lead", "starts_on", "closes_on", "state"]

    def get_state(self, audit: Audit) -> Literal["running", "closed"]:
        """Whether day 30 is over."""
        return "closed" if audit.is_closed(timezone.localdate()) else "running"


class FindingSerializer(serializers.Serializer):
    """One row of an audit, as record and answers have it now."""

    number = serializers.IntegerField(help_text="Its number on the map and in the register.")
    reading = serializers.ChoiceField([(reading.value, reading.value) for reading in Reading])
    deliverable = serializers.IntegerField(source="finding.deliverable.pk")
    handoff = serializers.IntegerField(source="finding.handoff.pk", default=None, allow_null=True)
    title = serializers.CharField()
    starts_at = serializers.DateTimeField(source="finding.start")
    ends_at = serializers.DateTimeField(source="finding.end", allow_null=True, help_text="Null: it lasts.")
    sentence = serializers.CharField(source="finding.sentence")
    people = PersonSerializer(source="finding.people", many=True)


class DocumentSerializer(serializers.ModelSerializer):
    """A frozen document: canonical JSON and its SHA-256; hash `text` in UTF-8 to verify it."""

    frozen_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Document
        fields = ["revision", "frozen_at", "frozen_by", "sha256", "text"]


class AuditFilter(filters.FilterSet):
    """Which audits."""

    initiative = filters.CharFilter(field_name="initiative__slug", label="The slug of their initiative.")


class AuditView(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Audits."""

    queryset = Audit.objects.newest_first()
    serializer_class = AuditSerializer
    filterset_class = AuditFilter
    lookup_value_converter = "int"

    def list(self, request, *args, **kwargs):
        """List the audits, the newest first."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one audit."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(responses=FindingSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def findings(self, request, pk):
        """Read where ownership transferred, went dark, never existed or is contested, as of now or of day 30."""
        found = report_of(self.get_object(), timezone.now()).findings
        rows = [
            {
                "number": number,
                "reading": one.reading.value,
                "title": str(one.handoff or one.deliverable),
                "finding": one,
            }
            for number, one in enumerate(found, start=1)
        ]
        return Response(FindingSerializer(rows, many=True).data)

    @extend_schema(responses=DocumentSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def documents(self, request, pk):
        """Read the frozen accountability maps of an audit, exactly as they were hashed, the latest revision first."""
        return Response(DocumentSerializer(self.get_object().documents.select_related("frozen_by"), many=True).data)
