"""Figures over time: when they are kept, that they stay, and what changed between two days."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from quiz.coverage.actions import take_month_end_snapshots, take_snapshot
from quiz.coverage.comparison import comparison_tables
from quiz.coverage.history import is_intact, load_days
from quiz.coverage.models import CoverageSnapshot
from quiz.coverage.queries import load_coverage
from quiz.coverage.rules import Tally, draw_chart, month_end_due, read_tally
from quiz.management.commands.keep_time import Command
from quiz.results.models import Voiding
from rosters.cohorts.models import Entry
from rosters.cohorts.rules import ReleaseKind
from rosters.roles.rules import Role
from tests.factories import NOW, make_release, make_user
from tests.quiz.coverage.factories import make_deep_exam, make_mixed_exam, publish, unit_named
from tests.quiz.results.factories import make_officer

OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)


def clock(day, hour):
    """A moment by the county's clock."""
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo("Asia/Shanghai"))


EVENING = clock(NOVEMBER, 22)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("now", "begun", "last", "due"),
    [
        (EVENING, OCTOBER, None, True),
        (EVENING, OCTOBER, OCTOBER, True),
        (EVENING, OCTOBER, date(2026, 11, 29), True),
        (EVENING, OCTOBER, NOVEMBER, False),
        (EVENING - timedelta(minutes=1), OCTOBER, OCTOBER, False),
        (EVENING - timedelta(minutes=1), OCTOBER, None, True),
        (clock(date(2026, 12, 4), 9), OCTOBER, OCTOBER, True),
        (clock(date(2026, 12, 4), 9), OCTOBER, date(2026, 12, 1), False),
        (clock(date(2026, 12, 4), 9), date(2026, 12, 1), None, False),
        (clock(date(2026, 12, 4), 9), NOVEMBER, None, True),
        (clock(date(2028, 2, 28), 23), OCTOBER, date(2028, 2, 1), False),
        (clock(date(2028, 2, 29), 23), OCTOBER, date(2028, 2, 1), True),
    ],
)
def test_figures_are_due_at_each_months_end(now, begun, last, due):
    assert month_end_due(now, begun, last) == due


@given(days, st.integers(0, 23), days)
def test_figures_that_were_kept_are_not_due_again(today, hour, begun):
    now = clock(today, hour)
    assert not month_end_due(now, begun, today)
    assert not month_end_due(now, today + timedelta(days=1), None)


@given(st.lists(days, min_size=1, max_size=12, unique=True).map(sorted), st.data())
def test_chart_stays_in_its_field_and_in_order(when, data):
    rates = data.draw(
        st.lists(
            st.none() | st.fractions(0, 1, max_denominator=500),
            min_size=len(when),
            max_size=len(when),
        )
    )
    chart = draw_chart(when, rates)
    if len(when) < 2:
        assert chart is None
        return
    (line,) = chart.lines
    assert [(point.day, point.rate) for point in line.points] == [
        (day, rate) for day, rate in zip(when, rates, strict=True) if rate is not None
    ]
    xs = [float(point.x) for point in line.points]
    assert xs == sorted(xs)
    assert all(chart.left <= x <= chart.right for x in xs)
    assert all(0 <= float(point.y) <= chart.bottom for point in line.points)
    places = [float(tick.at) for tick in chart.days]
    assert chart.days[-1].label == when[-1]
    assert all(right - left >= 80 for left, right in pairwise(places))
    gaps = sum(
        rate is not None and (n == 0 or rates[n - 1] is None) for n, rate in enumerate(rates)
    )
    assert line.path.count("M") == gaps


def test_chart_is_drawn_in_steps():
    chart = draw_chart([OCTOBER, NOVEMBER], [Fraction(0), Fraction(1)])
    assert chart.lines[0].path == "M48.0 208.0H704.0V16.0"
    assert [tick.label for tick in chart.rates] == [0, 25, 50, 75, 100]


def at(day, hour=15):
    return clock(day, hour).astimezone(UTC)


