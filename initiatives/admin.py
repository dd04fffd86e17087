"""Initiatives in Django's admin. What history rests on is shown and not changed: the console's pages do that, by the rules."""

from django.contrib import admin

from initiatives.models import (
    Acknowledgement,
    ActionItem,
    Baseline,
    Charter,
    CharterRight,
    Delegation,
    Deliverable,
    Dependency,
    EndPointMove,
    Handoff,
    HandoffCorrection,
    HandoffItem,
    Holding,
    Initiative,
    PendingAnswer,
    ProgressUpdate,
    Reason,
    SystemClaim,
)
from people.admin import NothingDeleted, ReadOnly


@admin.register(Initiative)
class InitiativeAdmin(NothingDeleted):
    """Launches; their end points and their locked scope are shown and not changed."""

    list_display = ["name", "planned_in_market_on", "scope_locked_at", "in_market_at", "stopped_at"]
    search_fields = ["name"]
    readonly_fields = [
        "created_at",
        "created_by",
        "scope_locked_at",
        "in_market_at",
        "stopped_at",
        "scope",
        "scope_fingerprint",
    ]

    def has_add_permission(self, request) -> bool:
        """Nobody: the portfolio starts launches."""
        return False


@admin.register(Deliverable)
class DeliverableAdmin(NothingDeleted):
    """Deliverables; when they were worked on is shown and not changed."""

    list_display = ["name", "initiative", "function", "order", "needed_from", "needed_until"]
    list_filter = ["function", "initiative"]
    list_select_related = ["initiative"]
    search_fields = ["name"]
    readonly_fields = ["initiative", "slug", "started_at", "finished_at", "dropped_at"]

    def has_add_permission(self, request) -> bool:
        """Nobody: the initiative's page adds them."""
        return False


@admin.register(Reason)
class ReasonAdmin(NothingDeleted):
    """The shared list of reasons; one out of use is retired."""

    list_display = ["label", "kind", "position", "code", "retired_at"]
    list_filter = ["kind"]


@admin.register(Charter)
class CharterAdmin(ReadOnly):
    """Who owns which arc, since when, named by whom."""

    list_display = ["initiative", "owner", "in_force", "named_by"]
    list_select_related = ["initiative", "owner", "named_by"]


@admin.register(Handoff)
class HandoffAdmin(ReadOnly):
    """Handoffs as they were first written."""

    list_display = ["title", "deliverable", "sender", "receiver", "offered_at", "answer_by", "answered_at", "answer"]
    list_filter = ["answer", "deliverable__initiative"]
    list_select_related = ["deliverable", "sender", "receiver"]
    search_fields = ["title"]
    date_hierarchy = "offered_at"


@admin.register(Holding)
class HoldingAdmin(ReadOnly):
    """Who held what, when."""

    list_display = ["deliverable", "person", "period", "origin"]
    list_filter = ["origin", "deliverable__initiative"]
    list_select_related = ["deliverable", "person"]


@admin.register(HandoffCorrection)
class HandoffCorrectionAdmin(ReadOnly):
    """Who corrected which instant, from what to what, and why."""

    list_display = ["handoff", "instant", "was", "now", "by", "at"]
    list_select_related = ["handoff", "by"]


@admin.register(PendingAnswer)
class PendingAnswerAdmin(ReadOnly):
    """Answers while they could be undone, and what became of them."""

    list_display = ["handoff", "answer", "by", "at", "settled_at", "undone_at", "refusal"]
    list_select_related = ["handoff", "by"]


@admin.register(Delegation)
class DelegationAdmin(ReadOnly):
    """Who stood in for whom, and when."""

    list_display = ["person", "delegate", "period", "made_by", "ended_at"]
    list_select_related = ["person", "delegate", "made_by"]


@admin.register(ActionItem)
class ActionItemAdmin(ReadOnly):
    """Who is to do what by when."""

    list_display = ["text", "initiative", "person", "due", "done_at"]
    list_select_related = ["initiative", "person"]


admin.site.register([Acknowledgement, Baseline, CharterRight, Dependency, EndPointMove, HandoffItem, ProgressUpdate], ReadOnly)


@admin.register(SystemClaim)
class SystemClaimAdmin(ReadOnly):
    """What connected systems say of who held what."""

    list_display = ["deliverable", "system", "about", "resource", "person", "period"]
    list_filter = ["system", "is_known"]
