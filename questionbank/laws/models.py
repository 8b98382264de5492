"""Statutes, the texts they had from day to day, and the articles of each text."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from questionbank.laws.rules import PREAMBLE, LawKind

KIND_CHOICES = [
    (LawKind.CONSTITUTION, _("Constitution")),
    (LawKind.STATUTE, pgettext_lazy("kind", "Law")),
    (LawKind.REGULATION, _("Administrative regulation")),
    (LawKind.SUPERVISION, _("Supervision regulation")),
    (LawKind.LOCAL, _("Local regulation")),
    (LawKind.RULES, _("Government rules")),
    (LawKind.PARTY, _("Party regulation")),
    (LawKind.DOCUMENT, _("Normative document")),
]


class Law(models.Model):
    """A statute, whatever its version."""

    title = models.CharField(_("title"), max_length=120, unique=True)
    short_title = models.CharField(_("short title"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=KIND_CHOICES, default=LawKind.STATUTE)
    repealed_on = models.DateField(_("no longer in force from"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.short_title


class LawAlias(models.Model):
    """Another name by which people cite a law."""

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class LawVersion(models.Model):
    """The text adopted or last amended on a day, in force from `effective_on`.

    The two dates are kept apart because an amended law still prints its first effective date.
    It is in force until the next version is, or until the law is repealed. A version that a
    question file declared has no articles until its text is imported.
    """

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="versions")
    adopted_on = models.DateField(_("adopted or amended on"))
    effective_on = models.DateField(_("effective on"), null=True, blank=True)
    history = models.TextField(_("history"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["law", "adopted_on"]
        constraints = [
            models.UniqueConstraint(fields=["law", "adopted_on"], name="law_version_once")
        ]

    @property
    def in_force_from(self) -> date:
        """Its effective day; when that is unknown, the day of its adoption."""
        return self.effective_on or self.adopted_on

    def __str__(self) -> str:
        return f"{self.law}（{self.adopted_on:%Y-%m-%d}）"


class Article(models.Model):
    """An article of one version. `number` is "36", or "36.1" for 第三十六条之一.

    text      paragraphs and items, one a line
    division  titles of part, chapter and section above it, one a line
    """

    version = models.ForeignKey(LawVersion, on_delete=models.CASCADE, related_name="articles")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=12)
    division = models.TextField(blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="article_number_once"),
            models.UniqueConstraint(fields=["version", "position"], name="article_position_once"),
        ]

    @property
    def is_preamble(self) -> bool:
        return self.number == PREAMBLE

    def __str__(self) -> str:
        return f"{self.version} {self.number}"
