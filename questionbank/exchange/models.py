"""Question files on their way into the bank."""

from django.conf import settings
from django.db import models

from questionbank.exchange.rules.states import ImportState
from questionbank.questions.models import Question


class QuestionImport(models.Model):
    """A question file: kept with its content between reading and applying, then as what was done.

    answers     the second document with the keys, where the file has none
    head        the laws that the file declares, in the grammar of text files
    unread      [sheet, number, text] of each line that belongs to no item
    remarks     refusals that say what a person should know of how the file was read
    progress    items read so far, of `total`
    touched_at  when its reading last got on, then when a person last changed an item
    bank_mark   the state of the bank that the verdicts were found with (`queries.bank_mark`)
    counts      what the audit chain says of it too: items by verdict
    """

    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    content = models.BinaryField(null=True)
    answers = models.BinaryField(null=True)
    answers_filename = models.CharField(max_length=200, blank=True)
    head = models.TextField(blank=True)
    unread = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    state = models.CharField(max_length=8, default=ImportState.WAITING)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    bank_mark = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.filename


class ImportItem(models.Model):
    """An item of a file in its preview: the lines it was read from beside its text as it will be.

    The text is written in the grammar of text files, so that mending, merging, parting and
    retyping an item are changes of its text.

    weighed  what its verdict needs of it (`rules.verdicts.Weighed`)
    verdict  a `Verdict` of the bank, or "dropped"; with its reason, a refusal
    similar  a question of the bank that looks like it, and how much, from 0 to 1
    """

    upload = models.ForeignKey(QuestionImport, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=80, blank=True)
    line = models.PositiveIntegerField()
    original = models.TextField()
    text = models.TextField()
    dropped = models.BooleanField(default=False)
    edited = models.BooleanField(default=False)
    weighed = models.JSONField(default=dict)
    verdict = models.CharField(max_length=9)
    reason = models.JSONField(null=True)
    similar = models.ForeignKey(
        Question, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    similarity = models.FloatField(null=True)

    class Meta:
        ordering = ["upload", "position"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="import_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}.{self.position}"
