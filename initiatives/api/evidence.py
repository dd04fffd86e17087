"""Evidence: what connected systems say of who held a deliverable, beside our own record."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from initiatives.ownership import Claim, Standing
from initiatives.reports import OwnershipOfDeliverable, pieces_of, time_by_standing, unmatched
from people.api import PersonSerializer

STANDINGS = [standing.value for standing in Standing]
SAYS = (
    "confirmed: record and systems name the same; recorded: no system speaks of it; contested: they disagree; transit, dark: "
    "neither names anybody; unknown: a system names a resource that is matched to nobody yet."
)


class StandingSerializer(serializers.Serializer):
    """How many days of the window stand how; what does not occur is left out."""

    standing = serializers.ChoiceField(STANDINGS, help_text=SAYS)
    days = serializers.DecimalField(None, 1, help_text="Calendar days.")


class ClaimSerializer(serializers.Serializer):
    """Who held it from when to when, as a connected system says. A claim never changes a holding."""

    source = serializers.CharField(help_text="The system that says so.")
    about = serializers.CharField(help_text="The piece of work that it is said of.")
    person = PersonSerializer(allow_null=True, help_text="Null: nobody of ours, or nobody that is matched yet.")
    resource = serializers.CharField(help_text="Whom the system names, in its own words.")
    matched = serializers.BooleanField(source="is_known", help_text="Whether somebody has said who the resource is.")
    start = serializers.DateTimeField()
    end = serializers.DateTimeField(allow_null=True, help_text="Null: still.")
    record = serializers.CharField(allow_null=True, help_text="The path of the page that shows the record that says so.")


class EvidencePieceSerializer(serializers.Serializer):
    """A piece of the window in which the deliverable is needed, with both sides. The pieces cover it without gap or overlap."""

    standing = serializers.ChoiceField(STANDINGS, help_text=SAYS)
    start = serializers.DateTimeField()
    end = serializers.DateTimeField(allow_null=True, help_text="Null: it lasts.")
    days = serializers.DecimalField(None, 1, help_text="Calendar days.")
    record = serializers.CharField(help_text="Who held it by our own record, in words.")
    claims = ClaimSerializer(many=True, help_text="What connected systems say of that time.")


class NotMatchedSerializer(serializers.Serializer):
    """Somebody or something that a system names, and nobody has said who that is."""

    source = serializers.CharField(source="source_name")
    resource = serializers.CharField()


class EvidenceSerializer(serializers.Serializer):
    """Record and connected systems side by side, for one deliverable up to this moment."""

    deliverable = serializers.IntegerField(source="deliverable.pk")
    name = serializers.CharField(source="deliverable.name")
    standings = serializers.SerializerMethodField()
    not_matched = serializers.SerializerMethodField(help_text="Resources that systems name and nobody has matched to a person.")
    pieces = serializers.SerializerMethodField()

    @extend_schema_field(StandingSerializer(many=True))
    def get_standings(self, owned: OwnershipOfDeliverable) -> list[dict]:
        """The time by how it stands."""
        return standings_of(owned)

    @extend_schema_field(NotMatchedSerializer(many=True))
    def get_not_matched(self, owned: OwnershipOfDeliverable) -> list[dict]:
        """Each once."""
        rows = [{"source_name": source, "resource": resource} for source, resource in unmatched(owned)]
        return NotMatchedSerializer(rows, many=True).data

    @extend_schema_field(EvidencePieceSerializer(many=True))
    def get_pieces(self, owned: OwnershipOfDeliverable) -> list[dict]:
        """The window in order."""
        rows = [
            {
                "standing": piece.standing.value,
                "start": piece.start,
                "end": piece.end,
                "days": piece.days,
                "record": piece.record,
                "claims": [_row(claim, owned) for claim, _ in piece.said],
            }
            for piece in pieces_of(owned)
        ]
        return EvidencePieceSerializer(rows, many=True).data


def standings_of(owned: OwnershipOfDeliverable) -> list[dict]:
    """How many days stand how, as the API gives them."""
    rows = [{"standing": standing.value, "days": days} for standing, days in time_by_standing(owned)]
    return StandingSerializer(rows, many=True).data


def _row(claim: Claim, owned: OwnershipOfDeliverable) -> dict:
    return {
        "source": claim.source,
        "about": claim.about,
        "person": None if claim.person is None else owned.people[claim.person],
        "resource": claim.resource,
        "is_known": claim.is_known,
        "start": claim.start,
        "end": claim.end,
        "record": reverse("signals:record", args=claim.record) if claim.record else None,
    }
