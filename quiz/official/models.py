"""Results of exams sat elsewhere that count for an exam of the county."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.assembly.models import Exam
from rosters.accounts.models import User
from rosters.cohorts.models import Entry
from rosters.people.sealing import SealedField


class OfficialImport(models.Model):
    """One list of results as it was received: from whom, under which document number.

    Until it is applied its bytes are kept, sealed, for a day. `pass_mark` and `excellent_mark` are
    the source's own. `counts` are its rows by verdict, as they were when it was applied.
    """

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="official_imports")
    title = models.CharField(_("exam sat"), max_length=100)
    source = models.CharField(_("source"), max_length=100)
    document = models.CharField(_("document"), max_length=100)
    sat_on = models.DateField(_("day of the exam"), null=True, blank=True)
    pass_mark = models.DecimalField(
        _("pass mark of the source"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    excellent_mark = models.DecimalField(
        _("excellent from"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    filename = models.CharField(_("file name"), max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    sealed = SealedField(null=True)
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.document}"


class OfficialResult(models.Model):
    """What an entry achieved elsewhere: append-only."""

    source = models.ForeignKey(OfficialImport, on_delete=models.PROTECT, related_name="results")
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="official_results")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="official_results")
    passed = models.BooleanField()
    excellent = models.BooleanField(default=False)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    sat_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exam", "entry"], name="official_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.exam_id} {self.entry_id} {self.passed}"