@pytest.fixture
def exam(db):
    return make_deep_exam()


def take(exam, day):
    snapshot = take_snapshot(actor=SYSTEM, exam=exam, now=at(day))
    assert isinstance(snapshot, CoverageSnapshot), snapshot
    return snapshot


def test_snapshot_holds_the_figures_and_nobodys_name(exam):
    snapshot = CoverageSnapshot.objects.get(pk=take(exam, NOVEMBER).pk)
    coverage = load_coverage(exam, at(NOVEMBER))
    assert (snapshot.day, snapshot.taken_at) == (NOVEMBER, at(NOVEMBER))
    assert read_tally(snapshot.figures["total"]) == coverage.total
    assert snapshot.figures["late"] == 2
    assert {name: read_tally(kept) for name, kept in snapshot.figures["fields"].items()} == (
        coverage.fields
    )
    text = str(snapshot.figures)
    names = Entry.objects.filter(roster=exam.roster).values_list("name", flat=True)
    assert not any(f"'{name}'" in text for name in names)
    (day,) = load_days(exam, None)
    assert (day.intact, day.total) == (True, coverage.total)
    assert day.units == {unit.unit_id: unit for unit in coverage.units}
    (record,) = AuditRecord.objects.filter(action="take_snapshot")
    assert record.facts == {
        "day": "2026-11-30", "must_sit": 12, "content_hash": snapshot.content_hash
    }  # fmt: skip


def test_figures_are_kept_once_a_day_and_never_changed(exam):
    snapshot = take(exam, NOVEMBER)
    again = take_snapshot(actor=SYSTEM, exam=exam, now=at(NOVEMBER, 23))
    assert isinstance(again, Refusal) and again.code == "coverage.taken_before"
    with pytest.raises(DatabaseError), transaction.atomic():
        CoverageSnapshot.objects.update(content_hash="0" * 64)
    assert CoverageSnapshot.objects.get().content_hash == snapshot.content_hash


@pytest.mark.parametrize(
    "changed", [{"late": 3}, {"total": {"passed": 12}}, {"units": []}, {"published": True}]
)
def test_hash_shows_that_figures_were_changed(exam, changed):
    snapshot = take(exam, NOVEMBER)
    assert is_intact(snapshot)
    snapshot.figures = snapshot.figures | changed
    assert not is_intact(snapshot)
    snapshot.refresh_from_db()
    snapshot.taken_at += timedelta(days=1)
    assert not is_intact(snapshot)


def month_ends(*moments):
    return [take_month_end_snapshots(actor=SYSTEM, now=moment) for moment in moments]


def kept():
    return list(CoverageSnapshot.objects.order_by("day").values_list("day", flat=True))


def test_month_ends_are_kept_once_each_and_made_up_for(exam):
    assert exam.locked_at == NOW
    assert month_ends(at(date(2026, 11, 23)), at(NOVEMBER, 21)) == [0, 0]
    assert month_ends(at(NOVEMBER, 22), at(NOVEMBER, 23), at(date(2026, 12, 1))) == [1, 0, 0]
    # At the end of December nobody was there: the figures are those of the day they were taken.
    assert month_ends(at(date(2027, 1, 4)), at(date(2027, 1, 5))) == [1, 0]
    assert kept() == [NOVEMBER, date(2027, 1, 4)]


def test_figures_are_kept_once_more_after_publication_and_then_no_more(exam):
    publish(exam)
    assert month_ends(at(NOVEMBER, 23), at(date(2026, 12, 31), 23)) == [1, 0]
    assert CoverageSnapshot.objects.get().figures["published"] is True


def test_clock_keeps_the_figures(exam, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(NOVEMBER, 23))
    Command()._round()
    assert kept() == [NOVEMBER]


