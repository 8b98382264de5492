"""Questions that look alike: the bank as it is compared, and the pairs that wait for a ruling."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet

from questionbank.questions.models import Comparison, Option, Question, QuestionVersion
from questionbank.questions.rules import Content, ItemKind, QuestionState
from questionbank.questions.rules.likeness import Pair, Wording, alike, wording


def load_wordings() -> list[Wording]:
    """The newest version of each question that is not retired, as it is compared. Two queries."""
    current = QuestionVersion.objects.filter(
        pk=F("question__current"), question__in=_kept_questions()
    ).order_by("question")
    options: dict[int, list[str]] = defaultdict(list)
    rows = Option.objects.filter(version__in=current).order_by("version", "letter")
    for version, text in rows.values_list("version", "text"):
        options[version].append(text)
    return [
        wording(question, Content(ItemKind(kind), stem, tuple(options[pk]), key))
        for pk, question, kind, stem, key in current.values_list(
            "pk", "question", "kind", "stem", "key"
        )
    ]


def _kept_questions() -> QuerySet[Question]:
    return Question.objects.exclude(state=QuestionState.RETIRED)


def alike_in_bank(content: Content, *, besides: int | None = None) -> list[Pair]:
    """Questions of the bank that look like one that is being written; its own id is 0 in the pairs.

    `besides` is the question being changed.
    """
    bank = [known for known in _remembered_wordings() if known.question_id != besides]
    return alike(wording(0, content), bank)


_remembered: dict[str, Wording] = {}  # by the hash of the version, which says what is compared


def _remembered_wordings() -> list[Wording]:
    """The same as `load_wordings`, but one query while no question changes: authors ask often."""
    global _remembered
    rows = _kept_questions().filter(current__isnull=False).order_by("pk")
    hashes = dict(rows.values_list("pk", "current__content_hash"))
    known = _remembered
    if not known.keys() >= set(hashes.values()):
        bank = load_wordings()
        known = {hashes[one.question_id]: one for one in bank if one.question_id in hashes}
        _remembered = known
    found = ((question, known.get(hashed)) for question, hashed in hashes.items())
    return [Wording(question, one.asked, one.said) for question, one in found if one]


def known_pairs(ids: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs among these questions that were found before, ruled on or not."""
    wanted = set(ids)
    rows = Comparison.objects.filter(first__in=wanted, second__in=wanted)
    return set(rows.values_list("first", "second"))


def waiting_comparisons() -> QuerySet[Comparison]:
    """Pairs without a ruling, the most alike first; both questions still in the bank."""
    retired = Q(first__state=QuestionState.RETIRED) | Q(second__state=QuestionState.RETIRED)
    return (
        Comparison.objects.filter(verdict="")
        .exclude(retired)
        .select_related("first__current", "second__current")
        .order_by("-score", "first", "second")
    )


def ruled_counts() -> dict[str, int]:
    """How many pairs were ruled the same, variants, different."""
    rows = Comparison.objects.exclude(verdict="").values_list("verdict").order_by()
    return dict(rows.annotate(n=Count("pk")))


def comparisons_of(question: Question) -> QuerySet[Comparison]:
    """What was found about one question, the most alike first."""
    about = Comparison.objects.filter(Q(first=question) | Q(second=question))
    return about.select_related("first__current", "second__current").order_by("-score")
