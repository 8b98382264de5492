"""Where somebody had to sit, what they answered, and what came of it.

Marks and verdicts only of published exams: before that nobody is told them.
"""

from collections.abc import Set

from django.db.models import Count
from django.utils.translation import gettext as _

from quiz.delivery.models import Attempt, JournalEntry
from quiz.marking.models import Response
from quiz.official.models import OfficialResult
from quiz.privacy.dossier.sheets import Sheet, sheet
from quiz.results.models import Certificate, Outcome, Voiding
from rosters.cohorts.models import Entry, Release, ReleaseRequest


def exam_sheets(ids: Set[int]) -> list[Sheet]:
    return [
        _entries(ids),
        _requests(ids),
        _releases(ids),
        _attempts(ids),
        _answers(ids),
        _results(ids),
        _certificates(ids),
    ]


def _entries(ids: Set[int]) -> Sheet:
    entries = (
        Entry.objects.filter(person__in=ids)
        .select_related("roster", "late")
        .prefetch_related("reasons")
        .order_by("roster", "number")
    )
    return sheet(
        _("Frozen rosters"),
        [_("Roster"), _("As of"), _("No."), _("Full name"), _("Unit"), _("Position"),
         _("Rank or level"), _("Level"), _("Field of enforcement"), _("Why"), _("Late arrival")],
        [
            (e.roster, e.roster.as_of, e.number, e.name, e.unit_name, e.title, e.rank,
             e.get_level_display(), e.field,
             "；".join(f"{r.get_cohort_display()} {r.fact}" for r in e.reasons.all()),
             e.late.basis if hasattr(e, "late") else "")
            for e in entries
        ],
    )  # fmt: skip


def _requests(ids: Set[int]) -> Sheet:
    asked = ReleaseRequest.objects.filter(entry__person__in=ids).select_related("entry__roster")
    return sheet(
        _("Requests for release"),
        [_("Roster"), _("Asked for"), _("Basis"), _("Effective on"), _("Valid to"),
         _("Attachment"), _("Asked at"), _("State"), _("Decided"), _("Reason of the decision")],
        [
            (r.entry.roster, r.get_kind_display(), r.basis, r.effective_on, r.expires_on,
             r.attachment_name, r.asked_at, r.get_state_display(), r.decided_at, r.answer)
            for r in asked.defer("attachment")
        ],
    )  # fmt: skip


def _releases(ids: Set[int]) -> Sheet:
    releases = Release.objects.filter(entry__person__in=ids).select_related("entry__roster")
    return sheet(
        _("Releases"),
        [_("Roster"), _("Decision"), _("Basis"), _("Effective on"), _("Valid to"), _("Decided")],
        [
            (r.entry.roster, r.get_kind_display(), r.basis, r.effective_on, r.expires_on,
             r.decided_at)
            for r in releases
        ],
    )  # fmt: skip


def _attempts(ids: Set[int]) -> Sheet:
    attempts = (
        Attempt.objects.filter(candidate__entry__person__in=ids)
        .select_related("candidate__exam__publication", "candidate__batch", "paper", "score")
        .order_by("pk")
    )
    saves = JournalEntry.objects.filter(attempt_id__in=attempts.values("pk"))
    saved = dict(saves.values_list("attempt_id").annotate(Count("sequence")).order_by())
    return sheet(
        _("Attempts"),
        [_("Exam"), _("Batch"), _("Attempt"), _("State"), _("Pledged at"), _("Started"),
         _("Closed at"), _("Devices"), _("Saved answers"), _("Receipt"), _("Score")],
        [
            (a.candidate.exam, a.candidate.batch.number, a.paper.sequence, a.get_state_display(),
             a.pledged_at, a.started_at, a.closed_at, a.device, saved.get(a.pk, 0), a.receipt,
             a.score.total if _is_published(a) and hasattr(a, "score") else None)
            for a in attempts
        ],
    )  # fmt: skip


def _is_published(attempt: Attempt) -> bool:
    return hasattr(attempt.candidate.exam, "publication")


def _answers(ids: Set[int]) -> Sheet:
    responses = (
        Response.objects.filter(attempt__candidate__entry__person__in=ids)
        .select_related("attempt__candidate__exam__publication", "attempt__paper", "item")
        .order_by("attempt", "item__slot")
    )
    return sheet(
        _("Answers"),
        [_("Exam"), _("Attempt"), _("Question"), _("Answer"), _("Mark"), _("Of")],
        [
            (r.attempt.candidate.exam, r.attempt.paper.sequence, r.item.slot,
             _as_shown(r.answer, r.item.option_order),
             r.mark if _is_published(r.attempt) else None, r.item.marks)
            for r in responses
        ],
    )  # fmt: skip


def _as_shown(answer: str, order: str) -> str:
    """The letters that the candidate saw, for options were shown in an order of the paper's own."""
    if not order or not set(answer) <= set(order):
        return answer
    return "".join(sorted(chr(ord("A") + order.index(letter)) for letter in answer))


def _results(ids: Set[int]) -> Sheet:
    """Published verdicts, with results from elsewhere and what was declared void."""
    outcomes = Outcome.objects.filter(entry__person__in=ids).select_related("publication__exam")
    official = OfficialResult.objects.filter(entry__person__in=ids).select_related("source", "exam")
    voidings = Voiding.objects.filter(entry__person__in=ids).select_related("exam")
    return sheet(
        _("Results"),
        [_("Exam"), _("Verdict"), _("Score"), _("Decided"), _("Source or reason")],
        [
            *(
                (o.publication.exam, o.get_verdict_display(), o.score, o.publication.published_at,
                 _("published"))
                for o in outcomes
            ),
            *(
                (r.exam, _("Passed") if r.passed else _("Failed"), r.score, r.sat_on,
                 f"{r.source.source} {r.source.document}")
                for r in official
            ),
            *((v.exam, _("Void"), None, v.decided_at, v.reason) for v in voidings),
        ],
    )  # fmt: skip


def _certificates(ids: Set[int]) -> Sheet:
    certificates = Certificate.objects.filter(outcome__entry__person__in=ids)
    return sheet(
        _("Certificates"),
        [_("Certificate number"), _("Full name"), _("Unit"), _("Exam"), _("Issued on"),
         _("Revoked"), _("Reason")],
        [
            (c.facts["serial"], c.facts["name"], c.facts["unit"], c.facts["exam"], c.issued_at,
             c.revoked_at, c.revoked_reason)
            for c in certificates
        ],
    )  # fmt: skip
