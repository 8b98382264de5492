"""Roster files between preview and apply, what became of them, and how their columns are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rosters.accounts.models import User
from rosters.intake.rules.states import UploadState
from rosters.people.models import STATUS_CHOICES, Person
from rosters.people.sealing import SealedField
from rosters.units.models import Unit


class RosterUpload(models.Model):
    """A roster file. Its bytes are sealed, and forgotten a week after anybody touched it.

    unit         the unit that sent it; empty for a list of the whole county
    list_kind    what the list is of, found by its columns: deliveries of one kind are compared
    mapping      label of the file -> column, where a person changed what was guessed
    progress     rows weighed so far, of `total`
    touched_at   when its reading last got on
    people_mark  the state of the people that the verdicts were found with
    counts       rows by verdict, as the audit chain says them too
    undo         sealed: what was there before, until the import can no longer be undone
    """

    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="uploads")
    filename = models.CharField(_("file name"), max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    sealed = SealedField(null=True)
    list_kind = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=8, default=UploadState.WAITING)
    mapping = models.JSONField(default=dict)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(null=True)
    people_mark = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    summary = models.JSONField(default=dict, help_text="labels used and unused, sheets, new units")
    undo = SealedField(null=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    touched_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.filename


class UploadRow(models.Model):
    """One row of a file with its verdict. Reasons are refusals, changes [label, old, new].

    proposals    what a person may choose from: [[choice, words], …]; `choice` is what they chose
    corrections  sealed: texts that a person typed over cells, by column
    person       whom the row was about, once it was applied
    """

    upload = models.ForeignKey(RosterUpload, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)
    name = models.CharField(max_length=100, blank=True)
    unit_name = models.CharField(max_length=100, blank=True)
    changes = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    proposals = models.JSONField(default=list)
    choice = models.CharField(max_length=24, blank=True)
    corrections = SealedField(null=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["upload", "position"]
        constraints = [models.UniqueConstraint(fields=["upload", "position"], name="row_once")]
        indexes = [models.Index(fields=["upload", "verdict", "position"], name="row_by_verdict")]

    def __str__(self) -> str:
        return f"{self.upload_id}.{self.position}"


class GoneLine(models.Model):
    """Somebody of the unit's last delivery who is missing from this one, and what is to be done.

    Without a choice nothing is done: nobody is ever deleted or ended by their absence alone.
    """

    upload = models.ForeignKey(RosterUpload, on_delete=models.CASCADE, related_name="gone")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=12, blank=True, choices=STATUS_CHOICES)
    since = models.DateField(null=True)

    class Meta:
        ordering = ["upload", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "person", "unit"], name="gone_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.person_id}"


class ColumnMemory(models.Model):
    """How a unit's own labels are to be read; without a unit, how the county's are."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    label = models.CharField(max_length=200)
    column = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "label"], name="label_once_per_unit"),
            models.UniqueConstraint(
                fields=["label"], condition=models.Q(unit=None), name="label_once_in_county"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} -> {self.column}"
