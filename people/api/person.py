"""People: read, with the seats they hold now."""

from typing import Literal

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.viewsets import GenericViewSet

from people.directory import everyone
from people.models import Person, Seat


class SeatSerializer(serializers.ModelSerializer):
    """A post that somebody holds."""

    title = serializers.CharField(read_only=True)
    since = serializers.DateTimeField(source="period.lower", read_only=True)

    class Meta:
        model = Seat
        fields = ["role", "function", "title", "since"]


class WholePersonSerializer(serializers.ModelSerializer):
    """A person with the seats of this moment."""

    seats = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields = ["id", "name", "email", "time_zone", "state", "seats"]

    @extend_schema_field(SeatSerializer(many=True))
    def get_seats(self, person: Person) -> list[dict]:
        """Those held now."""
        return SeatSerializer(person.seats_now, many=True).data

    def get_state(self, person: Person) -> Literal["here", "left"]:
        """Whether the person works here."""
        return "here" if person.is_active else "left"


class PersonView(mixins.ListModelMixin, GenericViewSet):
    """People."""

    queryset = Person.objects.none()
    serializer_class = WholePersonSerializer

    def get_queryset(self) -> QuerySet[Person]:
        """Everybody, with the seats of this moment."""
        return everyone(timezone.now())

    def list(self, request, *args, **kwargs):
        """List everybody with the seats they hold, by name; those who have left come last."""
        return super().list(request, *args, **kwargs)
