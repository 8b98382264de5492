"""What is personal in an exam and on its roster, table by table, and what is put in its place.

The database lets exactly these blankings through where rows are otherwise frozen. What stays says
how many, of which unit and level, with which verdict and mark: the figures, and nobody's name.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Func, OuterRef, Q, QuerySet

from questionbank.questions.rules import ItemKind
from quiz.assembly.models import Exam, PaperItem
from quiz.delivery.models import Attempt, JournalEntry
from quiz.marking.models import Response
from quiz.results.models import Certificate, Voiding
from rosters.cohorts.models import Entry, EntryReason, LateArrival, Release, ReleaseRequest

TYPED = (ItemKind.SHORT, ItemKind.BLANKS)
"""Answers in one's own words may say who wrote them; a chosen letter does not."""


@dataclass(frozen=True)
class Forgetting:
    """Rows of one kind that still say something personal, and what they are set to."""

    name: str
    rows: QuerySet[Any]
    blank: dict[str, Any]

    def count(self) -> int:
        return self.rows.count()

    def carry_out(self) -> int:
        return self.rows.update(**self.blank)


class WithoutName(Func):
    """A JSON object with an empty "name"; what else it says stays."""

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return self.as_sql(compiler, connection, template="JSON_SET(%(expressions)s, '$.name', '')")

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        template = "JSONB_SET(%(expressions)s, '{name}', '\"\"')"
        return self.as_sql(compiler, connection, template=template)


def forgettings(exam: Exam) -> list[Forgetting]:
    """Everything that is personal in an exam and on its roster."""
    return [*_of_exam(exam), *_of_roster(exam.roster_id)]


def _of_exam(exam: Exam) -> list[Forgetting]:
    typed = PaperItem.objects.filter(version__kind__in=TYPED)
    attempts = Attempt.objects.filter(paper__exam=exam).values("pk")
    journal = JournalEntry.objects.filter(
        Exists(typed.filter(paper__attempt=OuterRef("attempt_id"), slot=OuterRef("slot"))),
        attempt_id__in=attempts,
    )
    responses = Response.objects.filter(attempt__in=attempts, item__version__kind__in=TYPED)
    certificates = Certificate.objects.filter(outcome__publication__exam=exam)
    return [
        Forgetting(
            "voidings", Voiding.objects.filter(exam=exam).exclude(reason=""), {"reason": ""}
        ),
        Forgetting(
            "certificates",
            certificates.exclude(facts__name=""),
            {"facts": WithoutName("facts"), "revoked_reason": ""},
        ),
        Forgetting("journal", journal.exclude(answer=""), {"answer": ""}),
        Forgetting("responses", responses.exclude(answer=""), {"answer": ""}),
    ]


def _of_roster(roster_id: int) -> list[Forgetting]:
    entries = Entry.objects.filter(roster=roster_id)
    of_entries = {"entry__roster": roster_id}
    asked = ReleaseRequest.objects.filter(**of_entries).exclude(
        basis="", attachment=None, attachment_name="", answer=""
    )
    anonymous = {"person": None, "name": "", "title": "", "rank": ""}
    said = {"basis": "", "attachment": None, "attachment_name": "", "answer": ""}
    return [
        Forgetting("entries", entries.exclude(Q(person=None) & Q(name="")), anonymous),
        Forgetting(
            "reasons", EntryReason.objects.filter(**of_entries).exclude(fact=""), {"fact": ""}
        ),
        Forgetting(
            "releases", Release.objects.filter(**of_entries).exclude(basis=""), {"basis": ""}
        ),
        Forgetting(
            "late_arrivals",
            LateArrival.objects.filter(**of_entries).exclude(basis=""),
            {"basis": ""},
        ),
        Forgetting("requests", asked, said),
    ]
