"""证件清理: what was decided on enforcement cards, and the lists of those to be cancelled."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rosters.accounts.models import User
from rosters.people.models import Credential
from rosters.units.models import Unit


class ClearanceRules(models.Model):
    """The county's parameters of the clean-up (`rules.Parameters`): the newest row is in force."""

    parameters = models.JSONField(default=dict)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.set_at:%Y-%m-%d}"


class KeptCard(models.Model):
    """That a finding about a card is no reason to cancel it, why, and until when."""

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="kept")
    finding = models.CharField(max_length=20)
    basis = models.CharField(_("basis"), max_length=200)
    until = models.DateField(_("until"))
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.finding}"


class CancellationList(models.Model):
    """执法证件注销名单: drafted, then announced; announcing cancels its cards."""

    title = models.CharField(_("title"), max_length=100)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    announced_on = models.DateField(_("day of announcement"), null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class CancelledCard(models.Model):
    """A line of such a list: the card with holder, unit and reason as they were."""

    list = models.ForeignKey(CancellationList, on_delete=models.CASCADE, related_name="cards")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    unit_name = models.CharField(max_length=100, blank=True)
    finding = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["list", "credential"], name="card_once_in_list")
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.number}"
