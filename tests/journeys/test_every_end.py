"""A story of one roster on which every way of ending happens once, and the sum is right.

A unit asks and the county decides; somebody arrives late, somebody leaves, somebody is listed
twice, somebody sat elsewhere, somebody cheats; the frozen list and its hash stay what they were.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from audit.queries import first_broken_link
from quiz.coverage.queries import load_coverage
from quiz.coverage.rules import Tally
from quiz.official.actions import apply_import, keep_import
from quiz.official.rules import Report
from quiz.results.actions import issue_certificates, publish_results, void_entry
from quiz.results.models import Publication, Voiding
from quiz.results.queries import load_outcomes, outcomes_to_certify
from rosters.cohorts.actions import freeze_roster, release_entry
from rosters.cohorts.actions.late import add_late_arrival
from rosters.cohorts.actions.releases import release_fitting
from rosters.cohorts.actions.requests import grant_request, request_release
from rosters.cohorts.models import Cohort, Release, Roster
from rosters.cohorts.queries.freezing import Integrity, verify_roster
from rosters.cohorts.rules.attachments import Attachment
from rosters.cohorts.rules.releases import ReleaseKind
from rosters.people.models import Person
from rosters.people.rules import PersonStatus
from rosters.roles.rules import Role
from tests.factories import make_person, make_unit, make_user
from tests.quiz.results.factories import make_attempt, make_batch, make_candidate, make_exam
from tests.rosters.intake.factories import book

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
NAMES = (
    "优秀某", "合格某", "落榜某", "缺席某", "缓考某", "免考某", "调离某", "退休某", "舞弊某",
    "别处某", "重名某", "重名乙",
)  # fmt: skip
SCORES = {"优秀某": 95, "合格某": 70, "落榜某": 40, "舞弊某": 99}


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


@pytest.fixture
def unit(db):
    return make_unit("县水利局")


@pytest.fixture
def roster(officer, unit):
    """Everybody serves on the day; 免考某 holds a legal qualification, which exempts by rule."""
    for name in NAMES:
        qualified = "法律职业资格A证" if name == "免考某" else ""
        make_person(name, unit=unit, card=f"证{name}", law_qualification=qualified)
    rule = {"credential": True, "exempt_qualified": True}
    cohort = Cohort.objects.create(name="全体执法人员", kind="enforcement", rule=rule)
    roster = freeze_roster(
        actor=officer, name="2026年应考名册", as_of=date(2026, 11, 1), cohorts=[cohort], now=NOW
    )
    assert isinstance(roster, Roster), roster
    return roster


def entry(roster, name):
    return roster.entries.get(name=name)


def happen(officer, unit, roster):
    """Everything that comes after the freezing."""
    asked = request_release(
        actor=make_user(Role.LIAISON, unit=unit),
        entry=entry(roster, "缓考某"),
        kind=ReleaseKind.DEFERRED,
        basis="产假",
        effective_on=TODAY,
        expires_on=date(2100, 1, 1),
        attachment=Attachment("证明.pdf", b"%PDF-1.4"),
        now=NOW,
    )
    grant_request(actor=officer, request=asked, now=NOW)
    for name, status in (("调离某", PersonStatus.TRANSFERRED), ("退休某", PersonStatus.RETIRED)):
        Person.objects.filter(name=name).update(status=status, status_since=TODAY)
    numbers = [entry(roster, name).number for name in ("调离某", "退休某", "优秀某")]
    decided = release_fitting(
        actor=officer, roster_id=roster.pk, numbers=numbers, basis="人事通知", now=NOW
    )
    assert decided == 2
    kept = Person.objects.get(name="重名某")
    Person.objects.filter(name="重名乙").update(merged_into=kept)
    twice = entry(roster, "重名乙")
    release_entry(actor=officer, entry=twice, kind=ReleaseKind.DUPLICATE, basis="同一人", now=NOW)
    late = add_late_arrival(
        actor=officer,
        roster=roster,
        person=make_person("新来某", unit=unit, card="证新来某"),
        cohorts=list(Cohort.objects.filter(name="全体执法人员")),
        arrived_on=TODAY,
        basis="调任通知",
        now=NOW,
    )
    release_entry(actor=officer, entry=late, kind=ReleaseKind.DEFERRED, basis="新到岗", now=NOW)


def sit(officer, roster):
    """The exam: four sit, one of them cheats, one did so elsewhere, the others stay away."""
    exam = make_exam(roster, title="2026年度法律知识考试")
    batch = make_batch(exam, closes_at=NOW - timedelta(hours=1))
    for name in ("优秀某", "合格某", "落榜某", "舞弊某", "缺席某", "重名某"):
        candidate = make_candidate(batch, entry(roster, name))
        if name in SCORES:
            make_attempt(candidate, SCORES[name])
    cheat = entry(roster, "舞弊某")
    voided = void_entry(actor=officer, exam=exam, entry=cheat, reason="替考", now=NOW)
    assert isinstance(voided, Voiding)
    header = ("姓名", "单位", "成绩", "是否合格", "考试日期")
    listed = keep_import(
        actor=officer,
        exam=exam,
        title="公共法律知识考试",
        source="省司法厅",
        document="赣司函〔2026〕8号",
        filename="成绩.xlsx",
        content=book(("别处某", "县水利局", 77, "合格", "2026-03-01"), header=header),
        now=NOW,
    )
    assert isinstance(apply_import(actor=officer, kept=listed, now=NOW), Report)
    return exam


WANTED = Tally(
    must_sit=13, excellent=1, passed=2, failed=1, absent=2, deferred=2, exempt=1, transferred=1,
    left=1, void=1, duplicate=1, pending=0,
)  # fmt: skip


def test_every_entry_ends_in_one_way_and_the_sum_is_the_roster(officer, unit, roster):
    before = roster.content_hash
    happen(officer, unit, roster)
    exam = sit(officer, roster)
    assert load_coverage(exam, NOW).total == WANTED

    published = publish_results(actor=officer, exam=exam, now=NOW)
    assert isinstance(published, Publication), published
    assert load_coverage(exam, NOW).total == WANTED
    counts = Counter(line.verdict for line in load_outcomes(exam, NOW))
    assert counts == {verdict: n for verdict, n in WANTED.states.items() if n}
    elsewhere = published.outcomes.get(entry__name="别处某")
    assert elsewhere.official.source.document == "赣司函〔2026〕8号"
    assert {row.entry.name for row in outcomes_to_certify(exam)} == {"优秀某", "合格某"}
    assert issue_certificates(actor=officer, exam=exam, now=NOW) == 2

    assert roster.entries.count() == 13 and roster.size == 12
    assert (verify_roster(roster).state, roster.content_hash) == (Integrity.INTACT, before)
    assert Release.objects.get(entry__name="免考某").decided_by is None
    assert first_broken_link() is None
