"""The bank as a list, and as imports compare with it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from questionbank.questions.models import Audience, Citation, Question
from questionbank.questions.rules import BankIndex, Known, QuestionState


def bank_index(where: Q | None = None) -> BankIndex:
    """The bank, or the part of it that `where` selects, as imports compare with it."""
    questions = Question.objects.filter(where or Q(), current__isnull=False)
    topics = gathered(questions.filter(topics__isnull=False), "topics__name")
    cohorts = gathered(questions.filter(audiences__isnull=False), "audiences__cohort")
    rows = questions.values_list("pk", "code", "identity", "current__content_hash")
    return BankIndex(
        Known(*row, frozenset(topics[row[0]]), frozenset(cohorts[row[0]])) for row in rows
    )


def gathered(questions: QuerySet[Question], name: str) -> dict[int, set[Any]]:
    """The values of a many-valued field by question."""
    found: dict[int, set[Any]] = defaultdict(set)
    for question_id, value in questions.order_by().values_list("pk", name):
        found[question_id].add(value)
    return found


def questions_named(names: Iterable[str]) -> dict[str, Question]:
    """Questions by what people call them: their code, or "#12" for one without."""
    wanted = set(names)
    found = {str(one): one for one in Question.objects.filter(code__in=wanted)}
    numbers = [name[1:] for name in wanted if name[:1] == "#" and name[1:].isdecimal()]
    rows = Question.objects.filter(pk__in=[int(n) for n in numbers if len(n) < 10])
    return {f"#{one.pk}": one for one in rows} | found


def bank_list(filters: dict[str, Any]) -> QuerySet[Question]:
    """Questions as the list page shows them. `filters`: cleaned data of its filter form."""
    questions = Question.objects.filter(current__isnull=False)
    if filters.get("state"):
        questions = questions.filter(state=filters["state"])
    else:
        questions = questions.exclude(state=QuestionState.RETIRED)
    for name, lookup in (
        ("kind", "current__kind"),
        ("difficulty", "current__difficulty"),
        ("topic", "topics"),
    ):
        if filters.get(name):
            questions = questions.filter(**{lookup: filters[name]})
    questions = _by_citation(_by_cohort(questions, filters.get("cohort")), filters)
    if text := filters.get("q"):
        said = Q(current__stem__icontains=text) | Q(code__icontains=text)
        case = Q(case__code__icontains=text) | Q(case__title__icontains=text)
        questions = questions.filter(said | case)
    return questions.select_related("current", "case").prefetch_related(
        "topics", "current__citations__law_version__law"
    )


def _by_cohort(questions: QuerySet[Question], cohort: str | None) -> QuerySet[Question]:
    """Those meant for a cohort: for it by name, or for all."""
    if not cohort:
        return questions
    meant = Audience.objects.filter(question=OuterRef("pk"))
    return questions.filter(Exists(meant.filter(cohort=cohort)) | ~Exists(meant))


def _by_citation(questions: QuerySet[Question], filters: dict[str, Any]) -> QuerySet[Question]:
    """Those whose current version cites a law or an article of it, or nothing at all."""
    cited = Citation.objects.filter(version=OuterRef("current"))
    if filters.get("uncited"):
        return questions.filter(~Exists(cited))
    wanted = {"law_version__law": filters.get("law"), "article": filters.get("article")}
    wanted = {lookup: value for lookup, value in wanted.items() if value}
    if not wanted:
        return questions
    versions = Citation.objects.filter(**wanted).order_by().values("version")
    return questions.filter(current__in=versions)
