"""Bulletins for tests of other rooms."""

from quiz.assembly.models import Exam
from quiz.coverage.bulletins.actions import digest_of as seen_of
from quiz.coverage.bulletins.actions import draft_bulletin, issue_bulletin
from quiz.coverage.models import Bulletin
from rosters.accounts.models import User
from tests.factories import NOW


def make_issued_bulletin(exam: Exam, officer: User) -> Bulletin:
    """A bulletin of a published exam, issued."""
    draft = draft_bulletin(actor=officer, exam=exam, names=True, now=NOW)
    draft.issuer = "县司法局"
    draft.save()
    issued = issue_bulletin(
        actor=officer, bulletin=draft, seen=seen_of(draft), number="1号", day=NOW.date(), now=NOW
    )
    assert isinstance(issued, Bulletin)
    return issued
