"""The database keeps what was decided, handed in and issued, and lets people be forgotten."""

from itertools import count

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.append_only import AppendOnly, NeverDeleted, Thawed
from quiz.clearance.models import CancellationList, CancelledCard
from quiz.coverage.bulletins.actions import draft_bulletin
from quiz.coverage.models import Bulletin
from quiz.results.models import Certificate
from tests.factories import NOW, make_user
from tests.quiz.clearance.factories import make_announced_list, make_expired
from tests.quiz.coverage.bulletin_factories import make_issued_bulletin
from tests.quiz.privacy.factories import make_kept_exam
from tests.quiz.results.factories import make_certified

# What may be forgotten, and where; everything else in these tables stays as it is.
BLANKS = {
    "rosters_entry": {"person_id": None, "name": "", "title": "", "rank": ""},
    "rosters_entryreason": {"fact": ""},
    "rosters_release": {"basis": ""},
    "rosters_latearrival": {"basis": ""},
    "rosters_confirmation": {"signed": ""},
    "quiz_voiding": {"reason": ""},
    "quiz_journalentry": {"answer": ""},
}
FILLED = [table for table in BLANKS if table != "rosters_confirmation"]
_names = count(1)


@pytest.fixture
def certificate(db):
    return make_certified(80)[0]


@pytest.fixture
def filled(db):
    """A row at least in every table that lets a blanking through."""
    return make_kept_exam()


def closed_tables():
    """Each table with the operation that closed it last."""
    closed = {}
    for (app, _), migration in sorted(MigrationLoader(connection).disk_migrations.items()):
        for operation in migration.operations if app in ("audit", "rosters", "quiz") else ():
            if isinstance(operation, Thawed):
                closed.pop(operation.table)
            elif isinstance(operation, AppendOnly):
                closed[operation.table] = operation
    return closed


def run(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def refused(statement, values=()):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement, values)


def model_of(table):
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def another(field, value):
    """A value of the column that is not the one it has; None where there is no other."""
    if isinstance(field, models.ForeignKey | models.AutoField):
        return None
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1
    if isinstance(field, models.CharField | models.TextField):
        return f"x{next(_names)}"
    return None


def test_issued_certificates_can_be_revoked_but_never_deleted(certificate):
    Certificate.objects.update(revoked_reason="替考")
    refused("DELETE FROM quiz_certificate")


@pytest.mark.parametrize("table", ["quiz_attempt", "quiz_score"])
def test_attempts_and_scores_are_never_deleted(certificate, table):
    refused(f"DELETE FROM {table}")


def test_exactly_these_columns_can_be_blanked(db):
    assert {
        table: operation.blanks for table, operation in closed_tables().items() if operation.blanks
    } == BLANKS


def test_a_table_that_was_opened_is_closed_again(db):
    """What a migration thaws, a later one closes; nothing is left open or only half closed."""
    closed = closed_tables()
    whole = {t for t, operation in closed.items() if not isinstance(operation, NeverDeleted)}
    thawed = {
        operation.table
        for (app, _), migration in MigrationLoader(connection).disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, Thawed)
    }
    assert thawed <= whole


@pytest.mark.parametrize("table", FILLED)
def test_no_row_is_deleted_not_even_to_forget(filled, table):
    refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", FILLED)
def test_blanking_all_of_its_columns_is_let_through_once_and_again(filled, table):
    setting = ", ".join(f'"{name}" = %s' for name in BLANKS[table])
    statement, values = f"UPDATE {table} SET {setting}", list(BLANKS[table].values())
    assert run(statement, values) == model_of(table)._base_manager.count() > 0
    assert run(statement, values) == model_of(table)._base_manager.count()


@pytest.mark.parametrize("table", FILLED)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_other_update_is_refused(filled, table, data):
    """Some columns blanked and one other changed, a blank set to a word, or blanks left out."""
    model, blanks = model_of(table), BLANKS[table]
    row = model._base_manager.values().first()
    others = {
        field.column: another(field, row[field.attname])
        for field in model._meta.concrete_fields
        if field.column not in blanks
    }
    others = {column: value for column, value in others.items() if value is not None}
    blanked = data.draw(st.sets(st.sampled_from(sorted(blanks))), label="blanked")
    changed = data.draw(st.sets(st.sampled_from(sorted(others))), label="changed") if others else ()
    said = data.draw(st.sampled_from([None, *blanks]), label="said")
    values = {name: blanks[name] for name in blanked} | {name: others[name] for name in changed}
    if said:
        values[said] = 0 if said.endswith("_id") else "某人"
    if not values or (blanked == set(blanks) and not changed and not said):
        return
    setting = ", ".join(f'"{name}" = %s' for name in values)
    refused(f"UPDATE {table} SET {setting}", list(values.values()))


@pytest.mark.parametrize("table", FILLED)
def test_saying_again_what_is_there_is_refused_as_well(filled, table):
    """A row that still names somebody is not touched at all, not even to the same words."""
    name = next(iter(BLANKS[table]))
    refused(f'UPDATE {table} SET "{name}" = "{name}"')


@pytest.mark.parametrize("table", ["quiz_outcome", "quiz_publication", "rosters_roster"])
def test_tables_without_blanks_let_nothing_through(filled, table):
    refused(f"UPDATE {table} SET id = id")
    refused(f"DELETE FROM {table}")


def test_a_bulletin_is_a_draft_until_it_is_issued_and_then_stays(certificate):
    exam, officer = certificate.outcome.publication.exam, make_user()
    issued = make_issued_bulletin(exam, officer)
    draft = draft_bulletin(actor=officer, exam=exam, names=False, now=NOW)
    where, values = "WHERE id = %s", [issued.pk]
    refused(f"UPDATE quiz_bulletin SET body = 'x' {where}", values)
    refused(f"UPDATE quiz_bulletin SET issued_at = NULL {where}", values)
    refused(f"DELETE FROM quiz_bulletin {where}", values)
    assert run(f"UPDATE quiz_bulletin SET body = 'x' {where}", [draft.pk]) == 1
    assert run(f"DELETE FROM quiz_bulletin {where}", [draft.pk]) == 1
    assert list(Bulletin.objects.all()) == [issued]


@pytest.mark.parametrize(
    ("model", "said"), [(CancellationList, "title = 'x'"), (CancelledCard, "reason = 'x'")]
)
def test_a_list_of_cards_is_a_draft_until_it_is_announced_and_then_stays(db, model, said):
    announced = make_announced_list()
    draft = CancellationList.objects.create(title="草稿", drafted_at=NOW)
    card = make_expired("15008888")
    CancelledCard.objects.create(list=draft, credential=card, number=card.number, name="张三")
    table, column = model._meta.db_table, "id" if model is CancellationList else "list_id"
    where = f"WHERE {column} = %s"
    refused(f"UPDATE {table} SET {said} {where}", [announced.pk])
    refused(f"DELETE FROM {table} {where}", [announced.pk])
    assert run(f"UPDATE {table} SET {said} {where}", [draft.pk]) == 1
    draft.delete()
    assert [line.list for line in CancelledCard.objects.all()] == [announced]
