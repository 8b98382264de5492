"""Published outcomes and the register of certificates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.assembly.models import Exam
from quiz.results.rules import Verdict
from rosters.accounts.models import User
from rosters.cohorts.models import Entry

VERDICT_CHOICES = [
    (Verdict.EXCELLENT, _("Excellent")),
    (Verdict.PASSED, _("Passed")),
    (Verdict.FAILED, _("Failed")),
    (Verdict.ABSENT, _("Absent")),
    (Verdict.DEFERRED, _("Deferred")),
    (Verdict.EXEMPT, _("Exempt")),
    (Verdict.LEFT, _("Left")),
    (Verdict.PENDING, _("Pending")),
]


class Publication(models.Model):
    """The step by which results become official. Its outcomes and hash never change."""

    exam = models.OneToOneField(Exam, on_delete=models.PROTECT, related_name="publication")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    content_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.exam} {self.published_at:%Y-%m-%d}"


class Outcome(models.Model):
    """The terminal verdict on one entry of the roster."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="outcomes")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="outcomes")
    verdict = models.CharField(max_length=9, choices=VERDICT_CHOICES)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)

    class Meta:
        ordering = ["publication", "entry"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "entry"], name="outcome_once"),
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.PENDING), name="outcome_is_terminal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.verdict}"


class SerialCounter(models.Model):
    """The last certificate number of a year; locked while a number is taken, so no gap arises."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Certificate(models.Model):
    """An issued certificate. `facts` is frozen at issue: name, unit, exam, score, dates."""

    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="certificate")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=24, unique=True, help_text="random, in the QR code")
    facts = models.JSONField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="certificate_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"
