"""The pages of the cohorts and of the ranks."""

from datetime import date

import pytest

from audit.queries import history
from audit.rules import Refusal
from rosters.cohorts.actions import (
    freeze_roster,
    lay_standard_rows,
    save_cohort,
)
from rosters.cohorts.models import Cohort, Rank
from rosters.cohorts.queries import active_cohorts, load_ranks
from rosters.cohorts.rules import STANDARD_RANKS, CohortKind, RankTable, Rule
from rosters.people.models import Credential, Person
from rosters.people.rules import PersonStatus
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_roster, make_unit, make_user

AS_OF = date(2026, 11, 1)
LIST = "/rosters/cohorts/"
RANKS = "/rosters/ranks/"


@pytest.fixture
def officer(client, db):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def cards(db):
    return Cohort.objects.get(kind=CohortKind.ENFORCEMENT)


def form_of(cohort, **changes):
    """What the page of a cohort posts, with changes."""
    statuses = [status.value for status in Rule.from_json(cohort.rule).statuses]
    form = {"name": cohort.name, "kind": cohort.kind, "statuses": statuses, "active": "on"}
    return form | {"as_of": AS_OF.isoformat()} | changes


def judged(page):
    """Name, in or out, and the conditions that are not met."""
    return [
        (one.dossier.name, one.met, [words for met, words in one.worded if not met])
        for one in page.context["page"].judged
    ]


def test_standard_rows_are_laid_where_there_are_none_and_left_alone_otherwise(db):
    assert load_ranks() == RankTable.of(STANDARD_RANKS)
    assert [(c.kind, c.rule) for c in Cohort.objects.all()] == [
        ("new_leader", {"least_level": 3, "appointed_from": "2021-01-01"}),
        ("first_time", {"hired_from": "2021-01-01"}),
        ("enforcement", {"credential": True}),
    ]
    Rank.objects.exclude(name="县处级副职").delete()
    Cohort.objects.exclude(kind="first_time").delete()
    lay_standard_rows()
    assert Rank.objects.count() == Cohort.objects.count() == 1
    Rank.objects.all().delete()
    Cohort.objects.all().delete()
    lay_standard_rows()
    assert Rank.objects.count() == len(STANDARD_RANKS) and Cohort.objects.count() == 3


def test_list_reads_the_rules_back(client, officer):
    shown = client.get(LIST).context["cohorts"]
    assert [(cohort.kind, words) for cohort, words in shown] == [
        ("new_leader",
         "副处级（县处级副职）及以上领导职务，2021年1月1日（含）以后任现职；职级不计；"
         "在职、借调、长期休假人员"),
        ("first_time", "2021年1月1日（含）以后录用；在职、借调、长期休假人员"),
        ("enforcement", "持有当日有效的行政执法证；在职、借调、长期休假人员"),
    ]  # fmt: skip


def test_form_saves_every_condition(client, officer):
    person = make_person(unit=make_unit(), card="A1")
    person.postings.update(establishment="行政")
    Credential.objects.update(field="市场监管")
    form = {
        "name": " 执法新任 ",
        "kind": "new_leader",
        "least_level": "3",
        "grades_count": "on",
        "appointed_from": "2021-01-01",
        "appointed_to": "2026-12-31",
        "unit_kinds": ["township"],
        "establishments": ["行政"],
        "enforcement_post": "on",
        "hired_from": "2019-01-01",
        "hired_to": "2020-01-01",
        "credential": "on",
        "fields_asked": ["市场监管"],
        "statuses": ["in_post", "seconded"],
        "exempt_qualified": "on",
    }
    assert client.post(f"{LIST}add/", form).url == LIST
    cohort = Cohort.objects.get(name="执法新任")
    assert (cohort.kind, cohort.active, cohort.order) == ("new_leader", False, 4)
    assert cohort.rule == {
        "least_level": 3,
        "grades_count": True,
        "appointed_from": "2021-01-01",
        "appointed_to": "2026-12-31",
        "unit_kinds": ["township"],
        "establishments": ["行政"],
        "enforcement_post": True,
        "hired_from": "2019-01-01",
        "hired_to": "2020-01-01",
        "credential": True,
        "fields": ["市场监管"],
        "statuses": ["in_post", "seconded"],
        "exempt_qualified": True,
    }
    assert history(cohort).get().action == "add_cohort"
    page = client.get(f"{LIST}{cohort.pk}/")
    again = {f.html_name: f.value() for f in page.context["form"] if f.value()}
    assert client.post(f"{LIST}{cohort.pk}/", again).status_code == 302
    assert Cohort.objects.get(pk=cohort.pk).rule == cohort.rule


