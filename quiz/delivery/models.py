"""One candidate's taking of one paper, and the journal of every answer that was saved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.assembly.models import Paper
from quiz.delivery.rules import AttemptState
from quiz.scheduling.models import Candidate


class Attempt(models.Model):
    """Made ready before the exam; started, saved to and closed by conditional statements."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="attempts")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="attempt")
    state = models.CharField(
        max_length=9,
        default=AttemptState.READY,
        choices=[
            (AttemptState.READY, _("Not started")),
            (AttemptState.IN_PROGRESS, _("In progress")),
            (AttemptState.SUBMITTED, _("Submitted")),
            (AttemptState.EXPIRED, _("Closed by the clock")),
        ],
    )
    pledged_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="set at the start")
    closed_at = models.DateTimeField(null=True, blank=True)
    device = models.PositiveSmallIntegerField(
        default=0, help_text="number of the device that may save; each take-over adds one"
    )
    receipt = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["ends_at"],
                condition=models.Q(state=AttemptState.IN_PROGRESS),
                name="attempt_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.state}"


class JournalEntry(models.Model):
    """One saved change. Append-only; the last one of a slot, by (device, sequence), counts.

    The key makes a repeated save harmless. There is no foreign-key constraint and no further
    index, because the conditional INSERT proves the attempt and every save pays for each index.
    """

    pk = models.CompositePrimaryKey("attempt", "device", "sequence")
    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="journal",
    )
    device = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField(help_text="the client's counter, from 1")
    slot = models.PositiveSmallIntegerField()
    answer = models.TextField()
    client_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attempt_id}.{self.device}.{self.sequence}"
