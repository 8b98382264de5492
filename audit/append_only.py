"""Migration operations that make the database itself refuse to alter or delete rows."""

from typing import Any, ClassVar

from django.db.migrations.operations.base import Operation

_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_append_only BEFORE {verbs} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
"""
_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


class AppendOnly(Operation):
    """Rows of `table` are neither updated nor deleted; on both databases, reversible."""

    verbs: ClassVar[tuple[str, ...]] = ("UPDATE", "DELETE")
    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that the models can see."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            statement = _POSTGRES.format(table=self.table, verbs=" OR ".join(self.verbs))
            schema_editor.execute(statement, params=None)
        else:
            for verb in self.verbs:
                schema_editor.execute(_SQLITE.format(table=self.table, verb=verb), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {self.table}_append_only() CASCADE")
        else:
            for verb in self.verbs:
                schema_editor.execute(f"DROP TRIGGER {self.table}_no_{verb}")

    def describe(self) -> str:
        return f"Refuse {' and '.join(self.verbs)} on {self.table}"


class NeverDeleted(AppendOnly):
    """Rows of `table` may still gain a mark or a revocation, but stay for good."""

    verbs = ("DELETE",)
