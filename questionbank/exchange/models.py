"""Question files on their way into the bank."""

from django.conf import settings
from django.db import models

from questionbank.exchange.rules.states import ImportState


class QuestionImport(models.Model):
    """A question file: kept with its content between reading and applying, then as what was done.

    answers   the second document with the keys, where the file has none
    progress  items read so far, of `total`
    counts    what the audit chain says of it too: items by verdict
    """

    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    content = models.BinaryField(null=True)
    answers = models.BinaryField(null=True)
    answers_filename = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, default=ImportState.WAITING)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.filename


class ImportItem(models.Model):
    """An item of a file in its preview: the lines it was read from beside its text as it will be.

    The text is written in the grammar of text files, so that mending, merging, parting and
    retyping an item are changes of its text.
    """

    upload = models.ForeignKey(QuestionImport, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=80, blank=True)
    line = models.PositiveIntegerField()
    original = models.TextField()
    text = models.TextField()
    dropped = models.BooleanField(default=False)
    edited = models.BooleanField(default=False)

    class Meta:
        ordering = ["upload", "position"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="import_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}.{self.position}"
