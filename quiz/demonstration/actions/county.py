"""The county's units, people and questions."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from audit.actions import Actor
from questionbank.exchange.actions import import_questions
from questionbank.questions.actions import approve_questions
from questionbank.questions.models import Question
from questionbank.questions.rules import QuestionState
from quiz.demonstration.actions.granted import granted
from quiz.demonstration.rules.county import UNITS
from quiz.demonstration.rules.people import make_people
from quiz.demonstration.rules.rosters import make_books
from quiz.demonstration.workbook import book_bytes
from rosters.intake.actions import PeopleReport, import_people
from rosters.units.actions import add_alias, add_unit
from rosters.units.models import Unit


def add_units(*, actor: Actor) -> None:
    """All units with the names by which the rosters may call them."""
    made: dict[str, Unit] = {}
    for plan in UNITS:
        parent = made[plan.parent] if plan.parent else None
        unit = granted(add_unit(actor=actor, name=plan.name, kind=plan.kind, parent=parent))
        made[plan.name] = unit
        for alias in plan.aliases:
            granted(add_alias(actor=actor, unit=unit, name=alias))


def import_rosters(*, actor: Actor, seed: int, now: datetime) -> list[PeopleReport]:
    """Writes the roster files where a visitor finds them, and imports each."""
    today = timezone.localtime(now).date()
    folder = settings.VAR_DIR / "demonstration"
    folder.mkdir(parents=True, exist_ok=True)
    reports = []
    for book in make_books(make_people(seed, today), seed, today):
        content = book_bytes(book)
        (folder / book.filename).write_bytes(content)
        report = import_people(
            actor=actor, content=content, filename=book.filename, dry_run=False, now=now
        )
        reports.append(granted(report))
    return reports


def import_starter_bank(*, actor: Actor, reviewer: Actor, now: datetime) -> None:
    """The questions that come with the platform, approved by a second person."""
    for path in sorted(Path(settings.BASE_DIR / "questionbank" / "starter").glob("*.txt")):
        granted(
            import_questions(
                actor=actor,
                content=path.read_bytes(),
                filename=path.name,
                dry_run=False,
                now=now,
            )
        )
    waiting = Question.objects.filter(state=QuestionState.IN_REVIEW)
    granted(approve_questions(actor=reviewer, questions=waiting, now=now))
