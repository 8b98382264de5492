"""Three exams: one over and certified, one open now, one still being planned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.utils import timezone

from audit.actions import Actor
from questionbank.questions.queries import load_pool
from quiz.assembly.actions import create_exam, lock_exam, update_exam
from quiz.assembly.models import Exam
from quiz.assembly.queries import load_rules
from quiz.assembly.rules import PRESETS, bank_refusal
from quiz.delivery.actions import prepare_attempts
from quiz.demonstration.actions.granted import granted
from quiz.demonstration.actions.sittings import mark_short_answers, simulate_sittings
from quiz.demonstration.actions.statistics import refresh_statistics
from quiz.results.actions import issue_certificates, publish_results
from quiz.scheduling.actions import plan_batches
from rosters.accounts.models import User
from rosters.cohorts.actions import freeze_roster, release_entry
from rosters.cohorts.models import Roster
from rosters.cohorts.queries import active_cohorts
from rosters.cohorts.rules import CohortKind, ReleaseKind

PLEDGE = (
    "我承诺：本人独立作答，不请他人代考，不抄袭，不传播试题；如有违反，愿意接受成绩无效的处理。"
)
_LARGEST_SHARE_OF_A_UNIT = 0.4
_RELEASES = (
    (ReleaseKind.DEFERRED, "因公外出，县委组织部同意缓考"),
    (ReleaseKind.EXEMPT, "本年度内退休，经单位和县司法局同意免考"),
    (ReleaseKind.LEFT, "已调离本县"),
    (ReleaseKind.DEFERRED, "住院治疗，凭医院证明缓考"),
)
_EVERY_RELEASED = 67

Window = tuple[datetime, datetime, int]


@dataclass(frozen=True)
class Office:
    """Who acts: the exam officer and the marker."""

    officer: User
    marker: User


def hold_finished_exam(*, office: Office, seed: int, now: datetime) -> Exam:
    """An exam of everybody, sat last week, marked, published and certified."""
    officer = office.officer
    roster = _freeze(officer, "全县应考名册", tuple(CohortKind), now - timedelta(days=25))
    _release_some(officer, roster, now - timedelta(days=16))
    exam = _locked_exam(
        officer, f"{_year(now)}年国家工作人员法律知识考试", roster, seed, now - timedelta(days=14)
    )
    windows = [_morning(now - timedelta(days=days), capacity=420) for days in (9, 8, 7, 6)]
    _schedule(officer, exam, windows, now - timedelta(days=13))
    simulate_sittings(exam=exam, seed=seed)
    mark_short_answers(marker=office.marker, exam=exam, now=now - timedelta(days=4))
    granted(publish_results(actor=officer, exam=exam, now=now - timedelta(days=3)))
    granted(issue_certificates(actor=officer, exam=exam, now=now - timedelta(days=2)))
    return exam


def open_second_exam(*, office: Office, seed: int, now: datetime) -> Exam:
    """An exam of the new leaders and the first-time civil servants whose first batch is open."""
    cohorts = (CohortKind.NEW_LEADER, CohortKind.FIRST_TIME)
    roster = _freeze(
        office.officer, "新提任领导干部和初任公务员应考名册", cohorts, now - timedelta(days=2)
    )
    exam = _locked_exam(
        office.officer,
        f"{_year(now)}年任前和初任法律知识考试",
        roster,
        seed + 1,
        now - timedelta(hours=4),
    )
    windows = [
        (*_open_now(now), 120),
        _morning(now + timedelta(days=16), capacity=90),
        _morning(now + timedelta(days=17), capacity=90),
    ]
    _schedule(office.officer, exam, windows, now - timedelta(hours=3))
    return exam


def draft_next_exam(*, office: Office, roster: Roster, now: datetime) -> Exam:
    """A draft on the whole roster, its blueprint as the preset leaves it."""
    title = f"{_year(now) + 1}年国家工作人员法律知识考试"
    days = _days(now, 90)
    return granted(
        create_exam(actor=office.officer, title=title, roster=roster, preset="jining", **days)
    )


def _freeze(actor: Actor, name: str, kinds: Sequence[CohortKind], now: datetime) -> Roster:
    day = timezone.localtime(now).date()
    title = f"{name}（{day.year}年{day.month}月）"
    cohorts = active_cohorts(*kinds)
    return granted(freeze_roster(actor=actor, name=title, as_of=day, cohorts=cohorts, now=now))


def _release_some(actor: Actor, roster: Roster, now: datetime) -> None:
    """Every 67th line of the roster, for the reasons in turn."""
    released = roster.entries.filter(number__in=range(30, 2000, _EVERY_RELEASED))
    for place, entry in enumerate(released.order_by("number")):
        kind, basis = _RELEASES[place % len(_RELEASES)]
        granted(release_entry(actor=actor, entry=entry, kind=kind, basis=basis, now=now))


def _locked_exam(actor: Actor, title: str, roster: Roster, seed: int, now: datetime) -> Exam:
    days = _days(now, 30)
    exam = granted(
        create_exam(actor=actor, title=title, roster=roster, preset=_preset(days), **days)
    )
    rules = replace(load_rules(exam), pledge=PLEDGE)
    granted(update_exam(actor=actor, exam=exam, rules=rules))
    drawn_from = sha256(f"demonstration {seed}".encode()).digest()
    granted(lock_exam(actor=actor, exam=exam, seed=drawn_from, now=now))
    return exam


def _preset(days: dict[str, date]) -> str:
    """All types of question, if the starter bank has enough of each for these days."""
    pool = load_pool(days["starts_on"], days["ends_on"])
    return "county" if bank_refusal(PRESETS["all_types"].cells, pool) else "all_types"


def _days(now: datetime, days: int) -> dict[str, date]:
    """From a day on, for so many days."""
    first = timezone.localtime(now).date()
    return {"starts_on": first, "ends_on": first + timedelta(days=days)}


def _schedule(actor: Actor, exam: Exam, windows: list[Window], now: datetime) -> None:
    """Batches, and from then on candidates see the exam."""
    granted(
        plan_batches(
            actor=actor,
            exam=exam,
            windows=windows,
            max_unit_share=_LARGEST_SHARE_OF_A_UNIT,
            now=now,
        )
    )
    granted(prepare_attempts(actor=actor, exam=exam, now=now))
    refresh_statistics()


def _morning(moment: datetime, capacity: int) -> Window:
    """Nine to eleven on the local day of a moment."""
    day = timezone.localtime(moment).date()
    opens_at = timezone.make_aware(datetime.combine(day, time(9)))
    return opens_at, opens_at + timedelta(hours=2), capacity


def _open_now(now: datetime) -> tuple[datetime, datetime]:
    """From the full hour before the last one, for two weeks, to the end of that working day."""
    opens_at = timezone.localtime(now - timedelta(hours=1)).replace(
        minute=0, second=0, microsecond=0
    )
    return opens_at, (opens_at + timedelta(days=14)).replace(hour=18)


def _year(now: datetime) -> int:
    return timezone.localtime(now).year
