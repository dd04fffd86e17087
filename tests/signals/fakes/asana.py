"""Asana as github.com/Asana/openapi describes it: bearer token, `opt_fields`, `limit` and `offset`, `modified_since`, 429."""

from datetime import UTC, datetime
from itertools import count

from werkzeug import Request, Response

from tests.signals.fakes.answering import Fake, Refused, answer

TOKEN = "1/1200:0123456789abcdef"


class FakeAsana(Fake):
    """One workspace with projects, tasks and stories; each offset is known for `offsets_last` requests."""

    vendor = "asana"

    def __init__(self, *, page: int = 100, offsets_last: int = 1_000):
        super().__init__()
        self.page, self.offsets_last = page, offsets_last
        self.workspaces = [{"gid": "1", "resource_type": "workspace", "name": "Acme"}]
        self.projects: dict[str, dict] = {}
        self.tasks: dict[str, dict] = {}
        self.stories: dict[str, list[dict]] = {}
        self.offsets: dict[str, tuple[str, dict, int, int]] = {}
        self.numbers = count(1)
        self.gids = count(1000)

    def project(self, name: str) -> str:
        """A new project; its gid."""
        gid = str(next(self.gids))
        self.projects[gid] = {"gid": gid, "resource_type": "project", "name": name, "workspace": self.workspaces[0]}
        return gid

    def task(self, project: str, name: str, *, assignee: str | None = None, section: str = "To do", **said) -> str:
        """A new task; its gid."""
        gid, at = str(next(self.gids)), now()
        membership = {"project": self.projects[project], "section": {"gid": f"s-{section}", "name": section}}
        self.tasks[gid] = {
            **{"gid": gid, "resource_type": "task", "resource_subtype": "default_task", "name": name, "completed": False},
            **{"created_at": at, "modified_at": at, "completed_at": None, "due_on": None, "due_at": None},
            **{"assignee": self._user(assignee), "memberships": [membership], **said},
        }
        self.stories[gid] = []
        return gid

    def assign(self, task: str, to: str | None, *, by: str) -> None:
        """Give a task to somebody, or to nobody."""
        self.tasks[task]["assignee"] = self._user(to)
        self._story(task, "assigned" if to else "unassigned", by, **({"assignee": self._user(to)} if to else {}))

    def move(self, task: str, section: str, *, by: str) -> None:
        """Move a task to another section."""
        membership = self.tasks[task]["memberships"][0]
        old, membership["section"] = membership["section"], {"gid": f"s-{section}", "name": section}
        self._story(task, "section_changed", by, old_section=old, new_section=membership["section"])

    def complete(self, task: str, *, by: str) -> None:
        """Mark a task complete."""
        self.tasks[task] |= {"completed": True, "completed_at": now()}
        self._story(task, "marked_complete", by)

    def say(self, task: str, subtype: str, *, by: str, text: str) -> None:
        """Add a story of any kind, such as a comment."""
        self._story(task, subtype, by, text=text)

    def delete(self, task: str) -> None:
        """Delete a task for good."""
        del self.tasks[task], self.stories[task]

    def _story(self, task: str, subtype: str, by: str, **said) -> None:
        at = now()
        self.tasks[task]["modified_at"] = at
        story = {"gid": str(next(self.gids)), "resource_type": "story", "resource_subtype": subtype, "created_at": at}
        self.stories[task].append({**story, "created_by": self._user(by), "text": f"{by}: {subtype}", **said})

    def _user(self, name: str | None) -> dict | None:
        return {"gid": f"u{name}", "resource_type": "user", "name": name} if name else None

    def respond(self, request: Request) -> Response:
        """One answer."""
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise refusal(401, "Not Authorized")
        match request.path.strip("/").split("/"):
            case ["users", "me"]:
                me = {"gid": "7", "resource_type": "user", "name": "Integration", "email": "i@acme.example"}
                return answer({"data": only({**me, "workspaces": self.workspaces}, fields(request))})
            case ["projects"]:
                wanted = fields(request)
                here = [one for one in self.projects.values() if one["workspace"]["gid"] == request.args.get("workspace")]
                return self.paged(request, here, wanted or {"name"})
            case ["projects", gid, "task_counts"]:
                held = [task for task in self.tasks.values() if in_project(task, gid)]
                return answer({"data": {"num_tasks": len(held)} if fields(request) else {}})
            case ["tasks"]:
                return self._list_tasks(request)
            case ["tasks", gid, "stories"]:
                if gid not in self.tasks:
                    raise refusal(404, f"task: Unknown object: {gid}")
                return self.paged(request, self.stories[gid], fields(request) or {"text"})
        raise refusal(404, "No matching route for request")

    def _list_tasks(self, request: Request) -> Response:
        wanted = fields(request) or {"name", "resource_subtype"}
        if not request.args.get("project"):
            raise refusal(400, "Must specify exactly one of project, tag, section, user task list, or assignee + workspace")
        if request.args["project"] not in self.projects:
            raise refusal(404, f"project: Unknown object: {request.args['project']}")
        since = request.args.get("modified_since", "")
        held = [task for task in self.tasks.values() if in_project(task, request.args["project"])]
        return self.paged(request, [task for task in held if task["modified_at"] >= since], wanted)

    def paged(self, request: Request, rows: list[dict], wanted: set[str]) -> Response:
        """One page of a list, with the offset of the next one, or null."""
        limit = int(request.args["limit"])
        start, same = 0, {name: value for name, value in request.args.items() if name != "offset"}
        if offset := request.args.get("offset"):
            path, asked, start, until = self.offsets.get(offset, ("", {}, 0, -1))
            if (path, asked) != (request.path, same) or len(self.asked) > until:
                raise refusal(400, "offset: Your pagination token has expired.")
        end = start + min(limit, self.page)
        following = None
        if end < len(rows):
            token = f"eyJ{next(self.numbers)}"
            self.offsets[token] = (request.path, same, end, len(self.asked) + self.offsets_last)
            following = {"offset": token, "path": f"{request.path}?offset={token}", "uri": f"{request.base_url}?offset={token}"}
        return answer({"data": [only(row, wanted) for row in rows[start:end]], "next_page": following})


def now() -> str:
    """This instant as Asana writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def refusal(status: int, message: str) -> Refused:
    """An error as the description's ErrorResponse."""
    return Refused(status, {"errors": [{"message": message, "help": "For more information, see the API documentation."}]})


def busy(seconds: int) -> Response:
    """Too many requests."""
    message = "You've made too many requests and hit a rate limit. Please retry after the given amount of time."
    return answer({"errors": [{"message": message}]}, 429, Retry_After=str(seconds))


def fields(request: Request) -> set[str]:
    """The `opt_fields` asked for."""
    return set(filter(None, request.args.get("opt_fields", "").split(",")))


def in_project(task: dict, gid: str) -> bool:
    """Whether a task is in a project."""
    return any(membership["project"]["gid"] == gid for membership in task["memberships"])


def only(record: object, wanted: set[str]) -> object:
    """A record with its gid and type, and besides only what was asked for, as `opt_fields` means it."""
    if isinstance(record, list):
        return [only(one, wanted) for one in record]
    if not isinstance(record, dict):
        return record
    kept = {name: record[name] for name in ("gid", "resource_type") if name in record}
    for path in wanted:
        name, _, _ = path.partition(".")
        below = {rest for whole in wanted for head, _, rest in [whole.partition(".")] if head == name and rest}
        if name in record:
            kept[name] = only(record[name], below)
    return kept
