"""What an attempt earned, slot by slot and in total."""

from django.db import models

from quiz.assembly.models import PaperItem
from quiz.delivery.models import Attempt
from rosters.accounts.models import User


class Response(models.Model):
    """The final answer of one slot and the mark it earned; `mark` is empty until marked."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="responses")
    item = models.OneToOneField(PaperItem, on_delete=models.PROTECT, related_name="response")
    answer = models.TextField(blank=True)
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    marked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["attempt", "item"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.mark}"


class Score(models.Model):
    """Total of one attempt; `total` is empty while an answer waits for a marker."""

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="score")
    machine_marks = models.DecimalField(max_digits=6, decimal_places=2)
    unmarked = models.PositiveSmallIntegerField(default=0)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.total}"
