"""The made-up rosters go through the importer, faults and all."""

from datetime import date

import pytest
from django.db.models import Count

from audit.actions import SYSTEM
from quiz.demonstration.actions.county import add_units, import_rosters
from quiz.demonstration.rules.county import UNITS
from quiz.demonstration.rules.people import make_people
from quiz.demonstration.rules.rosters import make_books
from rosters.people.models import Credential, Person, Posting, Recruitment
from rosters.units.models import Unit, UnitAlias
from tests.factories import NOW

SEED, TODAY = 2026, date(2026, 11, 22)


@pytest.fixture
def reports(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    add_units(actor=SYSTEM)
    return import_rosters(actor=SYSTEM, seed=SEED, now=NOW)


def test_every_row_has_a_verdict_and_only_the_faulty_ones_are_rejected(reports, settings):
    books = make_books(make_people(SEED, TODAY), SEED, TODAY)
    written = sorted(path.name for path in (settings.VAR_DIR / "demonstration").iterdir())
    assert written == sorted(book.filename for book in books)
    assert [len(report.rejected) for report in reports] == [book.faulty for book in books]
    assert [(r.rows, r.added + r.changed + r.unchanged + len(r.rejected)) for r in reports] == [
        (r.rows, r.rows) for r in reports
    ]
    assert sum(report.added for report in reports) == 1500
    assert sum(report.changed for report in reports) == 68
    assert not any(report.units_added for report in reports)


def test_faulty_rows_are_rejected_each_for_its_own_reason(reports):
    reasons = [
        reason.code for report in reports for line in report.verdicts for reason in line.reasons
    ]
    assert reasons == [
        "intake.row_name_missing",
        "intake.row_date",
        "intake.row_id_checksum",
        "intake.row_unit_unknown_near",
        "intake.row_id_damaged",
        "intake.row_id_damaged",
        "intake.row_id_checksum",
        "intake.row_unit_unknown",
        "intake.row_id_birth",
    ]


def test_what_was_spelled_in_many_ways_arrives_as_it_is(reports):
    people = make_people(SEED, TODAY)
    stored = {person.phone: person for person in Person.objects.all()}
    assert {o.phone: (o.name, o.sex, o.born_on) for o in people} == {
        phone: (person.name, person.sex, person.born_on) for phone, person in stored.items()
    }
    units = Posting.objects.values_list("person__phone", "unit__name")
    assert dict(units) == {o.phone: o.unit.name for o in people}
    cards = Credential.objects.values_list("number", "person__phone", "valid_to")
    assert {row[0]: row[1:] for row in cards} == {
        o.card.number: (o.phone, o.card.valid_to) for o in people if o.card
    }
    assert Recruitment.objects.count() == 160


def test_units_form_the_tree_of_the_county(reports):
    assert list(Unit.objects.values_list("name", "kind", "parent__name")) == [
        (plan.name, plan.kind, plan.parent) for plan in UNITS
    ]
    aliases = UnitAlias.objects.values("unit__name").annotate(n=Count("pk"))
    assert {row["unit__name"]: row["n"] for row in aliases} == {
        plan.name: len(plan.aliases) for plan in UNITS
    }
