"""Whether there is room for the demonstration, and which of its people visitors may be."""

from questionbank.questions.models import Question
from quiz.assembly.models import Exam
from quiz.delivery.models import Attempt
from quiz.results.models import Outcome
from quiz.results.rules import Verdict
from rosters.accounts.models import User
from rosters.people.models import Person
from rosters.units.models import Unit

_SHOWN_VERDICTS = (Verdict.EXCELLENT, Verdict.PASSED, Verdict.FAILED)
_CODES_TO_TRY = 2


def is_empty() -> bool:
    """Whether nobody has entered anything yet."""
    return not any(model.objects.exists() for model in (Unit, Person, User, Question))


def load_visitors(opened: Exam, finished: Exam) -> tuple[list[Person], list[Person]]:
    """(people to sign in as, people to activate) from the first batch of the open exam.

    Those to sign in as did excellently, passed and failed in the finished exam. All of them have
    names of their own, since a sign-in name must mean one person.
    """
    first = Attempt.objects.filter(candidate__exam=opened, candidate__batch__number=1)
    ids = set(first.values_list("candidate__entry__person_id", flat=True))
    names = list(Person.objects.values_list("name", flat=True))
    verdicts = dict(
        Outcome.objects.filter(publication__exam=finished, entry__person__in=ids).values_list(
            "entry__person_id", "verdict"
        )
    )
    people = [
        person
        for person in Person.objects.filter(pk__in=ids).exclude(phone="").order_by("pk")
        if names.count(person.name) == 1
    ]
    sitting = [
        next(person for person in people if verdicts.get(person.pk) == verdict)
        for verdict in _SHOWN_VERDICTS
    ]
    others = [person for person in people if person not in sitting]
    return sitting, others[:_CODES_TO_TRY]
