"""Sources: read by everybody, pulled by administrators. Settings and credentials are not told: they may open other systems."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from people.models import Function
from revenue_arc.api.fields import SpanField, span
from signals import access, services
from signals.api.handover import PairSerializer
from signals.api.kept import KeptSerializer
from signals.api.pull import PullSerializer, RejectSerializer
from signals.drift import changes_of
from signals.handovers import handovers_of
from signals.kept import records_of, with_pulls
from signals.models import Pull, Source, Stream
from signals.rejected import FILTERS, rejects_of


class StreamSerializer(serializers.ModelSerializer):
    """One endpoint or file of a source."""

    drift = serializers.SerializerMethodField(help_text="Columns that are not as expected, each since when.")

    class Meta:
        model = Stream
        fields = ["name", "data_as_of", "drift"]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_drift(self, stream: Stream) -> list[str]:
        """Each change in a sentence, with the instant of the pull that first saw it."""
        return [f"{change.sentence} Since {change.since}." for change in changes_of(stream.drift)]


class SourceSerializer(serializers.ModelSerializer):
    """A connected system."""

    streams = StreamSerializer(many=True, read_only=True)
    fresh_as_of = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text="The last successful pull, or the instant its data is from where that is earlier.",
    )
    age = serializers.SerializerMethodField(help_text="How old its data is (ISO 8601); null when it was never pulled.")

    class Meta:
        model = Source
        fields = [
            *["id", "name", "function", "kind", "state", "state_reason", "interval", "time_zone", "currency"],
            *["last_success_at", "data_as_of", "fresh_as_of", "age", "streams"],
        ]

    @extend_schema_field(SpanField(allow_null=True))
    def get_age(self, source: Source) -> str | None:
        """Since its data was fresh."""
        return span(source.age(timezone.now()))


class SourceFilter(filters.FilterSet):
    """Which sources."""

    name = filters.CharFilter(label="The source of this name.")
    function = filters.ChoiceFilter(choices=Function.choices, label="The function that keeps them.")
    state = filters.ChoiceFilter(choices=Source.State.choices, label="Active, paused, or waiting to be reconnected.")


class SourceView(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Sources."""

    queryset = Source.objects.prefetch_related("streams")
    serializer_class = SourceSerializer
    filterset_class = SourceFilter
    lookup_value_converter = "int"
    parameters: tuple[str, ...] = ()

    def get_object(self):
        """The source at this address."""
        return access.source_to_read(self.request.user, self.kwargs["pk"])

    def list(self, request, *args, **kwargs):
        """List the sources by name."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one source, its streams and how fresh it is."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(request=None, responses={202: PullSerializer})
    @action(detail=True, methods=["post"])
    def pull(self, request, pk):
        """Ask for a pull now (administrators); the answer names the pull that waits or runs already, if there is one."""
        source = access.source_to_connect(request.user, pk)
        asked = services.request_pull(source=source, by=request.user, at=timezone.now())
        address = reverse("api:pull-detail", args=[asked.pk], request=request)
        shown = Pull.objects.select_related("source").get(pk=asked.pk)
        return Response(PullSerializer(shown).data, status=202, headers={"Location": address})

    @extend_schema(
        responses=RejectSerializer(many=True),
        filters=False,
        parameters=[
            OpenApiParameter("pull", int, description="Only those of one pull."),
            OpenApiParameter("stream", int, description="Only those of one stream, by its number."),
            OpenApiParameter("reason", str, description="Only those with this reason code."),
            OpenApiParameter("field", str, description="Only those with this field at fault."),
        ],
    )
    @action(detail=True, filter_backends=[], parameters=tuple(FILTERS))
    def rejects(self, request, pk):
        """List the records of a source that could not be loaded, the newest first."""
        asked = {name: request.query_params.get(name, "") for name in FILTERS}
        rows = self.paginate_queryset(rejects_of(self.get_object(), asked))
        return self.get_paginated_response(RejectSerializer(rows, many=True).data)

    @extend_schema(
        responses=KeptSerializer(many=True),
        filters=False,
        parameters=[
            OpenApiParameter("stream", str, description="The name of the stream; its first one by default."),
            OpenApiParameter("deleted", bool, description="Only those that the source has deleted."),
            OpenApiParameter("starting", str, description="Only those whose id begins so."),
        ],
    )
    @action(detail=True, filter_backends=[], parameters=("stream", "deleted", "starting"))
    def records(self, request, pk):
        """List the records of one stream of a source by their ids."""
        asked = request.query_params
        streams = self.get_object().streams.select_related("source")
        stream = (streams.filter(name=asked["stream"]) if asked.get("stream") else streams).first()
        if stream is None:
            raise NotFound("This source has no stream of that name.")
        found = records_of(stream, only_deleted=asked.get("deleted") == "true", starting=asked.get("starting", ""))
        return self.get_paginated_response(KeptSerializer(with_pulls(self.paginate_queryset(found)), many=True).data)

    @extend_schema(
        responses=PairSerializer(many=True),
        filters=False,
        parameters=[OpenApiParameter("between", str, enum=["people", "groups"], description="Whose steps; people by default.")],
    )
    @action(detail=True, filter_backends=[], parameters=("between",))
    def handovers(self, request, pk):
        """List who hands to whom in the source's event log, the most frequent first, with those who go on themselves."""
        analysis = handovers_of(self.get_object())
        matrix = analysis.groups if request.query_params.get("between") == "groups" else analysis.resources
        return self.get_paginated_response(PairSerializer(self.paginate_queryset(matrix.pairs), many=True).data)
