"""The people of the sample company, their seats, and its working hours."""

from datetime import date, datetime, time

from people.models import Company, Function, Person, Role, Seat
from sample_company.story.days import Days

DOMAIN = "lumenharbor.example"
FIRST_DAY = -900
PRODUCT, MARKETING, CREATIVE, SALES = Function.PRODUCT, Function.MARKETING, Function.CREATIVE, Function.SALES
CAST: tuple[tuple[str, str, str], ...] = (
    ("Ingrid Solberg", Role.CEO, ""),
    ("Anita Rao", Role.COO, ""),
    ("Dana Okafor", Role.HEAD, PRODUCT),
    ("Luis Ferreira", Role.HEAD, MARKETING),
    ("Mei Tanaka", Role.HEAD, CREATIVE),
    ("Tom Halvorsen", Role.HEAD, SALES),
    ("Priya Raman", Role.MEMBER, PRODUCT),
    ("Noor Haddad", Role.MEMBER, PRODUCT),
    ("Sofia Lindqvist", Role.MEMBER, MARKETING),
    ("Arjun Mehta", Role.MEMBER, MARKETING),
    ("Hugo Brandt", Role.MEMBER, MARKETING),
    ("Chloe Martin", Role.MEMBER, CREATIVE),
    ("Jonas Weber", Role.MEMBER, CREATIVE),
    ("Grace Mbeki", Role.MEMBER, SALES),
    ("Diego Santos", Role.MEMBER, SALES),
    ("Elena Popova", Role.MEMBER, SALES),
    ("Sam Adeyemi", "", ""),
)
ADMINISTRATOR = "Sam Adeyemi"
HOLIDAYS = ((12, 25), (12, 26), (1, 1))


def email_of(name: str) -> str:
    """The address at which a person of the cast signs in."""
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"


def cast() -> dict[str, Person]:
    """The people by name."""
    by_email = {person.email: person for person in Person.objects.filter(email__endswith=f"@{DOMAIN}")}
    return {name: by_email[email_of(name)] for name, _, _ in CAST if email_of(name) in by_email}


def found_company(days: Days) -> None:
    """Set the company's name, hours, zone, holidays and currency, unless somebody set them."""
    if Company.objects.exists():
        return
    years = range(days.anchor.year - 2, days.anchor.year + 2)
    company = Company(
        name="Lumen Harbor",
        opens=time(9),
        closes=time(17, 30),
        time_zone="Europe/London",
        currency="USD",
        holidays=[date(year, month, day) for year in years for month, day in HOLIDAYS],
    )
    company.full_clean()
    company.save()


def hire(days: Days, password: str) -> None:
    """Everybody of the cast, in their seats for years; a changed password is set for all."""
    since = days.at(FIRST_DAY, 9)
    for name, role, function in CAST:
        person = Person.objects.filter(email=email_of(name)).first() or _join(name, since)
        if role and not person.seats.exists():
            _seat(person, role, function, since)
    someone = Person.objects.get(email=email_of(ADMINISTRATOR))
    if not someone.check_password(password):
        someone.set_password(password)
        Person.objects.filter(email__endswith=f"@{DOMAIN}").update(password=someone.password)


def _join(name: str, since: datetime) -> Person:
    fields = {"name": name, "joined_at": since, "time_zone": "Europe/London"}
    make = Person.objects.create_superuser if name == ADMINISTRATOR else Person.objects.create_user
    return make(email_of(name), **fields)


def _seat(person: Person, role: str, function: str, since: datetime) -> None:
    seat = Seat(person=person, role=role, function=function, period=(since, None))
    seat.full_clean()
    seat.save()
