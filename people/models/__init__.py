"""Person (the user model), function, seat, and the company's working hours."""

from people.models.company import Company
from people.models.message import Message, Style, Webhook
from people.models.person import Person, PersonManager, PersonQuerySet
from people.models.seat import Function, Role, Seat, SeatQuerySet
from people.models.token import Token
from people.zones import validate_time_zone

__all__ = [
    "Company",
    "Function",
    "Message",
    "Person",
    "PersonManager",
    "PersonQuerySet",
    "Role",
    "Seat",
    "SeatQuerySet",
    "Style",
    "Token",
    "Webhook",
    "validate_time_zone",
]
