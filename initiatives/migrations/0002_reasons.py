"""The shared list of reasons that a fresh company starts with; it may change them in the admin."""

from django.db import migrations

REASONS = {
    "handoff": [
        ("not-our-customer", "Not in our ICP"),
        ("no-budget-or-timing", "No budget or timing"),
        ("missing-information", "Missing information"),
        ("duplicate", "Duplicate"),
        ("wrong-owner", "Wrong owner"),
        ("below-acceptance-criteria", "Below the acceptance criteria"),
    ],
    "lead": [
        ("not-our-customer", "Not in our ICP"),
        ("no-budget-or-timing", "No budget or timing"),
        ("missing-information", "Missing information"),
        ("duplicate", "Duplicate"),
        ("wrong-owner", "Wrong owner"),
        ("unreachable", "Never reached"),
    ],
    "deal": [
        ("price", "Price"),
        ("no-decision", "No decision"),
        ("competitor", "Went to a competitor"),
        ("missing-capability", "Missing capability"),
        ("no-budget-or-timing", "No budget or timing"),
    ],
}


def add_reasons(apps, schema_editor):
    """Add those that are not there."""
    reasons = apps.get_model("initiatives", "Reason")
    for kind, entries in REASONS.items():
        for position, (code, label) in enumerate(entries, start=1):
            reasons.objects.get_or_create(kind=kind, code=code, defaults={"label": label, "position": position})


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]
    operations = [migrations.RunPython(add_reasons, migrations.RunPython.noop)]
