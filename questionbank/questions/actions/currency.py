"""Keeping the bank in step with the law."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.questions.actions.saving import add_parts, new_version
from questionbank.questions.models import Question, QuestionVersion, Review
from questionbank.questions.queries import content_of, current_standings, moved_places
from questionbank.questions.rules import (
    USABLE_SOON,
    Draft,
    QuestionState,
    ReviewVerdict,
    StandingKind,
)

_CHECKED = (QuestionState.APPROVED, QuestionState.RE_REVIEW)


@dataclass(frozen=True)
class CurrencyCheck:
    """How many approved questions were looked at, sent to re-review, and found in force again."""

    checked: int
    sent: int
    restored: int


def check_currency(*, actor: Actor, now: datetime) -> CurrencyCheck:
    """Sends approved questions to re-review when a text they cite is no longer in force today.

    A text that is not in force yet is no reason: the question waits for its day. A question that
    an earlier check sent, and whose texts are in force again because what the bank knows of a
    law was put right, is approved as before.
    """
    with transaction.atomic():
        held = Question.objects.select_for_update().filter(state__in=_CHECKED).order_by("pk")
        states = {version: (pk, state) for pk, version, state
                  in held.values_list("pk", "current", "state")}  # fmt: skip
        kinds = current_standings(
            Question.objects.filter(state__in=_CHECKED), timezone.localdate(now)
        )
        fit = {version for version in states if kinds[version] in USABLE_SOON}
        sent = [version for version, (_, state) in states.items()
                if state == QuestionState.APPROVED and version not in fit]  # fmt: skip
        restored = [version for version, (_, state) in states.items()
                    if state == QuestionState.RE_REVIEW and version in fit]  # fmt: skip
        Review.objects.bulk_create(
            [
                Review(version_id=pk, verdict=ReviewVerdict.RE_REVIEW,
                       reason=kinds[pk].value, by_id=actor.pk, at=now)
                for pk in sent
            ],
            batch_size=500,
        )  # fmt: skip
        for versions, state in (
            (sent, QuestionState.RE_REVIEW),
            (restored, QuestionState.APPROVED),
        ):
            Question.objects.filter(current__in=versions).update(state=state)
        if sent or restored:
            subject = Question(pk=states[(sent or restored)[0]][0])
            facts = {"sent": sent, "restored": restored}
            record(actor=actor, action="check_currency", subject=subject, facts=facts)
    return CurrencyCheck(len(states), len(sent), len(restored))


def move_citations(
    *, actor: Actor, questions: Iterable[Question], on: date, now: datetime
) -> int | Refusal:
    """Moves citations on to where the same words stand in the version in force on a day; how many.

    Each question gets a version that differs only in its citations and is approved at once. Its
    wording is the author's still, so it keeps the author; whoever confirms that the cited words
    are the same is the second person, and must not be that author. What anybody could doubt, the
    sameness of the texts, is established here again by comparing them.
    """
    seen = {question.pk: question.current_id for question in questions}
    with transaction.atomic():
        held = Question.objects.select_for_update().filter(pk__in=seen).order_by("pk")
        rows = list(held.values_list("pk", "current", "state", "code"))
        stored = QuestionVersion.objects.filter(pk__in=[version for _, version, _, _ in rows])
        versions = stored.prefetch_related("options").in_bulk()
        places = moved_places(stored, on)
        drafts = []
        for pk, version, state, code in rows:
            facts = {"code": code or f"#{pk}"}
            if version != seen[pk]:
                return Refusal("questions.stale", facts)
            if state not in _CHECKED or version not in places:
                return Refusal("questions.not_moved", facts)
            old = versions[version]
            if old.author_id is not None and old.author_id == actor.pk:
                return Refusal("questions.own_citation", facts)
            draft = Draft(content_of(old), citations=places[version], source=old.source)
            drafts.append((old, draft))
        if drafts:
            _store_moved(actor, drafts, on, now)
    return len(drafts)


def _store_moved(
    actor: Actor, drafts: list[tuple[QuestionVersion, Draft]], on: date, now: datetime
) -> None:
    ids = [old.question_id for old, _ in drafts]
    last = dict(
        Question.objects.filter(pk__in=ids)
        .annotate(last=Max("versions__number"))
        .values_list("pk", "last")
    )
    versions = QuestionVersion.objects.bulk_create(
        [
            new_version(old.question_id, last[old.question_id] + 1, draft, old.author_id)
            for old, draft in drafts
        ],
        batch_size=500,
    )
    add_parts(versions, [draft for _, draft in drafts])
    Review.objects.bulk_create(
        [
            Review(version=version, verdict=ReviewVerdict.APPROVED, reason=StandingKind.MOVED,
                   by_id=actor.pk, at=now)
            for version in versions
        ],
        batch_size=500,
    )  # fmt: skip
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    Question.objects.filter(pk__in=ids).update(
        current=Subquery(newest.values("pk")[:1]), state=QuestionState.APPROVED
    )
    facts = {"on": on.isoformat(), "versions": [version.pk for version in versions]}
    subject = Question(pk=ids[0])
    record(actor=actor, action="move_citations", subject=subject, facts=facts)
