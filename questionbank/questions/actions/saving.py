"""Writing questions: every change is a new version, the old ones stay."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Q, Subquery

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.laws.queries import version_ids
from questionbank.laws.rules import LawPlace
from questionbank.questions.actions.review import submit_questions
from questionbank.questions.models import (
    Audience,
    Case,
    Citation,
    Option,
    Question,
    QuestionVersion,
    Review,
    Topic,
)
from questionbank.questions.queries import bank_index, tags_of
from questionbank.questions.rules import (
    LETTERS,
    CasePlace,
    Content,
    Draft,
    QuestionState,
    ReviewVerdict,
    Verdict,
    validate,
)
from rosters.cohorts.rules import CohortKind


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
    cohorts: Iterable[CohortKind] = (),
    case: CasePlace | None = None,
    submit: bool = True,
    seen_tags: str | None = None,
) -> tuple[Question, str] | Refusal:
    """Adds a question, or a version to `question`; the text is "added", "changed", "unchanged".

    `seen` is the version that the author changed: if another is current by now, nothing is saved;
    nor is it when code, topics or cohorts are no longer as `seen_tags` (of `tags_of`) says.
    Topics and cohorts replace the question's own. Versions of cited laws must be known to the
    bank. A new version waits for its reviewer, or for its author unless it is to `submit`.
    """
    draft = Draft(
        content, code or None, tuple(topics), tuple(citations), source, tuple(cohorts), case
    )
    refusal = validate(content) or _clash(draft, question)
    if refusal:
        return refusal
    try:
        with transaction.atomic():
            held = question and Question.objects.select_for_update().get(pk=question.pk)
            if held and (held.current_id != seen or seen_tags not in (None, tags_of(held))):
                return Refusal("questions.stale", {"code": str(held)})
            return _save(actor, held, draft, submit, now)
    except IntegrityError:  # the same item, or its place, was taken at the same moment
        place = Refusal("questions.case_stale", {"code": case.code if case else ""})
        return _clash(draft, question) or place


def _save(
    actor: Actor, question: Question | None, draft: Draft, submit: bool, now: datetime
) -> tuple[Question, str]:
    before = question and _state(question)
    (saved,) = store_drafts([(question, draft)], actor=actor, submit=submit, now=now)
    saved.topics.set(Topic.objects.filter(name__in=draft.topics))
    saved.audiences.exclude(cohort__in=draft.cohorts).delete()
    if submit and saved.state == QuestionState.DRAFT:  # its words were there as a draft already
        submit_questions(actor=actor, questions=[saved], now=now)
        saved.state = QuestionState.IN_REVIEW
    verdict = Verdict.ADDED if before is None else Verdict.CHANGED
    if before == _state(saved):
        verdict = Verdict.UNCHANGED
    facts = {"version": saved.current_id, "hash": draft.content_hash, "verdict": verdict.value}
    record(actor=actor, action="save_version", subject=saved, facts=facts)
    return saved, verdict.value


def _state(question: Question) -> tuple[object, ...]:
    names = frozenset(question.topics.values_list("name", flat=True))
    cohorts = frozenset(question.audiences.values_list("cohort", flat=True))
    return question.current_id, question.code, names, cohorts


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
    drafts: Sequence[tuple[Question | None, Draft]],
    *,
    actor: Actor,
    submit: bool,
    now: datetime,
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
    _add_versions(pairs, actor, submit, now)
    _add_topics(pairs)
    _add_cohorts(pairs)
    _place_in_cases(pairs)
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


def _add_versions(
    pairs: Sequence[tuple[Question, Draft]], actor: Actor, submit: bool, now: datetime
) -> None:
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
        [new_version(q.pk, (last[q.pk] or 0) + 1, draft, actor.pk) for q, draft in due],
        batch_size=500,
    )
    add_parts(versions, [draft for _, draft in due])
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    Question.objects.filter(pk__in=[q.pk for q, _ in due]).update(
        current=Subquery(newest.values("pk")[:1]),
        state=QuestionState.IN_REVIEW if submit else QuestionState.DRAFT,
    )
    if submit:
        Review.objects.bulk_create(
            [
                Review(version=v, verdict=ReviewVerdict.SUBMITTED, by_id=actor.pk, at=now)
                for v in versions
            ],
            batch_size=500,
        )


def new_version(
    question_id: int, number: int, draft: Draft, author_id: int | None
) -> QuestionVersion:
    """A version that says what the draft says, not yet stored; `add_parts` gives it the rest."""
    content = draft.content
    return QuestionVersion(
        question_id=question_id,
        number=number,
        kind=content.kind,
        stem=content.stem,
        key=content.key,
        rationale=content.rationale,
        difficulty=content.difficulty,
        material=content.material,
        weight=content.weight,
        unordered=content.unordered,
        content_hash=draft.content_hash,
        source=draft.source[:200],
        author_id=author_id,
    )


def add_parts(versions: Sequence[QuestionVersion], drafts: Sequence[Draft]) -> None:
    """Options and citations of versions just stored."""
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
                quote=place.quote,
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


def _add_cohorts(pairs: Sequence[tuple[Question, Draft]]) -> None:
    """Gives each question the cohorts of its draft; a draft without cohorts changes nothing."""
    meant = [(question, draft) for question, draft in pairs if draft.cohorts]
    Audience.objects.filter(question__in=[question.pk for question, _ in meant]).delete()
    Audience.objects.bulk_create(
        [
            Audience(question=question, cohort=cohort)
            for question, draft in meant
            for cohort in dict.fromkeys(draft.cohorts)
        ],
        batch_size=1000,
    )


def _place_in_cases(pairs: Sequence[tuple[Question, Draft]]) -> None:
    """Sub-questions stand in their case from now, which is made when it is new."""
    placed = [(question, draft.case) for question, draft in pairs if draft.case]
    cases = {place.code: Case(code=place.code, title=place.title) for _, place in placed}
    Case.objects.bulk_create(
        cases.values(), update_conflicts=True, unique_fields=["code"], update_fields=["title"]
    )
    ids = dict(Case.objects.filter(code__in=cases).values_list("code", "pk"))
    for question, place in placed:
        question.case_id, question.case_position = ids[place.code], place.position
    moved = [question for question, _ in placed]
    Question.objects.filter(pk__in=[q.pk for q in moved]).update(case=None, case_position=None)
    Question.objects.bulk_update(moved, ["case", "case_position"], batch_size=200)
