"""Organisations of the county as a tree, and the other names they are known by."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from rosters.units.rules import LONGEST_NAME, ChangeKind, UnitKind


class Unit(TreeNode):
    """An organisation. `order` is the order that the county itself uses.

    One that was merged away is dissolved and names its successor; its row, its name and what was
    frozen under it stay.
    """

    name = models.CharField(_("name"), max_length=LONGEST_NAME, unique=True)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=[
            (UnitKind.TOWNSHIP, _("Townships and subdistricts")),
            (UnitKind.DEPARTMENT, _("County departments")),
            (UnitKind.VERTICAL, _("Bodies under central or provincial management")),
            (UnitKind.SUBORDINATE, _("Subordinate bodies")),
        ],
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    enforces = models.BooleanField(
        _("enforces the law"), null=True, blank=True, help_text="empty: not known"
    )
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another spelling of a unit's name, folded; each means one unit only."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=LONGEST_NAME, unique=True)

    def __str__(self) -> str:
        return self.name


class UnitChange(models.Model):
    """A dated change of a unit (机构改革), append-only.

    `other` is the unit that it merged into or was split from; the names are before and after.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(
        max_length=8,
        choices=[
            (ChangeKind.RENAMED, _("Renamed")),
            (ChangeKind.MERGED, _("Merged")),
            (ChangeKind.SPLIT, _("Split")),
        ],
    )
    effective_on = models.DateField(_("effective on"))
    document = models.CharField(_("document"), max_length=100, blank=True)
    old_name = models.CharField(max_length=LONGEST_NAME)
    new_name = models.CharField(max_length=LONGEST_NAME)
    other = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    people = models.PositiveIntegerField(default=0, help_text="how many were moved")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["effective_on", "pk"]

    def __str__(self) -> str:
        return f"{self.old_name} {self.kind} {self.effective_on}"
