"""Published outcomes and the register of certificates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.assembly.models import Exam
from quiz.official.models import OfficialResult
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
    (Verdict.TRANSFERRED, _("Transferred")),
    (Verdict.LEFT, _("Retired or left")),
    (Verdict.VOID, _("Void")),
    (Verdict.DUPLICATE, _("Listed twice")),
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


class Voiding(models.Model):
    """A person's decision that what an entry did in an exam is void (违纪): append-only."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="voidings")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="voidings")
    reason = models.CharField(_("reason"), max_length=200)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exam", "entry"], name="voiding_once")]

    def __str__(self) -> str:
        return f"{self.exam_id} {self.entry_id}"


class Outcome(models.Model):
    """The terminal verdict on one entry of the roster; `official` where it came from elsewhere."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="outcomes")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="outcomes")
    verdict = models.CharField(max_length=11, choices=VERDICT_CHOICES)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    official = models.OneToOneField(
        OfficialResult, on_delete=models.PROTECT, null=True, related_name="outcome"
    )

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
