"""Question files on their way into the bank."""

from django.conf import settings
from django.db import models


class QuestionImport(models.Model):
    """A question file: kept with its content between preview and apply, then as what was done.

    `counts` is what the audit chain says of it too: items by verdict.
    """

    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    content = models.BinaryField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.filename