def test_a_changed_rule_is_recorded_with_what_it_was(client, officer, cards):
    client.post(f"{LIST}{cards.pk}/", form_of(cards, enforcement_post="on"))
    cards.refresh_from_db()
    assert cards.rule == {"enforcement_post": True}
    facts = history(cards).get().facts
    assert facts["before"]["rule"] == {"credential": True}
    assert facts["after"]["rule"] == {"enforcement_post": True}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"grades_count": "on"}, "least_level"),
        ({"appointed_from": "2022-01-01", "appointed_to": "2021-01-01"}, "appointed_to"),
        ({"hired_from": "2022-01-01", "hired_to": "2021-01-01"}, "hired_to"),
        ({"fields_asked": ["市场监管"]}, "credential"),
        ({"statuses": []}, "statuses"),
        ({"least_level": "9"}, "least_level"),
        ({"name": ""}, "name"),
        ({"name": "初任公务员"}, "name"),
    ],
)
def test_what_contradicts_itself_is_not_saved(client, officer, cards, changes, wrong):
    make_person(card="A1")
    Credential.objects.update(field="市场监管")
    page = client.post(f"{LIST}{cards.pk}/", form_of(cards, **changes))
    assert page.status_code == 422 and list(page.context["form"].errors) == [wrong]
    cards.refresh_from_db()
    assert (cards.name, cards.rule) == ("行政执法人员", {"credential": True})


def test_counting_reads_the_rule_back_and_saves_nothing(client, officer, cards):
    unit = make_unit()
    make_person(unit=unit, card="A1", valid_to=date(2026, 11, 30))
    make_person(unit=unit, card="A2", valid_to=date(2026, 10, 31))
    make_person(unit=unit)
    form = form_of(cards, credential="on", name="")
    words = "持有当日有效的行政执法证；在职、借调、长期休假人员"
    for address, extra in ((f"{LIST}count/", {}), (f"{LIST}{cards.pk}/", {"count": "1"})):
        page = client.post(address, form | extra)
        counted = page.context["counted"]
        assert page.status_code == 200
        assert (counted["listed"], counted["others"], counted["words"]) == (1, 2, words)
    wider = client.post(f"{LIST}count/", form | {"as_of": "2026-10-01"}).context["counted"]
    assert (wider["listed"], wider["others"]) == (2, 1)
    wrong = client.post(f"{LIST}count/", form | {"grades_count": "on"})
    assert wrong.status_code == 200 and "words" not in wrong.context["counted"]
    cards.refresh_from_db()
    assert cards.name == "行政执法人员" and not history(cards).exists()


def test_a_taken_name_is_refused_under_a_race_too(officer, cards):
    refused = save_cohort(
        actor=officer, name="初任公务员", kind=CohortKind.FIRST_TIME, rule=Rule(), active=True
    )
    assert refused == Refusal("cohorts.cohort_taken", {"name": "初任公务员"})
    assert Cohort.objects.count() == 3


def test_who_and_why(client, officer, cards):
    unit = make_unit("县财政局")
    make_person("甲某", unit=unit, card="A1", pinyin="a")
    make_person("乙某", unit=unit, card="A2", valid_to=date(2026, 10, 31), pinyin="b")
    make_person("丙某", unit=unit, status=PersonStatus.RETIRED, pinyin="c")
    merged = make_person("丁某", unit=unit, card="A4")
    Person.objects.filter(pk=merged.pk).update(merged_into=Person.objects.get(name="甲某"))
    everybody = [
        ("甲某", True, []),
        ("乙某", False, ["执法证 A2 有效期至 2026-10-31 < 2026-11-01"]),
        ("丙某", False, ["无行政执法证", "状态 退休"]),
    ]
    address, day = f"{LIST}{cards.pk}/people/", {"as_of": "2026-11-01"}
    page = client.get(address, day)
    assert judged(page) == everybody
    assert (page.context["listed"], page.context["others"]) == (1, 2)
    assert judged(client.get(address, day | {"show": "in"})) == everybody[:1]
    assert judged(client.get(address, day | {"show": "out"})) == everybody[1:]
    assert judged(client.get(address, day | {"q": "乙"})) == everybody[1:2]
    assert judged(client.get(address, {"as_of": "2026-10-01", "q": "乙 某"})) == [
        ("乙某", True, [])
    ]
    assert judged(client.get(address, day | {"q": "无此人"})) == []
    unread = client.get(address, {"as_of": "soon"})
    assert unread.context["filters"].errors and "page" not in unread.context


