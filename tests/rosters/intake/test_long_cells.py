"""Cells longer than anybody's facts: refused by row, whatever the column and the database."""

import pytest

from rosters.intake.rules.columns import SPELLINGS, USUAL, Column
from rosters.intake.rules.names import read_name
from rosters.people.models import Credential, Person, Posting
from rosters.units.models import Unit
from tests.factories import make_unit
from tests.rosters.intake.factories import book, codes, identity_number, take, verdicts

READ = [column for column in Column if column is not Column.UNUSED]
WHOLE = {
    Column.NAME: "张三",
    Column.IDENTITY: identity_number(),
    Column.UNIT: "县司法局",
    Column.CARD_NUMBER: "粤A1",
    Column.HIRED: "2021-08",
}


def label(column):
    return SPELLINGS[column].split()[0]


def row_with(column, text):
    cells = WHOLE | {column: text}
    return book(list(cells.values()), header=[label(c) for c in cells])


def reasons(report):
    return [(reason.code, dict(reason.facts)) for v in report.verdicts for reason in v.reasons]


@pytest.mark.django_db
@pytest.mark.parametrize("column", READ)
@pytest.mark.parametrize("text", ["长" * 5000, "长" + " " * 5000 + "长", "(" * 5000, "1/" * 2500])
def test_cell_of_5000_characters_is_a_reason_against_its_row(column, text):
    make_unit("县司法局")
    report = take(row_with(column, text))
    ((code, facts),) = reasons(report)
    assert (code, facts["column"]) == ("intake.row_long", label(column))
    assert facts["limit"] <= 300
    assert Person.objects.count() == Unit.objects.count() - 1 == 0
    assert max(len(v.name + v.unit) for v in report.verdicts) <= 200


LIMITS = {
    Column.NOTE: (Person, "note", 200),
    Column.TITLE: (Posting, "title", 100),
    Column.RANK: (Posting, "rank", 40),
    Column.DOCUMENT: (Posting, "document", 100),
    Column.ESTABLISHMENT: (Posting, "establishment", 40),
    Column.CARD_NUMBER: (Credential, "number", 40),
    Column.CARD_KIND: (Credential, "kind", 40),
    Column.CARD_FIELD: (Credential, "field", 60),
    Column.CARD_AREA: (Credential, "area", 60),
    Column.NAME: (Person, "name", 40),
}


@pytest.mark.django_db
@pytest.mark.parametrize("column", LIMITS)
def test_longest_text_is_stored_whole_and_one_more_character_is_refused(column):
    make_unit("县司法局")
    model, field, limit = LIMITS[column]
    assert verdicts(take(row_with(column, "长" * (limit + 1)))) == [("2", "rejected")]
    assert verdicts(take(row_with(column, "长" * limit))) == [("2", "added")]
    assert list(model.objects.values_list(field, flat=True)) == ["长" * limit]


@pytest.mark.django_db
def test_new_unit_is_measured_after_its_name_is_folded():
    """One sign may stand for four characters: `㍿` is 株式会社."""
    header = ["姓名", "工作单位", "单位性质"]
    rows = [["张三", "局" * 101, "县直部门"], ["李四", "㍿" * 26, "县直部门"]]
    report = take(book(*rows, ["王五", "㍿" * 25, "县直部门"], header=header))
    assert reasons(report) == [("intake.row_long", {"column": "工作单位", "limit": 100})] * 2
    assert [len(name) for name in Unit.objects.values_list("name", flat=True)] == [100]


def test_padding_of_any_length_is_not_part_of_a_name():
    assert read_name("张" + " " * 100_000 + "三") == ("张三", "")


def test_no_header_is_as_long_as_a_book():
    assert USUAL.recognise("(" * 500_000) is None


@pytest.mark.django_db
def test_nearest_units_are_named_for_the_first_200_unknown_ones():
    make_unit("县司法局")
    unknown = [["张三", f"县司法{at}局"] for at in range(210)]
    found = codes(take(book(*unknown, *unknown[:1], header=["姓名", "工作单位"]), dry_run=True))
    near, far = ["intake.row_unit_unknown_near"], ["intake.row_unit_unknown"]
    assert found == [near] * 200 + [far] * 10 + [near]
