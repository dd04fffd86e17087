"""Signals in Django's admin: for looking; sources, definitions and joins are changed through their pages.

Signals and records have keys of several columns, which the admin does not know; the pages open them.
"""

from django.contrib import admin

from people.admin import ReadOnly
from signals import models


@admin.register(models.Source)
class SourceAdmin(ReadOnly):
    """Sources; the credential is never shown."""

    list_display = ["name", "function", "kind", "state", "interval", "last_success_at", "data_as_of"]
    list_filter = ["function", "kind", "state"]
    search_fields = ["name"]
    exclude = ["sealed_secret", "sealed_token"]


@admin.register(models.Stream)
class StreamAdmin(ReadOnly):
    """Streams."""

    list_display = ["name", "source"]
    list_select_related = ["source"]


@admin.register(models.SourceDraft)
class SourceDraftAdmin(ReadOnly):
    """Sources that are being connected; neither the credential nor the sampled records are shown."""

    list_display = ["name", "kind", "by", "expires_at"]
    list_select_related = ["by"]
    exclude = ["sealed_secret", "sample"]


@admin.register(models.Intake)
class IntakeAdmin(ReadOnly):
    """Where events arrive; the secrets are never shown."""

    list_display = ["source", "old_secret_until"]
    list_select_related = ["source"]
    exclude = ["sealed_old_secret"]


@admin.register(models.Arrival)
class ArrivalAdmin(ReadOnly):
    """Events that are still to be loaded."""

    list_display = ["source", "type", "received_at"]
    list_filter = ["source"]
    list_select_related = ["source"]
    exclude = ["payload"]


@admin.register(models.Pull)
class PullAdmin(ReadOnly):
    """Pulls."""

    list_display = ["pk", "source", "kind", "state", "started_at", "rows_read", "rows_rejected"]
    list_filter = ["state", "kind", "source"]
    list_select_related = ["source"]


@admin.register(models.Reject)
class RejectAdmin(ReadOnly):
    """Rejects."""

    list_display = ["pull", "stream", "reason", "field", "message"]
    list_filter = ["reason"]
    list_select_related = ["pull__source", "stream__source"]


@admin.register(models.Work)
class WorkAdmin(ReadOnly):
    """Work."""

    list_display = ["__str__", "kind", "status", "source", "opened_at", "closed_at"]
    list_filter = ["kind", "status_category"]
    list_select_related = ["source"]
    search_fields = ["title", "external_id"]


@admin.register(models.WorkEvent)
class WorkEventAdmin(ReadOnly):
    """Events of work."""

    list_display = ["work_key", "kind", "to_value", "actor", "at", "source"]
    list_select_related = ["source"]


@admin.register(models.Party)
class PartyAdmin(ReadOnly):
    """Parties."""

    list_display = ["__str__", "kind", "source", "joined_to"]
    list_select_related = ["source", "joined_to"]
    search_fields = ["name", "external_id"]


@admin.register(models.PartyLink)
class PartyLinkAdmin(ReadOnly):
    """Joins and suggested joins."""

    list_display = ["a", "b", "state", "evidence", "score", "decided_by"]
    list_select_related = ["a", "b", "decided_by"]
    list_filter = ["state"]


@admin.register(models.PartyKey)
class PartyKeyAdmin(ReadOnly):
    """Keys that find a party."""

    list_display = ["namespace", "value", "party"]
    list_select_related = ["party"]
    search_fields = ["value"]


@admin.register(models.PartAlias)
class PartAliasAdmin(ReadOnly):
    """Names of parts."""

    list_display = ["kind", "value", "part"]
    list_select_related = ["part"]


@admin.register(models.RawPage)
class RawPageAdmin(ReadOnly):
    """Raw pages; the pages of the console open their records."""

    list_display = ["pk", "stream", "pull", "number", "rows", "kept_at"]
    list_select_related = ["stream__source", "pull__source"]
    exclude = ["payload"]


@admin.register(models.Part)
class PartAdmin(ReadOnly):
    """Parts."""

    list_display = ["__str__", "kind", "source"]
    list_select_related = ["source"]


@admin.register(models.Rollup)
class RollupAdmin(ReadOnly):
    """Daily rollups."""

    list_display = ["metric_key", "day", "source", "unit", "count", "sum"]
    list_select_related = ["source"]
    search_fields = ["metric_key"]


@admin.register(models.Metric)
class MetricAdmin(ReadOnly):
    """Metrics."""

    list_display = ["name", "key", "function", "topic", "position"]
    list_filter = ["function"]


@admin.register(models.Definition)
class DefinitionAdmin(ReadOnly):
    """Definitions, every version."""

    list_display = ["metric", "version", "unit", "target", "created_at", "created_by"]
    list_select_related = ["metric", "created_by"]


@admin.register(models.Signature)
class SignatureAdmin(ReadOnly):
    """Signatures."""

    list_display = ["definition", "function", "person", "at"]
    list_select_related = ["definition__metric", "person"]


@admin.register(models.Reading)
class ReadingAdmin(ReadOnly):
    """Readings."""

    list_display = ["definition", "value", "computed_at", "as_of", "records", "why_unknown"]
    list_select_related = ["definition__metric"]


@admin.register(models.Look)
class LookAdmin(ReadOnly):
    """When each definition was last read."""

    list_display = ["__str__"]


@admin.register(models.PartyRecords)
class PartyRecordsAdmin(ReadOnly):
    """How many records name each customer."""

    list_display = ["stream", "party", "work", "signals"]
    list_select_related = ["stream__source", "party"]


@admin.register(models.Touched)
class TouchedAdmin(ReadOnly):
    """What pulls have changed since the readings were computed."""

    list_display = ["source", "subject", "day"]


@admin.register(models.Coverage)
class CoverageAdmin(ReadOnly):
    """How far the records resolve to customers."""

    list_display = ["counted_at", "customers", "seen_by_all"]


@admin.register(models.NameComparison)
class NameComparisonAdmin(ReadOnly):
    """The last comparison of names."""

    list_display = ["__str__"]


@admin.register(models.WorkLink)
class WorkLinkAdmin(ReadOnly):
    """Which work stands for which deliverable."""

    list_display = ["deliverable", "work", "is_linked", "decided_by", "decided_at"]
    list_select_related = ["deliverable", "work", "decided_by"]


@admin.register(models.Resource)
class ResourceAdmin(ReadOnly):
    """Whom sources name as holders, and who they are."""

    list_display = ["name", "source", "state", "person", "decided_by", "decided_at"]
    list_select_related = ["source", "person", "decided_by"]
    list_filter = ["state"]
