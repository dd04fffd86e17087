"""Party: one account, person or team, the keys that find it, and the joins that make many records one customer."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from signals.models.loaded import Loaded


class PartyQuerySet(models.QuerySet):
    """Questions about parties."""

    def present(self):
        """Parties that their source has not deleted."""
        return self.filter(deleted_at__isnull=True)

    def customers(self):
        """One row per customer: parties that are joined to no other. One that its source deleted stands on for its members."""
        members = Party.objects.present().filter(joined_to=OuterRef("pk"))
        return self.filter(Q(deleted_at__isnull=True) | Exists(members), joined_to__isnull=True)


class Party(Loaded):
    """An account, a person or a team, as one source keeps it; joined to the row that stands for the customer."""

    class Kind(models.TextChoices):
        ACCOUNT = "account", "Account"
        PERSON = "person", "Person"
        TEAM = "team", "Team"

    source = models.ForeignKey("signals.Source", models.CASCADE, null=True, related_name="parties")
    kind = models.TextField(choices=Kind, default=Kind.ACCOUNT)
    name = models.TextField(blank=True, default="")
    joined_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="members", help_text="The customer it is one of."
    )
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="merged", help_text="The row that its source merged it into."
    )
    dimensions = models.JSONField(default=dict)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "parties"
        indexes = [models.Index(fields=["name"])]

    def __str__(self):
        return self.name or self.external_id

    @property
    def customer(self) -> "Party":
        """The row that stands for this customer."""
        return self.joined_to or self


class PartyKey(models.Model):
    """An exact key that finds one party: an external id, a domain, an e-mail address."""

    namespace = models.TextField()
    value = models.TextField(help_text="Normalised.")
    party = models.ForeignKey(Party, models.CASCADE, related_name="keys")
    is_own = models.BooleanField(default=False, help_text="The party's own id, not one that it shares with others.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["namespace", "value"],
                name="party_key_finds_one_party",
                violation_error_message="Another party has this key.",
            )
        ]

    def __str__(self):
        return f"{self.namespace}: {self.value}"


class PartyLinkQuerySet(models.QuerySet):
    """Questions about joins."""

    def with_parties(self):
        """Each with its parties, their sources, and who decided."""
        return self.select_related("a__source", "b__source", "a__joined_to", "b__joined_to", "decided_by")

    def to_decide(self):
        """Suggestions of two customers, the most alike first, what a system keeps apart last: what waits for a person."""
        apart = ~Q(a_root=F("b_root"))
        roots = {"a_root": Coalesce("a__joined_to", "a"), "b_root": Coalesce("b__joined_to", "b")}
        suggested = self.filter(state=PartyLink.State.SUGGESTED, a__deleted_at=None, b__deleted_at=None)
        return suggested.annotate(**roots).filter(apart).order_by("kept_apart", "-score", "pk")

    def decided(self):
        """What persons decided, the newest first."""
        return self.filter(decided_by__isnull=False).order_by("-decided_at", "-pk")


# What the console itself suggests and joins is told by its row; a hundred thousand of them need no history.
@pghistory.track(
    pghistory.InsertEvent(condition=pgtrigger.Q(new__decided_by__isnull=False)),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(condition=pgtrigger.Q(old__decided_by__isnull=False)),
)
class PartyLink(models.Model):
    """Two parties that are one customer, or may be, with the evidence; it can be undone, and undoing restores what was."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", "Suggested"
        JOINED = "joined", "Joined"
        REJECTED = "rejected", "Rejected"
        UNDONE = "undone", "Undone"

    a = models.ForeignKey(Party, models.CASCADE, related_name="links_as_a")
    b = models.ForeignKey(Party, models.CASCADE, related_name="links_as_b")
    state = models.CharField(max_length=10, choices=State)
    namespace = models.TextField(blank=True, default="", help_text="Of the exact key that they share, if any.")
    evidence = models.TextField(help_text="What they have in common.")
    score = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, blank=True, help_text="Likeness; empty for exact keys."
    )
    kept_apart = models.PositiveSmallIntegerField(
        db_default=0, help_text="Of a suggestion: how many systems keep an account of their own for each of the two."
    )
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PartyLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["a", "b"], name="one_link_per_pair", violation_error_message="These two are linked already."
            ),
            models.CheckConstraint(
                name="link_joins_two", condition=Q(a__lt=F("b")), violation_error_message="A party cannot be joined to itself."
            ),
        ]

    def __str__(self):
        return f"{self.a} = {self.b}"

    @property
    def is_suggestion(self) -> bool:
        """Whether only a likeness speaks for it, and a person decides; else an exact key does."""
        return self.score is not None and not self.namespace
