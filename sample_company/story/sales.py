"""What the sales system holds: accounts, leads with their routing and first contacts, and contracts."""

from collections.abc import Iterator
from datetime import timedelta

from sample_company.story.customers import customers
from sample_company.story.days import FUTURE, HISTORY, Days, chance
from sample_company.story.leads import QUEUE, Lead, leads
from sample_company.story.record import Body, Record, record

DELETED_EVERY = 211
LATE_EVERY = 97
TITLES = ("Operations lead", "Head of purchasing", "Finance", "IT", "Depot manager")


def accounts(days: Days) -> Iterator[Record]:
    """One account for each customer, from a month before the contract; a few were merged away and are deleted."""
    for customer in customers():
        made = days.at(max(customer.since - 30, -HISTORY - 90), 10 + customer.number % 7)
        body: Body = {
            "Id": customer.key("crm"),
            "Name": customer.name_in("crm"),
            "Website": f"https://www.{customer.domain}/" if customer.number % 19 else "",
            "BillingNumber": customer.key("billing"),
            "Segment": customer.segment,
            "CreatedDate": made.isoformat(),
            "LastModified": made.isoformat(),
            "IsDeleted": False,
        }
        yield record(customer.key("crm"), made, body)
    for number in range(4):
        made, gone = days.at(-200 - number, 11), days.at(-60 - number, 15)
        body = {"Id": f"001DUPLICATE{number:03d}", "Name": f"Test account {number}", "Website": "", "BillingNumber": ""}
        body |= {"Segment": "smb", "CreatedDate": made.isoformat(), "LastModified": gone.isoformat(), "IsDeleted": True}
        yield record(body["Id"], gone, body)


def sales_leads(days: Days) -> Iterator[Record]:
    """Each routed lead as it came in, and again as it ended, accepted or turned down with its reason; and those left as new."""
    for lead in leads(days):
        if not lead.routed and not lead.parked:
            continue
        opened = days.at(lead.day, lead.hour)
        closed = opened + timedelta(hours=(lead.contacted or 0.2) + 0.4)
        body: Body = {
            "Id": f"00Q{lead.number:09d}",
            "SourceLeadId": lead.key,
            "Email": lead.email,
            "Company": lead.company,
            "AccountId": lead.customer.key("crm") if lead.customer and lead.customer.since < lead.day else None,
            "Launch": lead.launch,
            "Status": "New" if lead.parked else "Qualified",
            "Disposition": None,
            "OwnerName": QUEUE if lead.launch else lead.rep,
            "CreatedDate": opened.isoformat(),
            "ClosedDate": None,
            "LastModified": opened.isoformat(),
            "IsDeleted": False,
        }
        if lead.number % DELETED_EVERY == 0 and not lead.launch:
            gone = closed + timedelta(days=2)
            yield record(body["Id"], gone, body | {"LastModified": gone.isoformat(), "IsDeleted": True})
            continue
        yield record(body["Id"], opened, body)
        if lead.parked:
            continue
        ended = {"Status": "Accepted" if lead.accepted else "Rejected", "Disposition": lead.reason or None}
        ended |= {"OwnerName": lead.rep, "ClosedDate": closed.isoformat(), "LastModified": closed.isoformat()}
        yield record(body["Id"], closed, body | ended)


def contacts(days: Days) -> Iterator[Record]:
    """The people who came as leads from companies that are customers, each with what they are there."""
    known: set[str] = set()
    for lead in leads(days):
        customer = lead.customer
        if customer is None or not lead.routed or customer.since >= lead.day or lead.email in known:
            continue
        known.add(lead.email)
        made = days.at(lead.day, lead.hour + 0.05)
        given, family = lead.email.partition("@")[0].split(".")[:2]
        body: Body = {"Id": f"003{lead.number:09d}", "AccountId": customer.key("crm"), "Email": lead.email}
        body |= {
            "Name": f"{given} {family}".title(),
            "Title": TITLES[lead.number % len(TITLES)],
            "LastModified": made.isoformat(),
        }
        yield record(body["Id"], made, body)


def lead_activities(days: Days) -> Iterator[Record]:
    """Everything that happened to each routed lead: who took it from the queue, the first contact, how it ended."""
    for lead in leads(days):
        if lead.routed and (lead.launch or lead.number % DELETED_EVERY):
            yield from activities_of(days, lead)


def activities_of(days: Days, lead: Lead) -> Iterator[Record]:
    """The activities of one lead, in order. Some are logged by a phone that was offline, and arrive minutes late."""
    opened = days.at(lead.day, lead.hour)
    closed = opened + timedelta(hours=(lead.contacted or 0.2) + 0.4)
    steps = [("status", opened, "New", "Qualified", ""), ("owner", opened, "", QUEUE, "")]
    if lead.contacted is not None:
        steps.append(("owner", opened + timedelta(hours=lead.picked or 0), QUEUE, lead.rep, lead.rep))
        steps.append(("contact", opened + timedelta(hours=lead.contacted), "", "call", lead.rep))
    steps.append(("status", closed, "Qualified", "Accepted" if lead.accepted else "Rejected", lead.rep))
    for step, (kind, at, before, after, actor) in enumerate(steps):
        key = f"00T{lead.number:08d}{step}"
        body: Body = {"Id": key, "LeadId": f"00Q{lead.number:09d}", "Type": kind, "From": before, "To": after}
        body |= {"Actor": actor, "At": at.isoformat(), "LastModified": at.isoformat()}
        late = timedelta(minutes=6) if (lead.number + step) % LATE_EVERY == 0 else timedelta()
        yield record(key, at, body, at + late)


def contracts(days: Days) -> Iterator[Record]:
    """One signed contract for each customer that the system has known since its first day."""
    rng = chance("contracts")
    for customer in customers():
        signed = days.at(customer.since, 9 + rng.random() * 8)
        if -HISTORY - 90 <= customer.since <= FUTURE:
            body: Body = {"Id": f"800{customer.number:09d}", "AccountId": customer.key("crm"), "Signed": signed.isoformat()}
            body |= {"AnnualValue": f"{customer.monthly * 12:.2f}", "Currency": "USD", "LastModified": signed.isoformat()}
            yield record(body["Id"], signed, body)
