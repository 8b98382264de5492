"""Coverage read from rows, within what its reader may see; workbook and report say the same."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from quiz.coverage.documents import coverage_pdf
from quiz.coverage.queries import load_coverage
from quiz.coverage.rules import Tally
from quiz.coverage.workbook import coverage_workbook
from quiz.delivery.rules import AttemptState
from quiz.results.actions import publish_results
from rosters.cohorts.models import Entry, EntryReason
from rosters.cohorts.rules import CohortKind, ReleaseKind
from rosters.roles.rules import Role
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_person, make_release, make_roster, make_unit, make_user
from tests.quiz.results.factories import (
    make_attempt,
    make_batch,
    make_candidate,
    make_exam,
    make_officer,
)

pytestmark = pytest.mark.django_db


def make_mixed_exam(**renamed):
    """Two offices and a town: 95, 70 / 50, absent, exempt / 80. The first is in two cohorts.

    People are called 考生0 to 考生5 unless `renamed`: _3="…" renames the one who was absent.
    """
    office, other = make_unit("财政局"), make_unit("审计局")
    town = make_unit("白水镇", kind=UnitKind.TOWNSHIP)
    units = [office, office, other, other, other, town]
    people = [
        make_person(renamed.get(f"_{number}", f"考生{number}"), unit=unit)
        for number, unit in enumerate(units)
    ]
    exam = make_exam(make_roster(*people))
    batch = make_batch(exam)
    entries = list(exam.roster.entries.all())
    for entry, total in zip(entries, [95, 70, 50, None, "exempt", 80], strict=True):
        if total == "exempt":
            make_release(entry, ReleaseKind.EXEMPT)
        elif total is None:
            make_attempt(make_candidate(batch, entry), state=AttemptState.READY)
        else:
            make_attempt(make_candidate(batch, entry), total)
    EntryReason.objects.create(entry=entries[0], cohort=CohortKind.NEW_LEADER, fact="2026-01-01")
    return exam


@pytest.fixture
def exam():
    return make_mixed_exam()


def publish(exam):
    publish_results(actor=make_officer(), exam=exam, now=NOW)


def seen(exam, **limits):
    return load_coverage(exam, NOW, **limits)


def unit_named(name):
    return Entry.objects.filter(unit__name=name).first().unit


def test_total_and_units_and_cohorts_add_up(exam):
    coverage = seen(exam)
    assert coverage.total == Tally(6, excellent=1, passed=2, failed=1, absent=1, exempt=1)
    assert {
        kind: [(row.unit.name, row.rank, row.of, row.unit.tally) for row in rows]
        for kind, rows in coverage.kinds.items()
    } == {
        UnitKind.TOWNSHIP: [("白水镇", 1, 1, Tally(1, passed=1))],
        UnitKind.DEPARTMENT: [
            ("审计局", 2, 2, Tally(3, failed=1, absent=1, exempt=1)),
            ("财政局", 1, 2, Tally(2, excellent=1, passed=1)),
        ],
    }
    assert coverage.cohorts == {
        CohortKind.NEW_LEADER: Tally(1, excellent=1),
        CohortKind.ENFORCEMENT: coverage.total,
    }


def test_units_limit_everything_that_is_seen(exam):
    coverage = seen(exam, unit_ids=frozenset({unit_named("白水镇").pk}))
    assert coverage.total == Tally(1, passed=1)
    assert [line.name for line in coverage.lines] == ["考生5"]
    assert list(coverage.kinds) == [UnitKind.TOWNSHIP]
    assert coverage.cohorts == {CohortKind.ENFORCEMENT: Tally(1, passed=1)}


def test_published_coverage_is_as_of_publication(exam):
    assert (seen(exam).publication, seen(exam).as_of) == (None, NOW)
    before = seen(exam)
    publish(exam)
    after = seen(exam)
    assert after.publication is not None
    assert (after.total, after.kinds, after.lines) == (before.total, before.kinds, before.lines)


def test_number_of_queries_is_small_and_constant(exam, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        seen(exam)


PAGES = ["coverage:exam", "coverage:names", "coverage:workbook", "coverage:pdf"]


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_for_officers_leaders_and_the_units_liaison(client, exam, page):
    address = reverse(page, args=[exam.pk])
    assert client.get(address).status_code == 302
    unit = unit_named("白水镇")
    users = {
        "officer": make_officer(),
        "leader": make_user(Role.LEADER),
        "liaison": make_user(Role.LIAISON, unit=unit),
        "liaison elsewhere": make_user(Role.LIAISON, unit=make_unit()),
        "marker": make_user(Role.MARKER),
        "candidate": make_user(person=exam.roster.entries.first().person),
    }
    found = {}
    for who, user in users.items():
        client.force_login(user)
        found[who] = client.get(address).status_code
    assert found == {
        "officer": 200,
        "leader": 200,
        "liaison": 200,
        "liaison elsewhere": 404,
        "marker": 403,
        "candidate": 403,
    }


def test_list_shows_exams_that_concern_the_reader(client, exam):
    def listed(user):
        client.force_login(user)
        return [(e.title, e.must_sit) for e in client.get(reverse("coverage:list")).context["page"]]

    assert listed(make_user(Role.LEADER)) == [(exam.title, 6)]
    assert listed(make_user(Role.LIAISON, unit=unit_named("审计局"))) == [(exam.title, 3)]
    assert listed(make_user(Role.LIAISON, unit=make_unit())) == []


def names(client, exam, **query):
    page = client.get(reverse("coverage:names", args=[exam.pk]), query)
    return [(line.name, verdict) for line, _unit, _why, verdict, _label in page.context["rows"]]


def test_names_behind_each_number(client, exam):
    publish(exam)
    client.force_login(make_user(Role.LEADER))
    everybody = [
        ("考生0", "excellent"), ("考生1", "passed"), ("考生2", "failed"),
        ("考生3", "absent"), ("考生4", "exempt"), ("考生5", "passed"),
    ]  # fmt: skip
    assert names(client, exam) == everybody
    assert names(client, exam, verdict="sat") == everybody[:3] + everybody[5:]
    assert names(client, exam, verdict="absent") == everybody[3:4]
    assert names(client, exam, unit=unit_named("财政局").pk) == everybody[:2]
    assert names(client, exam, cohort="new_leader") == everybody[:1]


def test_liaison_cannot_ask_for_names_of_another_unit(client, exam):
    client.force_login(make_user(Role.LIAISON, unit=unit_named("白水镇")))
    other = unit_named("审计局").pk
    assert [name for name, _ in names(client, exam, unit=other)] == ["考生5"]
    page = client.get(reverse("coverage:exam", args=[exam.pk])).content.decode()
    assert "白水镇" in page and "审计局" not in page


def test_before_publication_only_officers_learn_who_passed(client, exam):
    address = reverse("coverage:exam", args=[exam.pk])
    client.force_login(make_user(Role.LEADER))
    assert names(client, exam, name="考生2") == [("考生2", "sat")]
    assert len(names(client, exam, verdict="failed")) == 6  # no such filter: nothing is filtered
    assert len(client.get(address).context["figures"]) == 3
    sheet = load_workbook(
        BytesIO(b"".join(client.get(reverse("coverage:workbook", args=[exam.pk]))))
    )
    assert {row[3] for row in list(sheet.worksheets[3].values)[1:]} == {
        str(label) for label in (_label("sat"), _label("absent"), _label("exempt"))
    }
    client.force_login(make_officer())
    assert names(client, exam, verdict="failed") == [("考生2", "failed")]
    assert len(client.get(address).context["figures"]) == 6


def _label(verdict):
    from quiz.coverage.figures import VERDICT_LABELS

    return VERDICT_LABELS[verdict]


def test_page_writes_the_identity_out(client, exam):
    client.force_login(make_officer())
    page = client.get(reverse("coverage:exam", args=[exam.pk]))
    terms = page.context["identity"]
    assert [(key, n) for key, _label, n in terms] == [
        ("sat", 4), ("absent", 1), ("deferred", 0), ("exempt", 1), ("left", 0)
    ]  # fmt: skip
    text = re.sub(r"<[^>]+>", "", page.content.decode())
    written = " + ".join(f"{label} {n}" for _key, label, n in terms)
    assert f"6 = {written}" in text
    assert "style=" not in page.content.decode()


def test_workbook_reads_back_as_numbers(exam):
    publish(exam)
    book = load_workbook(BytesIO(coverage_workbook(seen(exam))))
    _summary, units, cohorts, people = book.worksheets
    assert [row[1:5] + row[10:11] for row in units.iter_rows(min_row=2, values_only=True)] == [
        ("白水镇", 1, 1, 1, 1),
        ("审计局", 2, 3, 1, 0.5),
        ("财政局", 1, 2, 2, 1),
    ]
    assert units["K3"].number_format == "0.0%"
    assert [row[1:3] for row in cohorts.iter_rows(min_row=2, values_only=True)] == [
        (1, 1), (6, 4), (6, 4)
    ]  # fmt: skip
    rows = list(people.iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[4]) for row in rows] == [
        ("考生0", 95), ("考生1", 70), ("考生2", 50), ("考生3", None), ("考生4", None), ("考生5", 80)
    ]  # fmt: skip
    assert units.column_dimensions["B"].width > 30
    assert (units.freeze_panes, units.auto_filter.ref is not None) == ("B2", True)


def test_workbook_never_holds_a_formula():
    exam = make_mixed_exam(_0='=HYPERLINK("http://x.example","张")', _1="+1+cmd|' /C calc'!A0")
    people = load_workbook(BytesIO(coverage_workbook(seen(exam)))).worksheets[3]
    cells = [people["B2"], people["B3"]]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert cells[0].value == '=HYPERLINK("http://x.example","张")' and cells[0].hyperlink is None


def test_report_names_the_absent_on_numbered_a4_pages(exam):
    reader = PdfReader(BytesIO(coverage_pdf(seen(exam))))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    first = reader.pages[0]
    assert (round(first.mediabox.width), round(first.mediabox.height)) == (595, 842)
    assert exam.title in text and "考生3" in text and "考生2" not in text
    assert f"—1/{len(reader.pages)}—" in text
    for font in first["/Resources"]["/Font"].values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert any(key.startswith("/FontFile") for key in descriptor.get_object())


def test_report_is_blocked_by_a_character_that_no_font_holds(client):
    exam = make_mixed_exam(_3="张\ue000")
    refusal = coverage_pdf(seen(exam))
    assert (refusal.code, refusal.facts["name"]) == ("typesetting.glyph_missing", "张\ue000")
    client.force_login(make_officer())
    answer = client.get(reverse("coverage:pdf", args=[exam.pk]))
    assert answer.url == reverse("coverage:exam", args=[exam.pk])
