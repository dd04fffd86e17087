"""The fakes of the vendors with some of the sample company's records, made in them as its people would have."""

from collections.abc import Iterator

import time_machine

from tests.signals.fakes.asana import FakeAsana
from tests.signals.fakes.hubspot import FakeHubSpot
from tests.signals.fakes.jira import FakeJira
from tests.signals.fakes.posthog import FakePosthog
from tests.signals.fakes.salesforce import FakeSalesforce
from tests.signals.sample import CATEGORIES, ENDS, Sample, at

LIFECYCLE = {"New": "lead", "Qualified": "marketingqualifiedlead", "Accepted": "salesqualifiedlead", "Rejected": "other"}
STATUS = {"New": "Open - Not Contacted", "Qualified": "Working - Contacted", "Accepted": "Closed - Converted"}
STATUS |= {"Rejected": "Closed - Not Converted"}
SECTIONS = {"draft": "To Do", "review": "In Progress", "ready": "Done"}


def hubspot(sample: Sample) -> FakeHubSpot:
    """Accounts as companies, leads as contacts, deals; the sellers as owners."""
    fake = FakeHubSpot()
    numbers = {key: 1_000 + place for place, key in enumerate(sample.accounts)}
    owners = owned(sample)
    for name, number in owners.items():
        given, _, family = name.partition(" ")
        fake.owners.append(
            {"id": str(number), "firstName": given, "lastName": family, "userId": 9_000 + number, "archived": False}
        )
    for key, one in sample.accounts.items():
        fake.put("companies", numbers[key], one["LastModified"], name=one["Name"], domain=one["Website"])
    for place, of in enumerate(sample.leads.values(), 1):
        for one in of:
            told = {"email": one["Email"], "company": one["Company"], "createdate": one["CreatedDate"]}
            told |= {"lifecyclestage": LIFECYCLE[one["Status"]], "hubspot_owner_id": str(owners[one["OwnerName"]])}
            fake.put("contacts", place, one["LastModified"], associatedcompanyid=str(numbers[one["AccountId"]]), **told)
    for place, of in enumerate(sample.deals.values(), 1):
        for one in of:
            ended = ENDS.get(one["StageName"])
            told = {
                "dealname": one["Name"],
                "dealstage": one["StageName"],
                "amount": one["Amount"],
                "createdate": one["CreatedDate"],
            }
            told |= {"closedate": one["ClosedDate"], "hs_is_closed": "true" if ended else "false"}
            told |= {"hs_is_closed_won": "true" if ended == "won" else "false", "closed_lost_reason": one["LostReason"]}
            told |= {
                "hs_primary_associated_company": str(numbers[one["AccountId"]]),
                "hubspot_owner_id": str(owners[one["OwnerName"]]),
            }
            fake.put("deals", place, one["LastModified"], **told)
    return fake


