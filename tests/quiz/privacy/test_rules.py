"""When an exam may be forgotten."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quiz.privacy.rules import Keeping, Term, add_months, held_by, keeping

TODAY = date(2026, 11, 22)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_months_end_on_the_last_day_where_a_month_is_shorter():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert add_months(date(2023, 11, 22), 36) == date(2026, 11, 22)


@given(days, st.integers(0, 600))
def test_months_go_forward_by_as_many_months_and_never_past_the_day(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def term(exam, years_ago=None, months=36, forgotten=False):
    day = None if years_ago is None else TODAY.replace(year=TODAY.year - years_ago)
    return Term(exam, day, months, forgotten)


def test_an_exam_is_due_on_the_day_and_not_the_day_before():
    alone = term(1, 3)
    assert keeping(alone, [alone], TODAY) == Keeping.DUE
    assert keeping(alone, [alone], TODAY - timedelta(days=1)) == Keeping.KEPT


def test_the_time_does_not_run_before_publication():
    assert keeping(term(1), [term(1)], TODAY) == Keeping.UNPUBLISHED


def test_an_exam_waits_for_every_other_on_its_roster():
    due, kept, draft, gone = term(1, 4), term(2, 1), term(3), term(4, 1, forgotten=True)
    assert keeping(due, [due, gone], TODAY) == Keeping.DUE
    assert keeping(due, [due, kept, draft], TODAY) == Keeping.HELD
    assert held_by([due, kept, draft, gone], TODAY) == [2, 3]
    assert keeping(gone, [due, kept, gone], TODAY) == Keeping.FORGOTTEN
