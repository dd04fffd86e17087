"""Asana: the tasks of one project or of all, and the stories that say who held them and where they stood.

After the published description (github.com/Asana/openapi): lists come in pages of at most 100, by `offset` tokens that expire;
`/tasks` takes a `project` and `modified_since`, lists in no order of change, and says nothing of what was deleted.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import model_validator

from signals.client import Refusal
from signals.connectors.base import Checked, Page
from signals.connectors.changed import ChangedSince
from signals.connectors.http import HttpConnector, HttpSettings, page_of
from signals.connectors.tokens import TokenExpired, Tokens
from signals.entries import Duration, StreamEntry
from signals.failures import Permanent, PullFailed

API = "https://app.asana.com/api/1.0"
IN_A_BROWSER = re.compile(r"https://app\.asana\.com/(?:0/(?P<old>[1-9]\d+)|1/(?P<workspace>\d+)(?:/project/(?P<project>\d+))?)")
SIZE = "100"
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
    stream_needs = "path"
    paths = ("tasks", "stories")
    with_token = False

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages, a hundred tasks at a time; then, once a day, the ids of all tasks."""
        entry = self.entry(stream)
        read = ChangedSince(entry, state, since, selected=f"{self.settings.workspace}/{self.settings.project}")
        projects = self._projects(read)
        sweep = read.is_sweep_due(self.settings.reconcile)
        left = [one for one in projects if not read.next or one > read.next[0] or (one == read.next[0] and read.next[1])]
        if not left:
            yield page_of([], read.ended(), last=not sweep)
        for project in left:
            for tasks, offset in self._tasks(project, read, entry):
                records = tasks if entry.path == "tasks" else self._stories_of(tasks, _texts(entry.params))
                is_last = offset is None and project == left[-1]
                yield page_of(records, read.ended() if is_last else read.going([project, offset]), last=is_last and not sweep)
        if sweep:
            yield from self._present(projects, read)

    def _present(self, projects: list[str], read: ChangedSince) -> Iterator[Page]:
        for project in projects:
            for tasks, _ in self._paged("tasks", {"project": project}):
                yield Page([], [], read.ended(), present=_gids(tasks))
        yield page_of([], read.ended(swept=True), last=True)

    def _projects(self, read: ChangedSince) -> list[str]:
        """The projects to read, in an order that stays; the first answer says when the read began."""
        with self.client.get("users/me", {"opt_fields": "name,email,workspaces.name"}) as answer:
            read.begin(answer.headers)
            me = answer.field("data")
        return self._projects_of(me if isinstance(me, dict) else {})

    def _projects_of(self, me: dict) -> list[str]:
        if self.settings.project:
            return [self.settings.project]
        own = [self.settings.workspace] if self.settings.workspace else _gids(me.get("workspaces") or [])
        found = {
            project
            for workspace in own
            for projects, _ in self._paged("projects", {"workspace": workspace})
            for project in _gids(projects)
        }
        return sorted(found)

    def _tasks(self, project: str, read: ChangedSince, entry: StreamEntry) -> Iterator[tuple[list[dict], str | None]]:
        params = {"project": project, **(_texts(entry.params) if entry.path == "tasks" else {})}
        if read.asked:
            params["modified_since"] = read.asked.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        offset = read.next[1] if read.next and read.next[0] == project else None
        try:
            yield from self._paged("tasks", params, offset)
        except TokenExpired:
            if offset is None:
                raise
            read.next = None
            yield from self._paged("tasks", params)

    def _stories_of(self, tasks: list[dict], params: dict[str, str]) -> list[dict]:
        return [story for task in _gids(tasks) for story in self._stories(task, params)]

    def _stories(self, task: str, params: dict[str, str]) -> list[dict]:
        """What happened to a task; nothing where it has just been deleted."""
        try:
            told = [story for page, _ in self._paged(f"tasks/{task}/stories", params) for story in page]
        except Gone:
            return []
        return [{**story, "task": task} for story in told if story.get("resource_subtype") in OWNERSHIP]

    def _paged(self, path: str, params: dict[str, str], offset: str | None = None) -> Iterator[tuple[list[dict], str | None]]:
        """Rows and the offset of the next ones, page by page."""
        tokens = Tokens(path)
        while True:
            self.with_token = offset is not None
            with self.client.get(path, {**params, "limit": SIZE, **({"offset": offset} if offset else {})}) as answer:
                rows: Any = list(answer.rows("data"))
                offset = tokens.following(answer.field("next_page.offset"), len(rows))
            yield rows, offset
            if offset is None:
                return

    def explain(self, said: Refusal) -> PullFailed | None:
        """An offset expires after a while; what was listed may be deleted before it is read."""
        if said.status == 400 and self.with_token:
            return TokenExpired("Asana no longer knows the page that was to come.", "That list is read from its start again.")
        if said.status == 404 and re.search(r"/tasks/[^/]+/stories$", said.where):
            return Gone(f"{said.where} is gone.")
        return None

    def check(self, streams: list) -> Checked:
        """Whose token it is, and how many tasks the projects hold."""
        with self.client.get("users/me", {"opt_fields": "name,email,workspaces.name"}) as answer:
            found = answer.field("data")
        me = found if isinstance(found, dict) else {}
        projects = self._projects_of(me)
        rows = self._count(projects) if len(projects) <= COUNTED else None
        held = f"{len(projects):,} project{'' if len(projects) == 1 else 's'}"
        count = f"{held} with {rows:,} tasks" if rows is not None else held
        return Checked(
            ok=True, sentence=f"Asana answers as {me.get('name') or 'a user without a name'}: {count} would come.", rows=rows
        )

    def _count(self, projects: list[str]) -> int | None:
        total = 0
        for project in projects:
            with self.client.get(f"projects/{project}/task_counts", {"opt_fields": "num_tasks"}) as answer:
                count = answer.field("data.num_tasks")
            if not isinstance(count, int):
                return None
            total += count
        return total


def _texts(params: dict) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}


def _gids(records: list[dict]) -> list[str]:
    return [record["gid"] for record in records if record.get("gid")]
