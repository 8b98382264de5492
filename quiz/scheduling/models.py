"""People examined together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.assembly.models import Exam
from rosters.cohorts.models import Entry


class Batch(models.Model):
    """A window in which the candidates of one batch may sit."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveSmallIntegerField()
    capacity = models.PositiveIntegerField(_("capacity"))
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))

    class Meta:
        ordering = ["exam", "number"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "number"], name="batch_number_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="batch_window_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam} {self.number}"


class Candidate(models.Model):
    """A person of the roster entered for a batch of an exam."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="candidates")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="candidates")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="candidates")

    class Meta:
        ordering = ["batch", "entry"]
        constraints = [models.UniqueConstraint(fields=["exam", "entry"], name="candidate_once")]

    def __str__(self) -> str:
        return f"{self.exam_id}/{self.entry_id}"
