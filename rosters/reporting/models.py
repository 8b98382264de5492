"""Rounds in which units report their own people and confirm them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rosters.accounts.models import User
from rosters.units.models import Unit


class Collection(models.Model):
    """A round of reporting (名册报送): which units report, as of which day, until when."""

    title = models.CharField(_("title"), max_length=100, unique=True)
    as_of = models.DateField(_("as of"))
    due_on = models.DateField(_("due on"))
    note = models.CharField(_("what to look out for"), max_length=500, blank=True)
    units = models.ManyToManyField(Unit, related_name="collections")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Confirmation(models.Model):
    """名册确认: somebody vouches for the people of a unit as they are at that moment.

    Append-only; the newest counts. `digest` is of the list that was confirmed:
    when the unit's people change, it no longer agrees and the unit has to confirm again.
    """

    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="confirmations"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="confirmations")
    people = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    signed = models.CharField(_("name"), max_length=60)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.unit_id} {self.confirmed_at:%Y-%m-%d}"


class Reminder(models.Model):
    """That a unit was reminded of a round, and when: append-only."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="reminders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.unit_id} {self.sent_at:%Y-%m-%d}"
