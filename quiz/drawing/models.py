"""The record of a draw: enough for anyone to repeat it."""

from django.db import models


class Draw(models.Model):
    """One executed draw, whole enough to be repeated elsewhere.

    `inputs` is the canonical JSON text that `inputs_hash` is the SHA-256 of; `result_hash` covers
    every paper. docs/drawing.md says how one follows from the other.
    """

    algorithm = models.CharField(max_length=40)
    seed = models.CharField(max_length=64, help_text="hex")
    inputs = models.TextField()
    inputs_hash = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.algorithm} {self.seed[:8]}"
