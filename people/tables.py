"""The columns of each list of people, as a file has them."""

from revenue_arc.exports import Columns

PEOPLE: Columns = {
    "Person": lambda person: person.pk,
    "Name": lambda person: person.name,
    "Address": lambda person: person.email,
    "Seats": lambda person: [seat.title for seat in person.seats_now],
    "Since": lambda person: person.seats_now[0].period.lower if person.seats_now else None,
    "Time zone": lambda person: person.time_zone,
    "Works here": lambda person: person.is_active,
}
