"""Statutes and their versions. Articles are cited by number; their text comes with a later room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Law(models.Model):
    """A statute, whatever its version."""

    title = models.CharField(_("title"), max_length=120, unique=True)
    short_title = models.CharField(_("short title"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.short_title


class LawVersion(models.Model):
    """The text adopted or last amended on a day, in force from `effective_on`.

    The two dates are kept apart because an amended law still prints its first effective date.
    """

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="versions")
    adopted_on = models.DateField(_("adopted or amended on"))
    effective_on = models.DateField(_("effective on"), null=True, blank=True)

    class Meta:
        ordering = ["law", "adopted_on"]
        constraints = [
            models.UniqueConstraint(fields=["law", "adopted_on"], name="law_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.law}（{self.adopted_on:%Y-%m-%d}）"
