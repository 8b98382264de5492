"""Laws with articles, and lists on them."""

from datetime import date

from audit.actions import SYSTEM
from audit.rules import Refusal
from questionbank.laws.models import Article, LawVersion
from questionbank.questions.models import Topic
from questionbank.syllabus.actions import begin_syllabus, issue_syllabus, save_syllabus
from questionbank.syllabus.models import Syllabus, SyllabusItem
from questionbank.syllabus.queries import digest_of
from rosters.cohorts.rules import CohortKind
from tests.questionbank.factories import NOW, make_law_version


def make_law_text(articles: int = 4, **fields) -> LawVersion:
    """A version in force with so many articles of one paragraph."""
    version = make_law_version(**fields)
    Article.objects.bulk_create(
        Article(version=version, position=n, number=str(n), text=f"本法第{n}项规定的内容。")
        for n in range(1, articles + 1)
    )
    return version


def make_line(law: LawVersion | None = None, topic: str = "", **fields) -> SyllabusItem:
    found = Topic.objects.get_or_create(name=topic)[0] if topic else None
    return SyllabusItem(law=law and law.law, topic=found, **fields)


def make_syllabus(
    *items: SyllabusItem, cohort: CohortKind = CohortKind.ENFORCEMENT, issued: bool = False
) -> Syllabus:
    syllabus = begin_syllabus(actor=SYSTEM, cohort=cohort, title="青山县行政执法人员应知应会清单")
    assert isinstance(syllabus, Syllabus), syllabus
    fill(syllabus, *items)
    if issued:
        assert issue(syllabus) is None
    syllabus.refresh_from_db()
    return syllabus


def fill(syllabus: Syllabus, *items: SyllabusItem, title: str = "") -> Refusal | None:
    """Saves the lines, by somebody who saw the list as it is."""
    return save_syllabus(
        actor=SYSTEM, syllabus=syllabus, seen=digest_of(syllabus),
        title=title or syllabus.title, items=items,
    )  # fmt: skip


def issue(syllabus: Syllabus) -> Refusal | None:
    """Issues the list, by somebody who saw it as it is."""
    return issue_syllabus(actor=SYSTEM, syllabus=syllabus, seen=digest_of(syllabus), now=NOW)


TODAY = date(2026, 11, 22)
