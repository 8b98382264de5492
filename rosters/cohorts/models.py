"""Cohort rules, the frozen roster of who must sit, and approved releases from it."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rosters.accounts.models import User
from rosters.cohorts.rules import CohortKind, Level, ReleaseKind, RequestState
from rosters.people.models import Person
from rosters.people.sealing import SealedField
from rosters.units.models import Unit

COHORT_CHOICES = [
    (CohortKind.NEW_LEADER, _("New leading cadres")),
    (CohortKind.FIRST_TIME, _("First-time civil servants")),
    (CohortKind.ENFORCEMENT, _("Enforcement officers")),
]


LEVEL_CHOICES = [
    (Level.STAFF, _("Below township level")),
    (Level.TOWNSHIP_DEPUTY, _("Deputy township level")),
    (Level.TOWNSHIP_CHIEF, _("Township level")),
    (Level.DIVISION_DEPUTY, _("Deputy division level")),
    (Level.DIVISION_CHIEF, _("Division level")),
    (Level.BUREAU_DEPUTY, _("Deputy bureau level")),
    (Level.BUREAU_CHIEF, _("Bureau level")),
]
RELEASE_CHOICES = [
    (ReleaseKind.EXEMPT, _("Exempt")),
    (ReleaseKind.DEFERRED, _("Deferred")),
    (ReleaseKind.TRANSFERRED, _("Transferred")),
    (ReleaseKind.LEFT, _("Retired or left")),
    (ReleaseKind.DUPLICATE, _("Listed twice")),
    (ReleaseKind.REINSTATED, _("Must sit after all")),
]


class Rank(models.Model):
    """A rank (领导职务层次) or grade (职级) and the level of leading posts that it stands for.

    Grades count for a cohort only where its rule says so (公务员职务与职级并行规定 art. 8).
    """

    name = models.CharField(_("name"), max_length=40, unique=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVEL_CHOICES)
    is_grade = models.BooleanField(_("grade"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["-level", "is_grade", "order", "pk"]

    def __str__(self) -> str:
        return self.name


class RankAlias(models.Model):
    """Another spelling of a rank, folded; each means one rank only."""

    rank = models.ForeignKey(Rank, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Cohort(models.Model):
    """A rule over facts that says who must be examined.

    `kind` says as which of the three the people are examined: with whose questions and must-know
    list. `rule` holds the conditions (`rules.Rule`); frozen rosters keep a copy of their own.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("examined as"), max_length=12, choices=COHORT_CHOICES)
    rule = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Roster(models.Model):
    """A frozen list of who must sit, as of a day. Its `size` entries and hash never change.

    Who arrives late is an entry with a number beyond `size`, outside the hash. `rules` are the
    cohorts' rules as they were. `digest_version` says what the hash was made of.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    as_of = models.DateField(_("as of"))
    size = models.PositiveIntegerField(default=0)
    rules = models.JSONField(default=list)
    digest_version = models.PositiveSmallIntegerField(default=1)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-frozen_at"]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One line of a roster: a person, counted once, with name and unit as on that day.

    When the time of keeping is up, person, name, title and rank are blanked; the rest stays.
    """

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(help_text="position in the roster, from 1")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entries", null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="entries")
    unit_name = models.CharField(max_length=100, blank=True)
    unit_kind = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=100, blank=True)
    rank = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(null=True, choices=LEVEL_CHOICES)
    field = models.CharField(max_length=60, blank=True, help_text="field of enforcement")

    class Meta:
        ordering = ["roster", "number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "person"], name="entry_person_once"),
            models.UniqueConstraint(fields=["roster", "number"], name="entry_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def shown_name(self) -> str:
        """The name, or that it was blanked."""
        return self.name or gettext("Made anonymous")


class EntryReason(models.Model):
    """Why a person is on the roster: the cohort, and the facts that put them into it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="reasons")
    cohort = models.CharField(max_length=12, choices=COHORT_CHOICES, help_text="examined as")
    name = models.CharField(max_length=60, blank=True, help_text="of the cohort, as it was")
    fact = models.CharField(max_length=300)

    class Meta:
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "cohort", "name"], name="reason_cohort_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort} {self.fact}"


class LateArrival(models.Model):
    """Why an entry was added after the roster was frozen, and who approved it: append-only."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="late")
    arrived_on = models.DateField(_("arrived on"))
    basis = models.CharField(_("basis"), max_length=200)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry} {self.arrived_on}"


class ReleaseRequest(models.Model):
    """A unit asks that somebody be released, with basis and attachment; another person decides.

    `attachment` is sealed: it may hold anything, a certificate of illness among it.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(
        _("asked for"),
        max_length=11,
        choices=[choice for choice in RELEASE_CHOICES if choice[0] != ReleaseKind.REINSTATED],
    )
    basis = models.CharField(_("basis"), max_length=200)
    effective_on = models.DateField(_("effective on"))
    expires_on = models.DateField(_("valid to"), null=True, blank=True)
    attachment = SealedField(null=True)
    attachment_name = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=9,
        default=RequestState.OPEN,
        choices=[
            (RequestState.OPEN, _("Waits for a decision")),
            (RequestState.GRANTED, _("Granted")),
            (RequestState.REFUSED, _("Refused")),
            (RequestState.WITHDRAWN, _("Withdrawn")),
        ],
    )
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("reason of the decision"), max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=models.Q(state=RequestState.OPEN),
                name="request_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="request_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind} {self.state}"


class Release(models.Model):
    """A dated decision on the duty of an entry: append-only, the newest that has begun holds.

    After `expires_on` it no longer does. `rule` names the rule that decided; then nobody did.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=11, choices=RELEASE_CHOICES)
    basis = models.CharField(_("basis"), max_length=200)
    effective_on = models.DateField(_("effective on"))
    expires_on = models.DateField(_("valid to"), null=True, blank=True, help_text="last day")
    request = models.OneToOneField(ReleaseRequest, on_delete=models.PROTECT, null=True)
    rule = models.CharField(max_length=20, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["entry", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind}"
