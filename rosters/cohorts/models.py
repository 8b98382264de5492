"""Cohort rules, the frozen roster of who must sit, and approved releases from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rosters.accounts.models import User
from rosters.cohorts.rules import CohortKind, ReleaseKind
from rosters.people.models import Person
from rosters.units.models import Unit

COHORT_CHOICES = [
    (CohortKind.NEW_LEADER, _("New leading cadres")),
    (CohortKind.FIRST_TIME, _("First-time civil servants")),
    (CohortKind.ENFORCEMENT, _("Enforcement officers")),
]


class Cohort(models.Model):
    """One of the three cohorts with its parameter."""

    kind = models.CharField(max_length=12, unique=True, choices=COHORT_CHOICES)
    since = models.DateField(
        _("since"), null=True, blank=True, help_text=_("appointed or hired on or after this day")
    )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Roster(models.Model):
    """A frozen list of who must sit, as of a day. Its entries and hash never change."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    as_of = models.DateField(_("as of"))
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-frozen_at"]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One line of a roster: a person, counted once, with name and unit as on that day."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(help_text="position in the roster, from 1")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="entries")
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=100, blank=True)
    rank = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["roster", "number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "person"], name="entry_person_once"),
            models.UniqueConstraint(fields=["roster", "number"], name="entry_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class EntryReason(models.Model):
    """Why a person is on the roster: the cohort, and the fact that put them into it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="reasons")
    cohort = models.CharField(max_length=12, choices=COHORT_CHOICES)
    fact = models.CharField(max_length=200)

    class Meta:
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "cohort"], name="reason_cohort_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort} {self.fact}"


class Release(models.Model):
    """Approved release from, or delay of, the duty; or the fact that the person left."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="release")
    kind = models.CharField(
        max_length=10,
        choices=[
            (ReleaseKind.EXEMPT, _("Exempt")),
            (ReleaseKind.DEFERRED, _("Deferred")),
            (ReleaseKind.LEFT, _("Left")),
        ],
    )
    basis = models.CharField(_("basis"), max_length=200)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry} {self.kind}"