@pytest.mark.django_db
def test_comparison_says_what_changed():
    exam = make_mixed_exam()
    take(exam, OCTOBER)
    absent = exam.roster.entries.get(name="考生3")
    make_release(absent, ReleaseKind.TRANSFERRED)
    Voiding.objects.create(
        exam=exam, entry=exam.roster.entries.get(name="考生1"), reason="替考", decided_at=NOW
    )
    take(exam, NOVEMBER)
    first, second = load_days(exam, None)
    totals, kinds, cohorts, units = comparison_tables(first, second, marks_shown=True)
    assert [line.cells for line in totals.lines[:2]] == [("6", "6", "0"), ("4", "4", "0")]
    assert {line.cells for line in totals.lines[2:]} == {
        ("1", "1", "0"), ("2", "1", "-1"), ("1", "0", "-1"), ("0", "1", "+1"),
        ("80.0%", "100.0%", "+20.0"), ("75.0%", "50.0%", "-25.0"), ("50.0%", "33.3%", "-16.7"),
        ("25.0%", "25.0%", "0.0"),
    }  # fmt: skip
    assert [line.label for line in units.lines] == ["财政局", "审计局"]
    assert units.lines[1].cells == ("3 → 3", "1 → 1", "50.0% → 100.0%", "+50.0",
                                    "0.0% → 0.0%", "0.0")  # fmt: skip
    assert len(kinds.lines) == 2 and len(cohorts.lines) == 2
    hidden = comparison_tables(first, second, marks_shown=False)
    assert len(hidden[0].lines) == 6
    assert [(line.label, len(line.cells)) for line in hidden[3].lines] == [("审计局", 4)]


def address(name, exam):
    return reverse(f"coverage:{name}", args=[exam.pk])


def test_only_officers_of_the_county_keep_figures(client, exam):
    unit = unit_named("白水镇")
    for user, status in (
        (make_user(Role.LEADER), 403),
        (make_user(Role.LIAISON, unit=unit), 403),
        (make_user(Role.OFFICER, unit=unit), 403),
        (make_officer(), 302),
    ):
        client.force_login(user)
        assert client.post(address("take", exam)).status_code == status
    assert CoverageSnapshot.objects.count() == 1
    assert client.get(address("take", exam)).status_code == 405
    page = client.post(address("take", exam), follow=True)
    assert [message.level_tag for message in page.context["messages"]][-1] == "error"


def test_liaison_sees_the_own_units_figures_over_time(client, exam):
    take(exam, OCTOBER)
    publish(exam)
    take(exam, NOVEMBER)
    client.force_login(make_user(Role.LIAISON, unit=unit_named("白水镇")))
    page = client.get(address("history", exam))
    own = Tally(5, passed=1, exempt=1, deferred=1, transferred=1, left=1)
    assert [row["total"] for row in page.context["rows"]] == [own, own]
    first, second = load_days(exam, None)
    query = {"first": first.snapshot.pk, "second": second.snapshot.pk}
    compared = client.get(address("compare", exam), query)
    shown = [line.label for table in compared.context["tables"][1:] for line in table.lines]
    assert len(shown) == 1
    assert "公安局" not in compared.content.decode()


def test_before_publication_history_hides_who_passed(client, exam):
    take(exam, OCTOBER)
    take(exam, NOVEMBER)
    for role, lines in ((Role.LEADER, 1), (Role.OFFICER, 2)):
        client.force_login(make_user(role))
        page = client.get(address("history", exam))
        assert len(page.context["chart"].lines) == lines
        assert len(page.context["rows"]) == 2


@pytest.mark.parametrize(("first", "second"), [(0, 0), (1, 0), (None, 0), ("x", "y")])
def test_comparison_needs_two_days_in_order(client, exam, first, second):
    pks = [take(exam, OCTOBER).pk, take(exam, NOVEMBER).pk]
    client.force_login(make_user(Role.LEADER))
    query = {
        name: pks[value] if isinstance(value, int) else value or ""
        for name, value in (("first", first), ("second", second))
    }
    answer = client.get(address("compare", exam), query)
    assert answer.status_code == 302 and answer.url == address("history", exam)
