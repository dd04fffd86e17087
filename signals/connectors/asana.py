"""Asana: the tasks of one project or of all, and the stories that say who held them and where they stood.

After the published description (github.com/Asana/openapi): lists come in pages of at most 100, by `offset` tokens that expire;
`/tasks` takes a `project` and `modified_since`, lists in no order of change, and says nothing of what was deleted.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import model_validator

from signals.client import Answer, Refusal
from signals.connectors.base import Checked, Page
from signals.connectors.changed import ChangedSince
from signals.connectors.http import HttpConnector, HttpSettings, page_of
from signals.connectors.lists import Listed, Part, whole
from signals.entries import Duration, StreamEntry
from signals.failures import Permanent, PullFailed

API = "https://app.asana.com/api/1.0"
IN_A_BROWSER = re.compile(r"https://app\.asana\.com/(?:0/(?P<old>[1-9]\d+)|1/(?P<workspace>\d+)(?:/project/(?P<project>\d+))?)")
ALL = Listed("data", next="next_page.offset", param="offset")
SOME, LIMIT = replace(ALL, sparse=True), {"limit": "100"}
COUNTED = 25
OWNERSHIP = {"assigned", "unassigned", "section_changed", "marked_complete", "marked_incomplete", "comment_added"}


class Gone(Permanent):
    """What was listed a moment ago is not there any more."""


class AsanaSettings(HttpSettings):
    """Which workspace or project; an address copied from the browser says it too."""

    base_url: str = API
    workspace: str = ""
    project: str = ""
    reconcile: Duration = timedelta(days=1)

    @model_validator(mode="before")
    @classmethod
    def _from_a_browser(cls, given: Any) -> Any:
        found = IN_A_BROWSER.match(str(given.get("base_url", ""))) if isinstance(given, dict) else None
        if not found:
            return given
        told = {"project": found["project"] or found["old"] or "", "workspace": found["workspace"] or ""}
        return {**told, **given, "base_url": API}


class AsanaConnector(HttpConnector):
    """Reads project by project; `path` of a stream is `tasks` or `stories`."""

    Settings = AsanaSettings
    stream_needs, words = "path", "errors.0.message"
    paths = ("tasks", "stories")

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages, a hundred tasks at a time; then, once a day, the ids of all tasks."""
        entry = self.entry(stream)
        read = ChangedSince(entry, state, since, selected=f"{self.settings.workspace}/{self.settings.project}")
        with self._me() as answer:
            read.begin(answer.headers)
            projects = self._projects(answer)
        sweep = read.is_sweep_due(self.settings.reconcile)
        left = [one for one in projects if not read.next or one > read.next[0] or (one == read.next[0] and read.next[1])]
        if not left:
            yield page_of([], read.ended(), last=not sweep)
        for project in left:
            for part in self._tasks(project, read, entry):
                records = part.records if entry.path == "tasks" else self._stories(part.records, _texts(entry.params))
                is_last = part.next is None and project == left[-1]
                state = read.ended() if is_last else read.going([project, part.next])
                yield page_of(records, state, last=is_last and not sweep)
        if sweep:
            for project in projects:
                for part in self.list("tasks", ALL, {"project": project, **LIMIT}):
                    yield part.present("gid", read.ended())
            yield page_of([], read.ended(swept=True), last=True)

    def _me(self) -> Answer:
        return self.client.get("users/me", {"opt_fields": "name,email,workspaces.name"})

    def _projects(self, answer: Answer) -> list[str]:
        """The projects to read, in an order that stays. Raises Permanent where no workspace of theirs is known."""
        if self.settings.project:
            return [self.settings.project]
        own = [self.settings.workspace] if self.settings.workspace else _gids(answer.records("data.workspaces") or [])
        if not own:
            raise Permanent("Asana names no workspace of this account.", "Say which `workspace` or `project` is to be read.")
        told = [part for workspace in own for part in self.list("projects", ALL, {"workspace": workspace, **LIMIT})]
        return sorted({project for part in told for project in _gids(part.records)})

    def _tasks(self, project: str, read: ChangedSince, entry: StreamEntry) -> Iterator[Part]:
        params = {"project": project, **LIMIT, **(_texts(entry.params) if entry.path == "tasks" else {})}
        if read.asked:
            params["modified_since"] = read.asked.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return self.list("tasks", SOME, params, read.next[1] if read.next and read.next[0] == project else None)

    def _stories(self, tasks: list[dict], params: dict[str, str]) -> list[dict]:
        """What happened to tasks; nothing of one that has just been deleted."""
        told: list[dict] = []
        for task in _gids(tasks):
            with suppress(Gone):
                for part in self.list(f"tasks/{task}/stories", SOME, {**params, **LIMIT}):
                    told += [{**one, "task": task} for one in part.records if one.get("resource_subtype") in OWNERSHIP]
        return told

    def explain(self, said: Refusal) -> PullFailed | None:
        """What was listed may be deleted before it is read."""
        if said.status == 404 and re.search(r"/tasks/[^/]+/stories$", said.where):
            return Gone(f"{said.where} is gone.")
        return None

    def check(self, streams: list) -> Checked:
        """Whose token it is, and how many tasks the projects hold."""
        with self._me() as answer:
            projects, name = self._projects(answer), answer.field("data.name") or "a user without a name"
        rows = self._count(projects) if len(projects) <= COUNTED else None
        held = f"{len(projects):,} project{'' if len(projects) == 1 else 's'}"
        count = f"{held} with {rows:,} tasks" if rows is not None else held
        return Checked(ok=True, sentence=f"Asana answers as {name}: {count} would come.", rows=rows)

    def _count(self, projects: list[str]) -> int | None:
        total = 0
        for project in projects:
            with self.client.get(f"projects/{project}/task_counts", {"opt_fields": "num_tasks"}) as answer:
                count = whole(answer.field("data.num_tasks"))
            if count is None:
                return None
            total += count
        return total


def _texts(params: dict) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}


def _gids(records: list[dict]) -> list[str]:
    return [record["gid"] for record in records if record.get("gid")]
