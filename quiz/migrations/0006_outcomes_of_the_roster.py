from typing import Any

from django.db import migrations

# What is said of an entry within an exam is said of an entry of that exam's roster. On PostgreSQL a
# publication must also be complete when its transaction ends: as many outcomes as the roster has
# entries, which with `outcome_once` means exactly one for each.
OF_THE_ROSTER = {
    "quiz_outcome": "(SELECT exam_id FROM quiz_publication WHERE id = NEW.publication_id)",
    "quiz_officialresult": "NEW.exam_id",
    "quiz_voiding": "NEW.exam_id",
}
_LISTED = """
SELECT 1 FROM rosters_entry JOIN quiz_exam ON quiz_exam.roster_id = rosters_entry.roster_id
WHERE rosters_entry.id = NEW.entry_id AND quiz_exam.id = {exam}
"""
_POSTGRES = """
CREATE FUNCTION {table}_of_roster() RETURNS trigger AS $$
BEGIN IF NOT EXISTS ({listed}) THEN
RAISE EXCEPTION '{table}: the entry is not on the roster of the exam'
USING ERRCODE = 'integrity_constraint_violation';
END IF; RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_of_roster BEFORE INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_of_roster();
"""
_SQLITE = """
CREATE TRIGGER {table}_of_roster BEFORE INSERT ON {table} WHEN NOT EXISTS ({listed})
BEGIN SELECT RAISE(ABORT, '{table}: the entry is not on the roster of the exam'); END
"""
_COMPLETE = """
CREATE FUNCTION quiz_publication_complete() RETURNS trigger AS $$
BEGIN IF (SELECT count(*) FROM quiz_outcome WHERE publication_id = NEW.id) <>
(SELECT count(*) FROM rosters_entry JOIN quiz_exam ON quiz_exam.roster_id = rosters_entry.roster_id
WHERE quiz_exam.id = NEW.exam_id) THEN
RAISE EXCEPTION 'quiz_publication: an entry of the roster has no outcome'
USING ERRCODE = 'integrity_constraint_violation';
END IF; RETURN NULL; END $$ LANGUAGE plpgsql;
CREATE CONSTRAINT TRIGGER quiz_publication_complete AFTER INSERT ON quiz_publication
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION quiz_publication_complete();
"""


def close(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    template = _POSTGRES if postgresql else _SQLITE
    for table, exam in OF_THE_ROSTER.items():
        listed = _LISTED.format(exam=exam)
        schema_editor.execute(template.format(table=table, listed=listed), params=None)
    if postgresql:
        schema_editor.execute(_COMPLETE, params=None)


def reopen(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in OF_THE_ROSTER:
        schema_editor.execute(
            f"DROP FUNCTION IF EXISTS {table}_of_roster() CASCADE"
            if postgresql
            else f"DROP TRIGGER IF EXISTS {table}_of_roster"
        )
    if postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS quiz_publication_complete() CASCADE")


class Migration(migrations.Migration):
    """Makes the database itself hold the accounting: must sit is the sum of the outcomes."""

    dependencies = [("quiz", "0005_append_only")]

    operations = [migrations.RunPython(close, reopen)]
