"""Holding the frozen documents against their hashes, audit by audit (rule 26)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Prefetch

from audits.models import Audit, Document
from revenue_arc.frozen import Kind, opened

KIND = Kind(
    "an accountability map",
    ("previous", "revision"),
    "its hash is not the one that the history wrote down when it was frozen. The document was replaced.",
)


@dataclass(frozen=True)
class Link:
    """One revision as it is kept; `noted` is the hash that the history wrote down when it was frozen, where there is one."""

    revision: int
    text: str
    sha256: str
    noted: str | None = None


def broken(chain: Iterable[Link]) -> list[str]:
    """A sentence for each thing wrong with an audit's revisions, oldest first; an empty list when all of them hold. Pure."""
    faults, previous, number = [], None, 0
    for link in chain:
        number += 1
        if link.revision != number:
            faults.append(f"revision {number} is missing.")
            number = link.revision
        faults += [f"revision {link.revision}: {fault}" for fault in _faults(link, previous)]
        previous = link.sha256
    return faults


def _faults(link: Link, previous: str | None) -> list[str]:
    content, faults = opened(KIND, link.text, link.sha256, link.noted)
    if content is None:
        return faults
    if content["revision"] != link.revision:
        faults.append(f"its text says that it is revision {content['revision']}.")
    if content["previous"] != previous:
        faults.append("it does not follow on the hash of the revision before it. One of the two was changed.")
    return faults


def verify(audit: Audit) -> list[str]:
    """A sentence for each fault in the audit's revisions; none where they hold."""
    return broken(_chain(audit))


def verify_all() -> Iterator[tuple[Audit, int, list[str]]]:
    """Each audit that has documents, their number, and the faults of its chain."""
    documents = Prefetch("documents", Document.objects.order_by("revision"))
    audits = Audit.objects.filter(documents__isnull=False).distinct().order_by("pk")
    for audit in audits.select_related("initiative").prefetch_related(documents).iterator(chunk_size=20):
        links = list(_chain(audit))
        yield audit, len(links), broken(links)


def _chain(audit: Audit) -> Iterator[Link]:
    documents = sorted(audit.documents.all(), key=lambda one: one.revision)
    history = apps.get_model("audits", "DocumentEvent").objects.filter(pgh_obj__in=documents, pgh_label="insert")
    noted = dict(history.values_list("pgh_obj", "sha256"))
    for document in documents:
        yield Link(document.revision, document.text, document.sha256, noted.get(document.pk))
