"""Organisations of the county as a tree, and the other names they are known by."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from rosters.units.rules import LONGEST_NAME, UnitKind


class Unit(TreeNode):
    """An organisation. `order` is the order that the county itself uses."""

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
