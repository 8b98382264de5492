"""Roster files between preview and apply, and the memory of those that were applied."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rosters.accounts.models import User


class RosterUpload(models.Model):
    """A roster file. Its bytes are sealed, and forgotten once it is applied or a day old."""

    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(_("file name"), max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    sealed = models.BinaryField(null=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.filename
