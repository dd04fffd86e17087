"""Some of the sample company's own records, as its story tells them: the same customers, leads, deals, assets, usage."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sample_company.story import Record, Story
from tests.signals.sources import NOW

FEW = 10
CATEGORIES = {"New": "new", "Qualified": "open", "Accepted": "accepted", "Rejected": "rejected"}
ENDS = {"Closed Won": "won", "Closed Lost": "lost"}
Versions = list[dict]


@dataclass(frozen=True)
class Sample:
    """What each collection holds at NOW: of each record all its versions, in order of change."""

    accounts: dict[str, dict]
    contacts: list[dict]
    leads: dict[str, Versions]
    activities: list[dict]
    deals: dict[str, Versions]
    history: list[dict]
    assets: dict[str, Versions]
    usage: list[dict]

    def customers(self) -> list[dict]:
        """The accounts in the console's own words."""
        return [
            {"id": key, "name": one["Name"], "domain": one["Website"] or None, "changed_at": one["LastModified"]}
            for key, one in self.accounts.items()
        ]

    def people(self) -> list[dict]:
        """The contacts, likewise."""
        return [
            {"id": one["Id"], "name": one["Name"], "email": one["Email"], "customer": one["AccountId"]}
            | {"changed_at": one["LastModified"]}
            for one in self.contacts
        ]

    def work(self) -> list[dict]:
        """The leads and deals as they are last, likewise."""
        return [
            worked(kind, versions[-1])
            for kind, of in (("lead", self.leads), ("opportunity", self.deals))
            for versions in of.values()
        ]

    def changes(self) -> list[dict]:
        """What happened to them, likewise."""
        fields = {"StageName": "status", "Owner": "holder", "owner": "holder", "status": "status", "contact": "contact"}
        found = [("lead", one["LeadId"], one["Type"], one["From"], one["To"], one["Actor"], one) for one in self.activities]
        found += [
            ("opportunity", one["OpportunityId"], one["Field"], one["OldValue"], one["NewValue"], one["ChangedBy"], one)
            for one in self.history
        ]
        return [
            {"id": one["Id"], kind: key, "field": fields[field], "was": was, "became": became, "by": by}
            | {"at": one["At"], "changed_at": one["LastModified"]}
            for kind, key, field, was, became, by, one in found
        ]

    def signals(self) -> list[dict]:
        """The usage, likewise."""
        return [
            {
                "id": one["id"],
                "metric": "feature_used",
                "at": one["received_at"],
                "value": one["events"],
                "feature": one["feature"],
            }
            | {"customer": one["account"], "changed_at": one["received_at"]}
            for one in self.usage
        ]


def worked(kind: str, one: dict) -> dict:
    """A lead or a deal in the console's own words."""
    status = one.get("Status") or one["StageName"]
    told = {"id": one["Id"], "kind": kind, "title": one.get("Company") or one["Name"], "status": status}
    told |= {"status_category": CATEGORIES.get(status) or ENDS.get(status, "open"), "holder": one["OwnerName"]}
    told |= {
        "reason": one.get("Disposition") or one.get("LostReason"),
        "amount": one.get("Amount"),
        "currency": one.get("Currency"),
    }
    told |= {"opened_at": one["CreatedDate"], "closed_at": one["ClosedDate"], "customer": one["AccountId"]}
    return told | {"launch": one["Launch"] or None, "changed_at": one["LastModified"]}


@cache
def sample() -> Sample:
    """The sample, told once a process."""
    story = Story(NOW.date(), scale=0.1)
    crm, studio, events = (story.collections(name) for name in ("crm", "studio", "events"))
    deals = last({key: of for key, of in versions(crm["opportunities"]).items() if of[-1]["AccountId"]}, every=7)
    leads = last({key: of for key, of in versions(crm["leads"]).items() if of[-1]["AccountId"]})
    wanted = {of[-1]["AccountId"] for of in [*deals.values(), *leads.values()]}
    accounts = {key: of[-1] for key, of in versions(crm["accounts"]).items() if key in wanted}
    workspaces = {of[-1]["id"]: of[-1]["crm_id"] for of in versions(events["workspaces"]).values()}
    used = [item.body for item in seen(events["usage"]) if workspaces[item.body["workspace_id"]] in wanted]
    return Sample(
        accounts=accounts,
        contacts=[of[-1] for of in versions(crm["contacts"]).values() if of[-1]["AccountId"] in wanted],
        leads=leads,
        activities=[item.body for item in seen(crm["activities"]) if item.body["LeadId"] in leads],
        deals=deals,
        history=[item.body for item in seen(crm["history"]) if item.body["OpportunityId"] in deals],
        assets=last(versions(studio["assets"])),
        usage=[{**one, "account": workspaces[one["workspace_id"]]} for one in used[-3 * FEW :]],
    )


def seen(records: Iterable[Record]) -> list[Record]:
    """The records that the vendor shows at NOW."""
    return [item for item in records if item.seen <= NOW]


def versions(records: Iterable[Record]) -> dict[str, Versions]:
    """All versions of each record that is shown, in order of change; without those that are deleted by then."""
    found: dict[str, Versions] = {}
    for item in seen(records):
        found.setdefault(item.key, []).append(item.body)
    return {key: of for key, of in found.items() if not (of[-1].get("IsDeleted") or of[-1].get("deleted"))}


def last(found: dict[str, Versions], every: int = 1) -> dict[str, Versions]:
    """The last few, or one of `every` so many."""
    return dict(list(found.items())[-FEW * every :: every])


def at(milliseconds: int) -> datetime:
    """An instant of the studio."""
    return datetime.fromtimestamp(milliseconds / 1000, NOW.tzinfo)
