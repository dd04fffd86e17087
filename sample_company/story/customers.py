"""The customers: each known by another name, another domain and another id in each of the systems."""

import hashlib
from dataclasses import dataclass
from functools import cache

from sample_company.story.days import FUTURE, chance
from sample_company.story.names import CUSTOMER_FIRST, CUSTOMER_SECOND

LEGAL = ("Inc.", "Ltd", "GmbH", "LLC", "S.A.", "B.V.")
OLD_CUSTOMERS = 230
NEW_EVERY = 2.6
FIRST_NEW_DAY = -455
NO_DOMAIN_EVERY = 17
NO_ID_EVERY = 3
FREE_MAIL_EVERY = 23
SEGMENTS = ("smb", "smb", "mid", "mid", "enterprise")


@dataclass(frozen=True)
class Customer:
    """One real company, whatever the systems call it."""

    number: int
    name: str
    legal: str
    domain: str
    segment: str
    since: int
    monthly: int

    def key(self, system: str) -> str:
        """The id that a system gave this customer; no two systems agree."""
        return key_of(self.number, system)

    def name_in(self, system: str) -> str:
        """How a system spells the customer's name."""
        return {
            "events": self.name.lower().replace(" ", "-"),
            "campaigns": self.name.upper() if self.number % 4 == 0 else self.name,
            "studio": self.name if self.number % 3 else self.name.replace(" ", ""),
            "crm": f"{self.name} {self.legal}",
            "billing": f"{self.name}, {self.legal}",
        }[system]

    @property
    def product_domain(self) -> str:
        """The domain that the product knows: none for some."""
        return "" if self.number % NO_DOMAIN_EVERY == NO_DOMAIN_EVERY - 1 else self.domain

    @property
    def product_knows_crm(self) -> bool:
        """Whether the product keeps the sales system's id of this customer."""
        return self.number % NO_ID_EVERY != 0 or not self.product_domain

    def email(self, person: str) -> str:
        """A contact's address: at the customer's domain, or a free one for some."""
        if self.number % FREE_MAIL_EVERY == 5:
            return f"{person}.{self.domain.split('.')[0]}.{self.number + 70_000}@gmail.com"
        return f"{person}@{self.domain}"


@cache
def key_of(number: int, system: str) -> str:
    """The id of the customer with this number in a system."""
    digest = hashlib.sha256(f"{system}:{number}".encode()).hexdigest()
    return {
        "events": f"ws_{digest[:10]}",
        "campaigns": f"co-{number + 4000:05d}",
        "studio": f"aud_{digest[:8]}",
        "crm": f"001{digest[:12].upper()}",
        "billing": f"C-{number + 10_000}",
    }[system]


@cache
def customers() -> tuple[Customer, ...]:
    """All customers, in the order in which they signed; the last ones sign after the anchor."""
    rng = chance("customers")
    pairs = [(first, second) for first in CUSTOMER_FIRST for second in CUSTOMER_SECOND]
    rng.shuffle(pairs)
    new = int((FUTURE - FIRST_NEW_DAY) / NEW_EVERY)
    since = sorted(-rng.randint(480, 1400) for _ in range(OLD_CUSTOMERS))
    since += [int(FIRST_NEW_DAY + NEW_EVERY * step + 0.5) for step in range(new)]
    made = []
    for number, (day, (first, second)) in enumerate(zip(since, pairs, strict=False)):
        segment = rng.choice(SEGMENTS)
        monthly = rng.randint(*{"smb": (400, 900), "mid": (1200, 2600), "enterprise": (4000, 7500)}[segment])
        domain = f"{first}{second}.example".lower()
        made.append(Customer(number, f"{first} {second}", rng.choice(LEGAL), domain, segment, day, monthly))
    return (*made, *look_alikes(len(made)))


def look_alikes(number: int) -> tuple[Customer, Customer]:
    """Two companies whose names are nearly the same: the console may suggest that they are one, and must not join them."""
    north = Customer(number, "Northwind Carriers", "Ltd", "northwindcarriers.example", "mid", -700, 1800)
    south = Customer(number + 1, "Northwind Carrier", "GmbH", "northwind-logistics.example", "mid", -610, 1500)
    return north, south
