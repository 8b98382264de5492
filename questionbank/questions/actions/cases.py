"""Writing a case: its material stands in every sub-question, so that one change is many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.questions.actions.review import submit_questions
from questionbank.questions.actions.saving import store_drafts
from questionbank.questions.models import Case, Question
from questionbank.questions.queries import bank_index, content_of, places_of
from questionbank.questions.queries.cases import case_sheet
from questionbank.questions.rules import CasePlace, Draft, QuestionState


@dataclass(frozen=True)
class CasePart:
    """A sub-question by its id, and its share of the marks of the case."""

    question_id: int
    weight: int


def save_case(
    *,
    actor: Actor,
    case: Case,
    seen: str,
    title: str,
    material: str,
    parts: Sequence[CasePart],
    submit: bool,
    now: datetime,
) -> Case | Refusal:
    """Gives a case its material and its sub-questions in this order; new versions where due.

    A sub-question that is left out stands alone from now, without the material. One that comes
    in must not be retired, nor stand in another case. `seen` is what `case_sheet` said when the
    author began.
    """
    if not material.strip():
        return Refusal("questions.case_without_material")
    if not parts:
        return Refusal("questions.case_empty")
    try:
        with transaction.atomic():
            return _save(actor, case, seen, _Written(title, material, parts), submit, now)
    except IntegrityError:  # one of its questions was changed by another way at the same moment
        return Refusal("questions.case_stale", {"code": case.code})


@dataclass(frozen=True)
class _Written:
    title: str
    material: str
    parts: Sequence[CasePart]


def _save(
    actor: Actor, case: Case, seen: str, written: _Written, submit: bool, now: datetime
) -> Case | Refusal:
    ids = [part.question_id for part in written.parts]
    held = Question.objects.select_for_update().order_by("pk")
    before = {q.pk: q for q in held.filter(case=case)}
    known = before | {q.pk: q for q in held.filter(pk__in=ids)}
    left = [q for pk, q in before.items() if pk not in ids and q.state != QuestionState.RETIRED]
    drafts = [
        *_parts(case, written, [known[pk] for pk in ids]),
        *((question, _alone(question)) for question in left),
    ]
    refusal = _objection(case, seen, [known[pk] for pk in ids]) or _clash(drafts)
    if refusal:
        return refusal
    Question.objects.filter(pk__in=before).update(case=None, case_position=None)
    retired = [q for q in before.values() if q.state == QuestionState.RETIRED]
    _place_last(case, retired, len(ids))
    stored = store_drafts(drafts, actor=actor, submit=submit, now=now)
    waiting = [q for q in stored if submit and q.state == QuestionState.DRAFT]
    submit_questions(actor=actor, questions=waiting, now=now)
    facts = {"parts": ids, "left": [question.pk for question in left]}
    record(actor=actor, action="save_case", subject=case, facts=facts)
    case.refresh_from_db()
    return case


def _objection(case: Case, seen: str, kept: Sequence[Question]) -> Refusal | None:
    if case_sheet(case).seen != seen:
        return Refusal("questions.case_stale", {"code": case.code})
    for question in kept:
        if question.state == QuestionState.RETIRED:
            return Refusal("questions.retired", {"code": str(question)})
        if question.case_id not in (None, case.pk):
            facts = {"code": str(question), "case": str(question.case)}
            return Refusal("questions.in_another_case", facts)
    return None


def _clash(drafts: Sequence[tuple[Question, Draft]]) -> Refusal | None:
    """Another question that already says what one of these is to say."""
    index = bank_index(Q(identity__in=[draft.identity for _, draft in drafts]))
    for question, draft in drafts:
        known = index.by_identity.get(draft.identity)
        if known and known.question_id != question.pk:
            facts = {"code": known.code or f"#{known.question_id}"}
            return Refusal("questions.already_there", facts)
    return None


def _place_last(case: Case, retired: Sequence[Question], active: int) -> None:
    """Retired sub-questions keep their case, behind those that are asked."""
    in_order = sorted(retired, key=lambda question: question.case_position or 0)
    for place, question in enumerate(in_order, start=active + 1):
        Question.objects.filter(pk=question.pk).update(case=case, case_position=place)


def _parts(
    case: Case, written: _Written, questions: Sequence[Question]
) -> Iterator[tuple[Question, Draft]]:
    for place, (question, part) in enumerate(zip(questions, written.parts, strict=True), start=1):
        draft = _draft(question)
        content = replace(draft.content, material=written.material, weight=part.weight)
        where = CasePlace(case.code, place, written.title)
        yield question, replace(draft, content=content, case=where)


def _alone(question: Question) -> Draft:
    draft = _draft(question)
    return replace(draft, content=replace(draft.content, material="", weight=1))


def _draft(question: Question) -> Draft:
    version = question.current
    assert version is not None
    return Draft(content_of(version), citations=places_of(version), source=version.source)
