"""Reading batches and who is in them."""

from django.db.models import Count, QuerySet

from quiz.assembly.models import Exam
from quiz.assembly.queries import with_exam_release
from quiz.scheduling.models import Batch, Candidate
from rosters.cohorts.models import Entry


def entries_to_seat(exam: Exam) -> QuerySet[Entry]:
    """Those who have a paper and were not released since, in roster order."""
    with_paper = exam.papers.values("entry")
    entries = with_exam_release(Entry.objects.filter(pk__in=with_paper), exam)
    return entries.filter(release_kind="").order_by("number")


def batches_with_counts(exam: Exam) -> QuerySet[Batch]:
    """Batches by number, each with its `people` and from how many `units` they come."""
    return exam.batches.order_by("number").annotate(
        people=Count("candidates"), units=Count("candidates__entry__unit", distinct=True)
    )


def candidates_by_unit(batch: Batch) -> QuerySet[Candidate]:
    """The candidates of a batch in the county's order of units."""
    return batch.candidates.select_related("entry__unit").order_by(
        "entry__unit__order", "entry__unit", "entry__number"
    )


def is_released(exam: Exam) -> bool:
    """Whether candidates already have attempts that rest on the batches."""
    return exam.candidates.filter(attempts__isnull=False).exists()
