"""The record of a draw: enough for anyone to repeat it."""

from django.db import models


class Draw(models.Model):
    """One executed draw. `inputs_hash` and `result_hash` cover canonical JSON of both sides."""

    algorithm = models.CharField(max_length=40)
    seed = models.CharField(max_length=64, help_text="hex")
    inputs_hash = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.algorithm} {self.seed[:8]}"
