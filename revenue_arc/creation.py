"""Create an app's tables in one migration step.

After every step of a migration, Django renders the classes of all related models anew. With history, every model of ours is
related to every other, and a first `migrate` of some 350 steps took half a minute of processor time: this makes it seconds.
"""

from collections.abc import Iterator, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model


class CreateTogether(Operation):
    """New models with all that was added to them, as one step.

    `operations` may create models, and add fields, indexes, constraints and triggers to models that it creates. The tables of
    the models named in `tables_elsewhere` are made by another step.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation], tables_elsewhere: Sequence[str] = ()):
        self.operations, self.tables_elsewhere = list(operations), list(tables_elsewhere)
        created = {one.name_lower for one in operations if isinstance(one, CreateModel)}
        added_to = {one.model_name_lower for one in operations if not isinstance(one, CreateModel)}  # type: ignore[attr-defined]
        if strangers := added_to - created:
            raise ValueError(f"These models are not created here: {', '.join(sorted(strangers))}.")

    def deconstruct(self):
        """How a migration file writes it."""
        return self.__class__.__qualname__, [], {"operations": self.operations, "tables_elsewhere": self.tables_elsewhere}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to the state; none is rendered until all are there."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the tables as they are in the end, with their indexes, constraints and triggers."""
        for model in self._tables(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the tables."""
        for model in reversed([*self._tables(app_label, schema_editor, from_state)]):
            schema_editor.delete_model(model)

    def _tables(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> Iterator[type[Model]]:
        for operation in self.operations:
            if isinstance(operation, CreateModel) and operation.name not in self.tables_elsewhere:
                model = state.apps.get_model(app_label, operation.name)
                if self.allow_migrate_model(schema_editor.connection.alias, model):
                    yield model

    def describe(self) -> str:
        """What it does, in words."""
        return "Create " + ", ".join(one.name for one in self.operations if isinstance(one, CreateModel))
