"""Each table of data downloads as CSV and shows its call of the API, below it; what is no data is listed with its reason."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest

from tests.access_table import EVERYBODY, ROWS
from tests.scorecards.conftest import atlas, launch, metrics  # noqa: F401  (fixtures)
from tests.test_access import ADDRESSES, path_to, roles, world  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
FORM = "what a form is filled in with; nothing is saved yet"
DOCUMENT = "frozen: the register and the calendars are files of their own, the whole is JSON"
BRIEF = "frozen: the whole brief is one JSON file, whose hash proves it"
NO_DATA = {
    "signals:draft_columns: Column": FORM,
    "signals:draft_columns: Record": FORM,
    "signals:join: Acme": "two records side by side",
    "scorecards:brief: Number": BRIEF,
    "scorecards:brief: Reading": BRIEF,
    **{f"audits:{page}: Deliverable": DOCUMENT for page in ("document", "draft", "revision")},
    **{f"audits:{page}: No.": DOCUMENT for page in ("document", "draft", "revision")},
    **{f"audits:{page}: Function": DOCUMENT for page in ("document", "draft", "revision")},
}
ONLY_A_FILE = {
    "scorecards:tile: No.": "as known when the meeting opened; the metric's own call tells of now",
    "signals:evidence: Work": "links of work are decided on the page",
    "signals:resources: As the source names it": "resources are matched on the page",
    "signals:resource: Deliverable": "the evidence of each deliverable has these claims",
    "signals:messages: Message": "the delivery log is for those who run the console",
    "audits:people: Person": "whom an audit asks is its lead's affair",
    "scorecards:rejections: Quarter": "counts over handoffs and work, which have their calls",
}


def tables(html):
    """The first heading of each table, and what stands below it up to the next; tables of one kind in a row are one."""
    main = re.search(r"<main.*</main>", html, re.DOTALL)
    found = []
    for piece in (main[0] if main else html).split("<table")[1:]:
        heading = re.search(r"<th[^>]*>(.*?)</th>", piece, re.DOTALL)
        said = unescape(re.sub(r"<[^>]+>", "", heading[1]) if heading else "").strip()
        if found and found[-1][0] == said:
            found.pop()
        found.append((said, piece))
    return found


def test_below_each_table_of_data_stands_its_file_and_its_call(world, roles, subtests):  # noqa: F811
    seen = set()
    for name, (get, _) in ROWS.items():
        if get in ("-", "") or name.startswith("api:"):
            continue
        role = next(role for role in reversed(EVERYBODY) if get == "*" or role in get.split())
        answer = roles[role]().get(path_to(name, world))
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        for heading, below in tables(answer.content.decode()):
            where = f"{name}: {heading}"
            seen.add(where)
            with subtests.test(where):
                assert where in NO_DATA or "export=csv" in below
                assert where in {**NO_DATA, **ONLY_A_FILE} or "$ARC_TOKEN" in below
    assert seen >= set(NO_DATA)
    assert len(seen) >= 40


def test_each_file_that_a_page_offers_can_be_had(world, roles, subtests):  # noqa: F811
    for name, (get, _) in ROWS.items():
        if get in ("-", "") or name.startswith("api:"):
            continue
        role = next(role for role in reversed(EVERYBODY) if get == "*" or role in get.split())
        client, path = roles[role](), path_to(name, world)
        answer = client.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = answer.content.decode()
        files = [unescape(each) for each in re.findall(r'href="([^"]*export=csv[^"]*)" download', page)]
        calls = [unescape(each) for each in re.findall(r'ARC_TOKEN" "http://testserver(/api/v1/[^"]+)"', page)]
        for address in [*(urljoin(path, file) for file in files), *calls]:
            with subtests.test(address):
                given = client.get(address)
                assert given.status_code == 200
                assert given["Content-Type"].startswith(("text/csv", "application/json"))
