"""Django's admin for decisions: to look, not to change. What happened in a room is only ever added, by its services."""

from django.contrib import admin

from people.admin import ReadOnly
from scorecards.models import (
    Agreement,
    Brief,
    Call,
    Condition,
    Decision,
    Delegate,
    Interpretation,
    Meeting,
    Presence,
    RequiredReading,
    Waiver,
)


@admin.register(Meeting)
class MeetingAdmin(ReadOnly):
    """Meetings."""

    list_display = ["initiative", "number", "question", "scheduled_for", "opened_at", "revealed_at", "decided_at", "revision"]
    list_select_related = ["initiative"]
    search_fields = ["question", "initiative__name"]


@admin.register(Call)
class CallAdmin(ReadOnly):
    """Revealed calls: a sealed one is not listed."""

    list_display = ["meeting", "function", "number", "person", "call", "confidence", "sentence", "at"]
    list_select_related = ["meeting__initiative", "person"]


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    """Decisions."""

    list_display = ["meeting", "outcome", "by", "at", "until"]
    list_select_related = ["meeting__initiative", "by"]


@admin.register(Condition)
class ConditionAdmin(ReadOnly):
    """Conditions."""

    list_display = ["text", "person", "due", "metric", "met_at"]
    list_select_related = ["person", "metric"]


@admin.register(Brief)
class BriefAdmin(ReadOnly):
    """Frozen briefs."""

    list_display = ["meeting", "frozen_at", "sha256"]
    list_select_related = ["meeting__initiative"]


@admin.register(Waiver)
class WaiverAdmin(ReadOnly):
    """Waivers."""

    list_display = ["meeting", "requirement", "asked_by", "granted_by", "expires_at"]
    list_select_related = ["meeting__initiative", "asked_by", "granted_by"]


@admin.register(Presence, Delegate, Interpretation, Agreement, RequiredReading)
class OtherAdmin(ReadOnly):
    """What else is kept of a room."""
