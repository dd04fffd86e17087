"""The records of a page that are new or have changed, mapped the quick way where all of them can be."""

from dataclasses import dataclass

from signals.loading.escaping import NOTHING
from signals.loading.prepare import Prepared
from signals.loading.quick import Mapper, Quick
from signals.loading.sorting import Before, Counts
from signals.mapping.page import Page


@dataclass(frozen=True)
class Differing:
    """Such records as a page of their own, and in which table each of them is that is replaced."""

    prepared: Prepared
    mapped: Quick
    replaced: dict[str, str]
    counts: Counts


def differing_only(prepared: Prepared, differing: dict[str, Before], quick: Mapper) -> Differing | None:
    """Those records; None where one must go the general way: refused, there twice, unusual, or older than what is kept."""
    if prepared.refused:
        return None
    places = [place for place, record_id in enumerate(prepared.ids) if record_id in differing]
    ids, hashes = [prepared.ids[place] for place in places], [prepared.hashes[place] for place in places]
    page = Page([prepared.page.raws[place] for place in places], None, {})
    if not prepared.page.unparsed:
        records = prepared.page.records
        page = Page(page.raws, [records[place] for place in places], {})
    some = Prepared(page, ids, hashes, [])
    mapped = quick(some)
    before = [differing[record_id] for record_id in ids]  # type: ignore[index]
    if mapped is None or any(map(_is_older, mapped.versions, before)):
        return None
    replaced = {one: was.table for one, was in zip(ids, before, strict=True) if was.hash is not None and one is not None}
    read, changed = prepared.count, len(replaced)
    new = len(ids) - changed
    return Differing(some, mapped, replaced, Counts(read=read, new=new, changed=changed, unchanged=read - new - changed))


def _is_older(version: object, before: Before) -> bool:
    return version != NOTHING and before.version is not None and version < before.version  # type: ignore[operator]
