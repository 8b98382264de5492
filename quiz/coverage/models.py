"""Coverage as it was at the end of a month, and the bulletins that were issued of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.assembly.models import Exam
from rosters.accounts.models import User


class CoverageSnapshot(models.Model):
    """The figures of an exam's coverage on a day, without names: append-only, with their hash."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="snapshots")
    day = models.DateField()
    taken_at = models.DateTimeField()
    figures = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["exam", "day"]
        constraints = [models.UniqueConstraint(fields=["exam", "day"], name="snapshot_once_a_day")]

    def __str__(self) -> str:
        return f"{self.exam_id} {self.day}"


class Bulletin(models.Model):
    """通报: text filled from the figures, edited by a person, and frozen when it is issued.

    `figures` are those that the text was filled from; `content_hash` covers text and figures.
    """

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="bulletins")
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=100, blank=True)
    addressees = models.CharField(_("to"), max_length=500, blank=True)
    body = models.TextField(_("text"))
    figures = models.JSONField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(_("day of issue"), null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="bulletin_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
