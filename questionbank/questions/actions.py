"""Writing questions: every change is a new version, the old ones stay."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Q, Subquery

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.laws.queries import version_ids
from questionbank.laws.rules import LawPlace
from questionbank.questions.models import Citation, Option, Question, QuestionVersion, Topic
from questionbank.questions.queries import bank_index
from questionbank.questions.rules import LETTERS, Content, Draft, Verdict, validate


def save_version(
    *,
    actor: Actor,
    question: Question | None,
    seen: int | None,
    code: str | None,
    content: Content,
    topics: Iterable[str],
    citations: Iterable[LawPlace],
    source: str,
    now: datetime,
) -> tuple[Question, str] | Refusal:
    """Adds a question, or a version to `question`; the text is "added", "changed", "unchanged".

    `seen` is the version that the author changed: if another is current by now, nothing is saved.
    Topics replace the question's topics. Versions of cited laws must be known to the bank.
    """
    draft = Draft(content, code or None, tuple(topics), tuple(citations), source)
    refusal = validate(content) or _clash(draft, question)
    if refusal:
        return refusal
    try:
        with transaction.atomic():
            held = question and Question.objects.select_for_update().get(pk=question.pk)
            if held and held.current_id != seen:
                return Refusal("questions.stale", {"code": str(held)})
            return _save(actor, held, draft, now)
    except IntegrityError:  # the same item came in by another way at the same moment
        return Refusal("questions.already_there", {"code": code or ""})


def _save(
    actor: Actor, question: Question | None, draft: Draft, now: datetime
) -> tuple[Question, str]:
    before = question and _state(question)
    (saved,) = store_drafts([(question, draft)], now=now)
    saved.topics.set(Topic.objects.filter(name__in=draft.topics))
    verdict = Verdict.ADDED if before is None else Verdict.CHANGED
    if before == _state(saved):
        verdict = Verdict.UNCHANGED
    facts = {"version": saved.current_id, "hash": draft.content_hash, "verdict": verdict.value}
    record(actor=actor, action="save_version", subject=saved, facts=facts)
    return saved, verdict.value


def _state(question: Question) -> tuple[int | None, str | None, frozenset[str]]:
    names = frozenset(question.topics.values_list("name", flat=True))
    return question.current_id, question.code, names


def _clash(draft: Draft, question: Question | None) -> Refusal | None:
    """Another question that already has this text or this code."""
    index = bank_index(Q(identity=draft.identity) | Q(code=draft.code or ""))
    for known in (index.by_identity.get(draft.identity), index.by_code.get(draft.code)):
        if known and known.question_id != getattr(question, "pk", None):
            return Refusal(
                "questions.already_there", {"code": known.code or f"#{known.question_id}"}
            )
    return None


def store_drafts(
    drafts: Sequence[tuple[Question | None, Draft]], *, now: datetime
) -> list[Question]:
    """Writes many drafts with a constant number of statements; None makes a new question.

    Part of an action: the caller has validated the drafts, holds the transaction and records it.
    """
    new = [
        Question(code=draft.code, identity=draft.identity)
        for question, draft in drafts
        if question is None
    ]
    created = iter(Question.objects.bulk_create(new, batch_size=500))
    pairs = [(question or next(created), draft) for question, draft in drafts]
    _rename(pairs)
    _add_versions(pairs)
    _add_topics(pairs)
    stored = Question.objects.in_bulk([question.pk for question, _ in pairs])
    return [stored[question.pk] for question, _ in pairs]


def _rename(pairs: Sequence[tuple[Question, Draft]]) -> None:
    """Questions whose wording or code moved on are found by the new ones from now."""
    moved = []
    for question, draft in pairs:
        code = draft.code or question.code
        if (question.identity, question.code) != (draft.identity, code):
            question.identity, question.code = draft.identity, code
            moved.append(question)
    Question.objects.bulk_update(moved, ["identity", "code"], batch_size=200)


def _add_versions(pairs: Sequence[tuple[Question, Draft]]) -> None:
    """A version for each draft that differs from the current one of its question."""
    ids = [question.pk for question, _ in pairs]
    last = dict(
        Question.objects.filter(pk__in=ids)
        .annotate(last=Max("versions__number"))
        .values_list("pk", "last")
    )
    hashes = dict(Question.objects.filter(pk__in=ids).values_list("pk", "current__content_hash"))
    due = [(q, draft) for q, draft in pairs if hashes[q.pk] != draft.content_hash]
    versions = QuestionVersion.objects.bulk_create(
        [_version(q, (last[q.pk] or 0) + 1, draft) for q, draft in due], batch_size=500
    )
    _add_parts(versions, [draft for _, draft in due])
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    Question.objects.filter(pk__in=[q.pk for q, _ in due]).update(
        current=Subquery(newest.values("pk")[:1])
    )


def _version(question: Question, number: int, draft: Draft) -> QuestionVersion:
    content = draft.content
    return QuestionVersion(
        question=question,
        number=number,
        kind=content.kind,
        stem=content.stem,
        key=content.key,
        rationale=content.rationale,
        difficulty=content.difficulty,
        content_hash=draft.content_hash,
        source=draft.source[:200],
    )


def _add_parts(versions: Sequence[QuestionVersion], drafts: Sequence[Draft]) -> None:
    law_versions = version_ids() if any(draft.citations for draft in drafts) else {}
    options, citations = [], []
    for version, draft in zip(versions, drafts, strict=True):
        options += [
            Option(version=version, letter=letter, text=text)
            for letter, text in zip(LETTERS, draft.content.options, strict=False)
        ]
        citations += [
            Citation(
                version=version,
                law_version_id=law_versions[place.title, place.adopted_on],
                article=place.article,
                paragraph=place.paragraph,
            )
            for place in dict.fromkeys(draft.citations)
        ]
    Option.objects.bulk_create(options, batch_size=1000)
    Citation.objects.bulk_create(citations, batch_size=1000)


def _add_topics(pairs: Sequence[tuple[Question, Draft]]) -> None:
    """Gives each question the topics of its draft; a draft without topics changes nothing."""
    through = Question.topics.through
    tagged = [(question, draft) for question, draft in pairs if draft.topics]
    names = dict.fromkeys(name for _, draft in tagged for name in draft.topics)
    Topic.objects.bulk_create([Topic(name=name) for name in names], ignore_conflicts=True)
    ids = dict(Topic.objects.filter(name__in=names).values_list("name", "pk"))
    through.objects.filter(question__in=[question.pk for question, _ in tagged]).delete()
    through.objects.bulk_create(
        [
            through(question_id=question.pk, topic_id=ids[name])
            for question, draft in tagged
            for name in dict.fromkeys(draft.topics)
        ],
        batch_size=1000,
    )


def retire_question(
    *, actor: Actor, question: Question, reason: str, now: datetime
) -> Refusal | None:
    """Takes a question out of the pool for good; papers already drawn keep it."""
    reason = reason.strip()
    if not reason:
        return Refusal("questions.no_reason", {"code": str(question)})
    with transaction.atomic():
        if not Question.objects.filter(pk=question.pk, retired_at=None).update(retired_at=now):
            return Refusal("questions.already_retired", {"code": str(question)})
        record(actor=actor, action="retire_question", subject=question, facts={"reason": reason})
    return None
