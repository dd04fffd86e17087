"""Asana: the tasks of one project or of all, and the stories that say who held them and where they stood.

After the published description (github.com/Asana/openapi): lists come in pages of at most 100, by `offset` tokens that expire;
`/tasks` takes a `project` and `modified_since`, lists in no order of change, and says nothing of what was deleted.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from typing import Any

from signals.client import Answer, NotFound
from signals.connectors.changed import ChangedSince
from signals.connectors.lists import Listed, Part, whole
from signals.connectors.swept import Came, SweptConnector, SweptSettings
from signals.entries import StreamEntry
from signals.failures import Permanent

API = "https://app.asana.com/api/1.0"
ALL = Listed("data", next="next_page.offset", param="offset")
SOME, LIMIT = replace(ALL, sparse=True), {"limit": "100"}
COUNTED = 25
OWNERSHIP = {"assigned", "unassigned", "section_changed", "marked_complete", "marked_incomplete", "comment_added"}


class AsanaSettings(SweptSettings):
    """Which workspace or project; an address copied from the browser says it too."""

    in_a_browser = (
        r"https://app\.asana\.com/0/(?P<project>[1-9]\d+).*",
        r"https://app\.asana\.com/1/(?P<workspace>\d+)(/project/(?P<project>\d+))?.*",
    )
    base_url: str = API
    workspace: str = ""
    project: str = ""


class AsanaConnector(SweptConnector):
    """Reads project by project; `path` of a stream is `tasks` or `stories`."""

    Settings = AsanaSettings
    stream_needs, paths, words = "path", ("tasks", "stories"), "errors.0.message"
    me, names = "users/me?opt_fields=name,email,workspaces.name", ("data.name",)
    title, id, selects = "Asana", "gid", "{workspace}/{project}"

    def scope(self, account: Answer) -> list[str]:
        """The projects to read, in an order that stays. Raises Permanent where no workspace of theirs is known."""
        if self.settings.project:
            return [self.settings.project]
        own = [self.settings.workspace] if self.settings.workspace else _gids(account.records("data.workspaces") or [])
        if not own:
            raise Permanent("Asana names no workspace of this account.", "Say which `workspace` or `project` is to be read.")
        told = [part for workspace in own for part in self.list("projects", ALL, {"workspace": workspace, **LIMIT})]
        return sorted({project for part in told for project in _gids(part.records)})

    def changed(self, entry: StreamEntry, read: ChangedSince, scope: list[str]) -> Iterator[Came]:
        """A hundred tasks at a time, project by project; or what happened to them."""
        project, token = read.next or ("", None)
        left = [one for one in scope if one > project or (one == project and token)]
        if not left:
            yield Came([])
        for one in left:
            for part in self._tasks(one, _asked(one, entry, read), token if one == project else None):
                records = part.records if entry.path == "tasks" else self._stories(part.records, entry.params)
                yield Came(records, [one, part.next] if part.next or one != left[-1] else None)

    def left(self, scope: list[str]) -> Iterator[Part]:
        """The ids of all tasks."""
        for project in scope:
            yield from self.list("tasks", ALL, {"project": project, **LIMIT})

    def _tasks(self, project: str, asked: dict[str, Any], token: str | None) -> Iterator[Part]:
        """What a project tells of its tasks; nothing more where it has been deleted since it was listed."""
        try:
            yield from self.list("tasks", SOME, asked, token)
        except NotFound:
            if self.settings.project:
                raise
            yield Part(project, [])

    def _stories(self, tasks: list[dict], params: dict[str, Any]) -> list[dict]:
        """What happened to tasks; nothing of one that has just been deleted."""
        told: list[dict] = []
        for task in _gids(tasks):
            with suppress(NotFound):
                for part in self.list(f"tasks/{task}/stories", SOME, {**params, **LIMIT}):
                    told += [{**one, "task": task} for one in part.records if one.get("resource_subtype") in OWNERSHIP]
        return told

    def coming(self, scope: list[str]) -> tuple[str, int | None]:
        """The projects and, where they are few, the tasks that they hold."""
        rows = self._count(scope) if len(scope) <= COUNTED else None
        held = f"{len(scope):,} project{'' if len(scope) == 1 else 's'}"
        return f"{held} with {rows:,} tasks" if rows is not None else held, rows

    def _count(self, projects: list[str]) -> int | None:
        total = 0
        for project in projects:
            with self.client.get(f"projects/{project}/task_counts", {"opt_fields": "num_tasks"}) as answer:
                count = whole(answer.field("data.num_tasks"))
            if count is None:
                return None
            total += count
        return total


def _asked(project: str, entry: StreamEntry, read: ChangedSince) -> dict[str, Any]:
    params = {"project": project, **LIMIT, **(entry.params if entry.path == "tasks" else {})}
    if read.asked:
        params["modified_since"] = read.asked.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return params


def _gids(records: list[dict]) -> list[str]:
    return [record["gid"] for record in records if record.get("gid")]