def test_who_and_why_is_paged_with_a_constant_number_of_queries(
    client, officer, cards, django_assert_max_num_queries
):
    unit = make_unit()
    for number in range(60):
        make_person(unit=unit, card=f"A{number}")
    with django_assert_max_num_queries(26):
        page = client.get(f"{LIST}{cards.pk}/people/")
    assert len(page.context["page"].judged) == 50
    assert len(client.get(f"{LIST}{cards.pk}/people/?page=2").context["page"].judged) == 10


def test_why_tells_of_one_person_what_every_cohort_in_use_says(client, officer):
    kept = make_person("甲某", unit=make_unit(), card="A1", valid_to=date(2026, 10, 31))
    gone = make_person("甲某", merged_into=kept)
    Cohort.objects.filter(kind=CohortKind.NEW_LEADER).update(active=False)

    def told(person, **day):
        page = client.get(f"{LIST}why/{person.pk}/", day)
        return [(str(cohort), one.met, one.worded) for cohort, one in page.context["judged"]]

    in_post = (True, "状态 在职")
    hiring = ("初任公务员", False, [(False, "录用时间 未登记"), in_post])
    late, early = {"as_of": "2026-11-01"}, {"as_of": "2026-10-01"}
    expired = (False, "执法证 A1 有效期至 2026-10-31 < 2026-11-01")
    valid = (True, "执法证 A1 有效期至 2026-10-31 ≥ 2026-10-01")
    assert told(kept, **late) == [hiring, ("行政执法人员", False, [expired, in_post])]
    assert told(gone, **early) == [hiring, ("行政执法人员", True, [valid, in_post])]
    unread = client.get(f"{LIST}why/{kept.pk}/", {"as_of": "soon"})
    assert unread.context["day"].errors and "judged" not in unread.context


def test_compare_tells_who_is_new_and_who_is_gone_since_the_last_roster(client, officer, cards):
    unit = make_unit()
    stays = make_person("甲某", unit=unit, card="A1")
    goes = make_person("乙某", unit=unit, card="A2")
    twin = make_person("丙某", unit=unit, card="A3")
    address = f"{LIST}{cards.pk}/compare/"
    assert client.get(address).context["last"] is None
    frozen = {"actor": officer, "cohorts": active_cohorts(), "as_of": AS_OF, "now": NOW}
    roster = freeze_roster(name="上次", **frozen)
    Person.objects.filter(pk=goes.pk).update(status=PersonStatus.RETIRED)
    Credential.objects.filter(person=twin).delete()
    Person.objects.filter(pk=twin.pk).update(merged_into=stays)
    make_person("丁某", unit=unit, card="A4")
    page = client.get(address, {"as_of": "2026-11-20"})
    assert page.context["roster"] == roster and page.context["compared"].stayed == 1
    assert judged(page) == [("丁某", True, [])]
    gone = client.get(address, {"as_of": "2026-11-20", "show": "gone"})
    assert judged(gone) == [("乙某", False, ["状态 退休"])]
    assert client.get(address, {"roster": "0"}).context["form"].errors


def test_a_roster_from_before_cohorts_had_names_is_compared_by_kind(client, officer, cards):
    person = make_person("甲某", unit=make_unit(), card="A1")
    make_roster(person)
    page = client.get(f"{LIST}{cards.pk}/compare/")
    assert page.context["compared"].stayed == 1 and judged(page) == []


@pytest.mark.parametrize("role", [None, Role.LEADER, Role.LIAISON, "unit officer"])
def test_only_officers_of_the_county_see_cohorts_and_ranks(client, cards, role):
    unit = make_unit()
    if role:
        officer = role == "unit officer"
        client.force_login(make_user(Role.OFFICER if officer else role, unit=unit))
    rank, person = Rank.objects.first(), make_person(unit=unit)
    for address in (
        LIST, f"{LIST}add/", f"{LIST}{cards.pk}/", f"{LIST}{cards.pk}/people/",
        f"{LIST}{cards.pk}/compare/", f"{LIST}why/{person.pk}/", RANKS,
        f"{RANKS}add/", f"{RANKS}{rank.pk}/",
    ):  # fmt: skip
        assert client.get(address).status_code == (403 if role else 302), address


def test_missing_cohorts_and_ranks_are_not_found(client, officer):
    for address in (f"{LIST}99999/", f"{LIST}99999/people/", f"{RANKS}99999/"):
        assert client.get(address).status_code == 404
