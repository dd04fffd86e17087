"""Creating an app's tables in one step."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from revenue_arc.creation import CreateTogether

KEY = ("id", models.BigAutoField(primary_key=True))
STEPS = [
    migrations.CreateModel("Ship", [KEY, ("name", models.TextField())]),
    migrations.CreateModel("Captain", [KEY, ("ship", models.ForeignKey("people.ship", models.CASCADE))]),
    migrations.CreateModel("Ghost", [KEY]),
    migrations.AddField("Ship", "captain", models.ForeignKey("people.captain", models.CASCADE, null=True)),
    migrations.AddIndex("Ship", models.Index(fields=["name"], name="ship_by_name")),
    migrations.AddConstraint("Ship", models.CheckConstraint(condition=~models.Q(name=""), name="a_ship_has_a_name")),
]


def names():
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) & {"people_ship", "people_captain", "people_ghost"}
        return tables, set(
            connection.introspection.get_constraints(cursor, "people_ship")
        ) if "people_ship" in tables else set()


def test_tables_come_with_all_that_was_added_to_them_and_go_again(db):
    step, before, after = CreateTogether(STEPS, tables_elsewhere=["Ghost"]), ProjectState(), ProjectState()
    step.state_forwards("people", after)
    with connection.schema_editor() as editor:
        step.database_forwards("people", editor, before, after)
    tables, constraints = names()
    assert tables == {"people_ship", "people_captain"}
    assert {"ship_by_name", "a_ship_has_a_name"} < constraints
    with connection.schema_editor() as editor:
        step.database_backwards("people", editor, after, before)
    assert names() == (set(), set())


def test_it_only_adds_to_what_it_creates():
    with pytest.raises(ValueError, match="not created here: ship"):
        CreateTogether(STEPS[4:])


def test_a_migration_file_can_hold_it():
    written, imports = OperationWriter(CreateTogether(STEPS, ["Ghost"])).serialize()
    assert written.lstrip().startswith("revenue_arc.creation.CreateTogether(")
    assert "import revenue_arc.creation" in imports
    assert CreateTogether(STEPS).describe() == "Create Ship, Captain, Ghost"
