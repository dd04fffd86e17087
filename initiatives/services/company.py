"""The company's working hours: what acceptance windows run on (rule 10)."""

from datetime import datetime

from django.db import transaction

from people.models import Company, Person


@transaction.atomic
def set_working_hours(*, by: Person, at: datetime, **fields) -> Company:
    """Change the company's name, days, hours, zone and days off; return it.

    Windows that are open keep the end they were offered with. Raises ValidationError for hours that nobody can work.
    """
    company = Company.objects.select_for_update().first() or Company()
    for name, value in fields.items():
        setattr(company, name, value)
    company.full_clean()
    company.save()
    return company
