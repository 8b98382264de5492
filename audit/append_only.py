"""Migration operations that make the database itself refuse to alter or delete rows."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.migrations.operations.base import Operation

_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$
BEGIN {exception} RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_append_only BEFORE {verbs} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
"""
_POSTGRES_BLANKING = """
IF TG_OP = 'UPDATE' AND {blanked}
AND to_jsonb(NEW) - ARRAY[{names}] = to_jsonb(OLD) - ARRAY[{names}]
THEN RETURN NEW; END IF;
"""
_POSTGRES_OPEN = """
IF NOT ({closed}) THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;
"""
_SQLITE_CLOSED = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} WHEN {closed}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_SQLITE_BLANKING = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} WHEN NOT ({blanked} AND {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


class AppendOnly(Operation):
    """Rows of `table` are neither updated nor deleted; on both databases, reversible.

    One change is let through where `blanks` is given: setting all of these columns to what it
    says (None, "" or a text) and no other, by which a person is forgotten once the time is up.
    """

    verbs: ClassVar[tuple[str, ...]] = ("UPDATE", "DELETE")
    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, blanks: Mapping[str, str | None] | None = None) -> None:
        self.table = table
        self.blanks = dict(blanks or {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that the models can see."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(self._postgres(), params=None)
            return
        for verb in self.verbs:
            statement = _SQLITE.format(table=self.table, verb=verb)
            if self.blanks and verb == "UPDATE":
                statement = self._sqlite_blanking(schema_editor.connection)
            schema_editor.execute(statement, params=None)

    def _postgres(self) -> str:
        exception = ""
        if self.blanks:
            names = ", ".join(f"'{name}'" for name in self.blanks)
            blanked = self._blanked("IS NOT DISTINCT FROM")
            exception = _POSTGRES_BLANKING.format(blanked=blanked, names=names)
        verbs = " OR ".join(self.verbs)
        return _POSTGRES.format(table=self.table, verbs=verbs, exception=exception)

    def _sqlite_blanking(self, connection: Any) -> str:
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, self.table)
        others = [column.name for column in columns if column.name not in self.blanks]
        same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in others)
        return _SQLITE_BLANKING.format(
            table=self.table, verb="UPDATE", blanked=self._blanked("IS"), same=same
        )

    def _blanked(self, equals: str) -> str:
        literals = {
            name: "NULL" if value is None else f"'{value}'" for name, value in self.blanks.items()
        }
        return " AND ".join(f'NEW."{name}" {equals} {text}' for name, text in literals.items())

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.table}_append_only() CASCADE")
        else:
            for verb in self.verbs:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{verb}")

    def describe(self) -> str:
        return f"Refuse {' and '.join(self.verbs)} on {self.table}"


class NeverDeleted(AppendOnly):
    """Rows of `table` may still gain a mark or a revocation, but stay for good."""

    verbs = ("DELETE",)


class ClosedOnce(AppendOnly):
    """Rows of `table` are drafts until `closed`, a condition on OLD, holds; then they stay."""

    def __init__(self, table: str, closed: str) -> None:
        super().__init__(table)
        self.closed = closed

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            exception = _POSTGRES_OPEN.format(closed=self.closed)
            verbs = " OR ".join(self.verbs)
            statement = _POSTGRES.format(table=self.table, verbs=verbs, exception=exception)
            schema_editor.execute(statement, params=None)
            return
        for verb in self.verbs:
            statement = _SQLITE_CLOSED.format(table=self.table, verb=verb, closed=self.closed)
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Refuse {' and '.join(self.verbs)} on {self.table} once {self.closed}"


class Thawed(AppendOnly):
    """Lets a migration alter an append-only `table`; a later AppendOnly must close it again.

    Altering a table on SQLite makes it anew and loses its triggers, on PostgreSQL it keeps them:
    between the two operations both databases are in the same state.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Allow changes of {self.table} for a moment"
