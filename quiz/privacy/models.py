"""How long what is personal in an exam is kept, and when it was forgotten."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.assembly.models import Exam
from rosters.accounts.models import User


class Retention(models.Model):
    """Months for which an exam's personal data are kept after publication."""

    exam = models.OneToOneField(Exam, on_delete=models.PROTECT, related_name="retention")
    months = models.PositiveSmallIntegerField(_("months"))
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.exam_id} {self.months}"


class Purge(models.Model):
    """That an exam's personal data were made anonymous, and how many rows: append-only."""

    exam = models.OneToOneField(Exam, on_delete=models.PROTECT, related_name="purge")
    purged_at = models.DateTimeField()
    purged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.exam_id} {self.purged_at:%Y-%m-%d}"
