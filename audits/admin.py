"""Audits in Django's admin: to look, not to change. The console's pages add what people say, by the rules."""

from django.contrib import admin

from audits.models import (
    Annotation,
    Answer,
    Audit,
    CalendarPeriod,
    Confirmation,
    Document,
    FollowUp,
    Interview,
    Participant,
    Quote,
    Row,
    UnloggedHandoff,
)
from people.admin import ReadOnly


@admin.register(Audit)
class AuditAdmin(ReadOnly):
    """Audits."""

    list_display = ["initiative", "lead", "starts_on"]
    list_select_related = ["initiative", "lead"]


@admin.register(Participant)
class ParticipantAdmin(ReadOnly):
    """The people of audits."""

    list_display = ["audit", "person", "asked_at"]
    list_select_related = ["audit__initiative", "person"]


@admin.register(Row)
class RowAdmin(ReadOnly):
    """What audits ask about."""

    list_display = ["audit", "deliverable", "handoff"]
    list_select_related = ["audit__initiative", "deliverable", "handoff"]


@admin.register(Answer)
class AnswerAdmin(ReadOnly):
    """Answers."""

    list_display = ["audit", "question", "row", "function", "by", "choice", "at"]
    list_select_related = ["audit__initiative", "row__deliverable", "row__handoff", "by"]


@admin.register(CalendarPeriod)
class CalendarPeriodAdmin(ReadOnly):
    """When calendars were full."""

    list_display = ["answer", "starts_on", "ends_on", "text"]
    list_select_related = ["answer__by"]


@admin.register(Confirmation)
class ConfirmationAdmin(ReadOnly):
    """What the sides said of their rows."""

    list_display = ["row", "by", "verdict", "text", "at"]
    list_select_related = ["row__deliverable", "row__handoff", "by"]


@admin.register(Annotation)
class AnnotationAdmin(ReadOnly):
    """What leads noted."""

    list_display = ["row", "by", "reading", "text", "at"]
    list_select_related = ["row__deliverable", "row__handoff", "by"]


@admin.register(Interview)
class InterviewAdmin(ReadOnly):
    """Interviews."""

    list_display = ["audit", "person", "held_on", "by"]
    list_select_related = ["audit__initiative", "person", "by"]


@admin.register(Quote)
class QuoteAdmin(ReadOnly):
    """Quotes by their consent; their words are shown by the document alone, where the one who said them lets it."""

    list_display = ["interview", "consent", "consent_at"]
    fields = ["interview", "consent", "consent_at"]
    list_select_related = ["interview__person"]


@admin.register(Document)
class DocumentAdmin(ReadOnly):
    """Frozen documents."""

    list_display = ["audit", "revision", "frozen_at", "frozen_by", "sha256"]
    list_select_related = ["audit__initiative", "frozen_by"]


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnly):
    """Action items that rows led to."""

    list_display = ["row", "action_item"]
    list_select_related = ["row__deliverable", "row__handoff", "action_item"]


@admin.register(UnloggedHandoff)
class UnloggedHandoffAdmin(ReadOnly):
    """Handoffs that nobody logged."""

    list_display = ["audit", "what", "sender", "receiver", "on", "known_from"]
    list_select_related = ["audit__initiative", "sender", "receiver", "known_from"]