def salesforce(sample: Sample) -> FakeSalesforce:
    """Accounts, contacts, leads and opportunities, with the histories of both."""
    fake = FakeSalesforce()
    owners = {name: f"005{number}" for name, number in owned(sample).items()}
    for name, key in owners.items():
        fake.rows["User"][key] = {
            "Id": key,
            "Name": name,
            "Email": f"{name.split()[0].lower()}@seller.example",
            "IsActive": True,
        }
    for key, one in sample.accounts.items():
        fake.put("Account", key, one["LastModified"], Name=one["Name"], Website=one["Website"])
    for one in sample.contacts:
        told = {"AccountId": one["AccountId"], "Name": one["Name"], "Email": one["Email"], "Title": one["Title"]}
        fake.put("Contact", one["Id"], one["LastModified"], **told)
    for key, of in sample.leads.items():
        for one in of:
            converted = one["AccountId"] if CATEGORIES[one["Status"]] == "accepted" else None
            told = {
                "Name": one["Company"],
                "Company": one["Company"],
                "Email": one["Email"],
                "OwnerId": owners[one["OwnerName"]],
            }
            told |= {"Status": STATUS[one["Status"]], "IsConverted": bool(converted), "ConvertedAccountId": converted}
            fake.put("Lead", key, one["LastModified"], ConvertedDate=one["ClosedDate"] if converted else None, **told)
    for one in sample.activities:
        if one["Type"] != "contact":
            field = {"owner": "Owner", "status": "Status"}[one["Type"]]
            old, new = (owners.get(name, name) if field == "Owner" else name for name in (one["From"], one["To"]))
            fake.change("LeadHistory", one["LeadId"], one["At"], field, old, new, by=owners.get(one["Actor"], "0051"))
    for key, of in sample.deals.items():
        for one in of:
            ended = ENDS.get(one["StageName"])
            told = {
                "Name": one["Name"],
                "StageName": one["StageName"],
                "Amount": float(one["Amount"]),
                "AccountId": one["AccountId"],
            }
            told |= {"OwnerId": owners[one["OwnerName"]], "IsClosed": bool(ended), "IsWon": ended == "won"}
            fake.put("Opportunity", key, one["LastModified"], CloseDate=(one["ClosedDate"] or one["LastModified"])[:10], **told)
            fake.stage(key, one["LastModified"], one["StageName"])
    for one in sample.history:
        if one["Field"] == "Owner":
            old, new = owners[one["OldValue"]], owners[one["NewValue"]]
            fake.change("OpportunityFieldHistory", one["OpportunityId"], one["At"], "Owner", old, new)
    return fake


def jira(sample: Sample) -> FakeJira:
    """Assets as issues: draft is to do, review is in progress, ready is done."""
    fake, made = FakeJira(page=100, changes=100), dict[str, str]()
    for one in as_they_happened(sample):
        if one["id"] not in made:
            made[one["id"]] = fake.issue(one["title"])
            fake.assign(made[one["id"]], one["maker"], by="Producer")
        else:
            fake.move(made[one["id"]], SECTIONS[one["status"]], by=one["maker"])
    return fake


def asana(sample: Sample) -> FakeAsana:
    """Assets as tasks, with the studio's stages as sections."""
    fake, made = FakeAsana(), dict[str, str]()
    project = fake.project("Studio")
    for one in as_they_happened(sample):
        if one["id"] not in made:
            made[one["id"]] = fake.task(project, one["title"])
            fake.assign(made[one["id"]], one["maker"], by="Producer")
            continue
        fake.move(made[one["id"]], SECTIONS[one["status"]], by=one["maker"])
        if one["status"] == "ready":
            fake.complete(made[one["id"]], by=one["maker"])
    return fake


def posthog(sample: Sample) -> FakePosthog:
    """Usage as events of a person at each customer."""
    fake, persons = FakePosthog(), dict[str, str]()
    for one in sorted(sample.usage, key=lambda one: one["received_at"]):
        with time_machine.travel(one["received_at"], tick=False):
            account = sample.accounts[one["account"]]
            domain = (account["Website"] or "https://www.nobody.example/").split("www.")[1].strip("/")
            if domain not in persons:
                persons[domain] = fake.person(len(persons) + 1, email=f"admin@{domain}", name=f"Admin of {account['Name']}")
            fake.capture("feature used", persons[domain], feature=one["feature"])
    return fake


def owned(sample: Sample) -> dict[str, int]:
    """Everybody who holds a lead or a deal, with a number."""
    names = {one["OwnerName"] for of in (*sample.leads.values(), *sample.deals.values()) for one in of}
    names |= {name for one in sample.history if one["Field"] == "Owner" for name in (one["OldValue"], one["NewValue"])}
    return {name: 100 + place for place, name in enumerate(sorted(names))}


def as_they_happened(sample: Sample) -> Iterator[dict]:
    """Every version of every asset, in order of change, each at its instant."""
    for one in sorted((one for of in sample.assets.values() for one in of), key=lambda one: one["changed"]):
        with time_machine.travel(at(one["changed"]), tick=False):
            yield one
