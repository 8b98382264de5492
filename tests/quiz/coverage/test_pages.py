"""The pages: who may open them, what each reader is told, and where each number leads."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quiz.coverage.figures import VERDICT_LABELS
from quiz.coverage.queries import load_coverage
from rosters.cohorts.rules import ReleaseKind
from rosters.roles.rules import Role
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_person, make_roster, make_unit, make_user
from tests.quiz.coverage.factories import (
    fill,
    make_deep_exam,
    make_mixed_exam,
    publish,
    unit_named,
)
from tests.quiz.results.factories import make_exam, make_officer

pytestmark = pytest.mark.django_db
PAGES = ["exam", "units", "names", "history"]
EXPORTS = ["workbook", "names_workbook", "pdf"]


@pytest.fixture
def exam():
    return make_mixed_exam()


@pytest.fixture
def deep():
    return make_deep_exam()


def address(name, exam):
    return reverse(f"coverage:{name}", args=[exam.pk])


def signed_in(client, *roles, **grant):
    client.force_login(make_user(*roles, **grant))
    return client


def main_text(page):
    """What stands in <main>, without tags, in one line."""
    main = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


@pytest.mark.parametrize("which", PAGES + EXPORTS)
def test_page_opens_for_officers_leaders_and_the_units_liaison(client, exam, which):
    unit = unit_named("白水镇")
    users = {
        "officer": make_officer(),
        "leader": make_user(Role.LEADER),
        "liaison": make_user(Role.LIAISON, unit=unit),
        "officer of the unit": make_user(Role.OFFICER, unit=unit),
        "liaison elsewhere": make_user(Role.LIAISON, unit=make_unit()),
        "marker": make_user(Role.MARKER),
        "candidate": make_user(person=exam.roster.entries.first().person),
    }

    def ask():
        if which in EXPORTS:
            return client.post(address(which, exam), {"purpose": "report"}).status_code
        return client.get(address(which, exam)).status_code

    assert ask() == 302
    found = {}
    for who, user in users.items():
        client.force_login(user)
        found[who] = ask()
    assert found == {
        "officer": 200,
        "leader": 200,
        "liaison": 200,
        "officer of the unit": 200,
        "liaison elsewhere": 404,
        "marker": 403,
        "candidate": 403,
    }


def test_list_shows_exams_that_concern_the_reader(client, exam):
    client.force_login(make_user(Role.LEADER))
    page = client.get(reverse("coverage:list"))
    assert [(each.title, each.must_sit) for each in page.context["page"]] == [(exam.title, 6)]
    for unit, expected in ((unit_named("审计局"), [(exam.title, 3)]), (make_unit(), [])):
        client.force_login(make_user(Role.LIAISON, unit=unit))
        page = client.get(reverse("coverage:list"))
        assert [(each.title, each.must_sit) for each in page.context["page"]] == expected


def names(client, exam, **query):
    page = client.get(address("names", exam), query)
    return [(entry.name, verdict) for entry, _unit, _why, verdict, _label in page.context["rows"]]


def test_names_behind_each_number(client, exam):
    publish(exam)
    signed_in(client, Role.LEADER)
    everybody = [
        ("考生0", "excellent"), ("考生1", "passed"), ("考生2", "failed"),
        ("考生3", "absent"), ("考生4", "exempt"), ("考生5", "passed"),
    ]  # fmt: skip
    assert names(client, exam) == everybody
    assert names(client, exam, verdict="sat") == everybody[:3] + everybody[5:]
    assert names(client, exam, verdict="absent") == everybody[3:4]
    assert names(client, exam, unit=unit_named("财政局").pk) == everybody[:2]
    assert names(client, exam, unit_name="财政") == everybody[:2]
    assert names(client, exam, cohort="new_leader") == everybody[:1]
    assert names(client, exam, kind="township", verdict="passed") == everybody[5:]
    assert names(client, exam, level="0", field="-", name="生5") == everybody[5:]
    assert names(client, exam, unit="x", level="9", field="无", verdict="nothing") == everybody


def links(page):
    """Queries of the addresses of names that the page leads to, with the number at each."""
    main = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    found = re.findall(r'href="([^"]*/names/\?[^"]*)"[^>]*>([^<]*)<', main)
    for link, text in found:
        query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
        yield {key: values[0] for key, values in query.items()}, text


@pytest.mark.parametrize("which", ["exam", "units"])
def test_each_number_leads_to_exactly_its_people(client, deep, which):
    signed_in(client, Role.OFFICER)
    asked = 0
    for extra in ({}, {"below": "on"}) if which == "units" else ({},):
        for query, text in links(client.get(address(which, deep), extra)):
            number = re.search(r"\d+$", text.strip())
            if number and query.keys() != {"unit"}:
                assert len(names(client, deep, **query)) == int(number[0]), (query, text)
                asked += 1
    assert asked > 20


def test_names_are_paged_and_filtered_by_the_database(client):
    unit = make_unit()
    counts = {}
    for size in (3, 120):
        exam = make_exam(make_roster(*(make_person(unit=unit) for _ in range(size))))
        fill(exam, [70] * size)
        signed_in(client, Role.OFFICER)
        client.get(address("names", exam))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("names", exam), {"verdict": "sat", "page": "1"})
        counts[size] = len(queries)
        assert (page.context["page"].paginator.count, len(page.context["rows"])) == (
            size, min(size, 50)
        )  # fmt: skip
    assert counts[3] == counts[120] <= 16


def test_score_is_shown_once_published(client, exam):
    signed_in(client, Role.OFFICER)
    assert "70" not in main_text(client.get(address("names", exam), {"name": "考生1"}))
    publish(exam)
    page = client.get(address("names", exam), {"name": "考生1"})
    assert [entry.score for entry, *_ in page.context["rows"]] == [70]


def test_before_publication_only_officers_of_the_county_learn_who_passed(client, exam):
    readers = [{"role": Role.LEADER}, {"role": Role.OFFICER, "unit": unit_named("审计局")}]
    for reader in readers:
        signed_in(client, reader["role"], unit=reader.get("unit"))
        assert names(client, exam, name="考生2") == [("考生2", "sat")]
        unfiltered = len(names(client, exam))
        assert len(names(client, exam, verdict="failed")) == unfiltered  # no such filter
        page = client.get(address("exam", exam))
        assert len(page.context["figures"]) == 3 and page.context["sat_terms"] == []
        for each in ("exam", "units", "names"):
            shown = client.get(address(each, exam))
            asked = {query.get("verdict", "") for query, _text in links(shown)}
            assert asked <= {"", "sat", "absent", "deferred", "exempt", "left"}
            cells = set(re.findall(r"<t[hd][^>]*>([^<]+)<", shown.content.decode()))
            hidden = ("excellent", "passed", "failed")
            assert cells.isdisjoint(str(VERDICT_LABELS[verdict]) for verdict in hidden)
    signed_in(client, Role.OFFICER)
    assert names(client, exam, verdict="failed") == [("考生2", "failed")]
    assert len(client.get(address("exam", exam)).context["figures"]) == 6


@pytest.mark.parametrize("role", [Role.LIAISON, Role.OFFICER, Role.LEADER])
def test_no_page_or_filter_shows_another_unit(client, deep, role):
    """Somebody of the team sees the team and the post below it, and nothing of the others."""
    publish(deep)
    signed_in(client, role, unit=unit_named("交警大队"))
    bureau, town = unit_named("公安局").pk, unit_named("白水镇").pk
    queries = [
        {}, {"unit": bureau}, {"unit": bureau, "below": "on"}, {"unit": town},
        {"kind": "township"}, {"unit_name": "白水"}, {"name": "人0"}, {"verdict": "exempt"},
        {"below": "on"}, {"level": 4}, {"late": "on"},
    ]  # fmt: skip
    for page in ("exam", "units", "names", "history"):
        for query in queries:
            response = client.get(address(page, deep), query)
            own = dict(response.context).get("coverage") if response.context else None
            text = main_text(response)
            for foreign in ("公安局", "白水镇", "人0", "人1", "人6", "人9", "新12"):
                assert foreign not in text, (page, query, foreign)
            assert own is None or own.total.must_sit == 5
    assert [name for name, _ in names(client, deep)] == ["人2", "人3", "人4", "人5", "新11"]


def test_page_writes_the_identity_out(client, exam):
    signed_in(client, Role.OFFICER)
    page = client.get(address("exam", exam))
    terms = page.context["identity"]
    assert [(key, n) for key, _label, n in terms] == [
        ("sat", 4), ("absent", 1), ("deferred", 0), ("exempt", 1), ("left", 0)
    ]  # fmt: skip
    written = " + ".join(f"{label} {n}" for _key, label, n in terms)
    assert f"6 = {written}" in main_text(page)
    assert "style=" not in page.content.decode()


def test_page_of_many_units_shows_the_lowest_of_each_kind(client):
    units = [make_unit(f"第{n}镇", kind=UnitKind.TOWNSHIP) for n in range(61)]
    exam = make_exam(make_roster(*(make_person(unit=unit) for unit in units)))
    fill(exam, [70] * 59 + [None, ReleaseKind.EXEMPT])
    signed_in(client, Role.OFFICER)
    page = client.get(address("exam", exam))
    (table,) = page.context["units"]
    assert [row.label for row in table.rows[:2]] == ["第59镇", "第0镇"]
    assert (len(table.rows), table.among, table.rows[0].rank) == (12, 61, "60 / 60")
    listed = client.get(address("units", exam), {"page": 2, "kind": "township"}).context
    assert [row.label for row, _kind in listed["rows"]][-1] == "第60镇"
    assert (len(listed["rows"]), listed["page"].paginator.count) == (11, 61)


def test_units_are_ranked_alone_or_with_those_below(client, deep):
    signed_in(client, Role.OFFICER)

    def lines(**query):
        rows = client.get(address("units", deep), query).context["rows"]
        return [(row.label, row.tally.must_sit, row.rank) for row, _kind in rows]

    assert lines(kind="department") == [("旧公安局", 2, "1 / 1")]
    assert lines(kind="department", below="on") == [("旧公安局", 7, "1 / 1")]
    assert lines(kind="subordinate") == [("城北中队", 3, "2 / 2"), ("交警大队", 2, "1 / 2")]
    assert len(lines()) == 4 == len(load_coverage(deep, NOW).units)
