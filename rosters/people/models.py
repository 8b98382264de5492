"""Officials, where they serve, how they were recruited, and the enforcement cards they hold."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rosters.people.rules import (
    CredentialStatus,
    IdentityKind,
    PersonStatus,
    Sex,
    mask_phone,
    number_of,
)
from rosters.people.sealing import SealBroken, SealedField, mask, unseal
from rosters.units.models import Unit

STATUS_CHOICES = [
    (PersonStatus.IN_POST, _("In post")),
    (PersonStatus.SECONDED, _("Seconded")),
    (PersonStatus.LONG_LEAVE, _("On long leave")),
    (PersonStatus.TRANSFERRED, _("Transferred")),
    (PersonStatus.RETIRED, _("Retired")),
    (PersonStatus.LEFT, _("Resigned or dismissed")),
    (PersonStatus.DECEASED, _("Deceased")),
]


class SealingKey(models.Model):
    """Fingerprint of the key that this database's identity numbers are sealed with; one row.

    While keys are being rotated there are two; the old one goes with the last row sealed by it.
    """

    fingerprint = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.fingerprint[:8]


class Person(models.Model):
    """One official. What is sealed is `rules.identity_key` of the number; `id_lookup` is its hash.

    `status` is the newest of the dated status changes. Who turned out to be somebody already on
    file is `merged_into` them: rosters and exams keep pointing to the row that they were made with.
    """

    name = models.CharField(_("name"), max_length=60)
    pinyin = models.CharField(max_length=240, blank=True, help_text="sort key")
    sex = models.CharField(
        _("sex"),
        max_length=6,
        blank=True,
        choices=[(Sex.MALE, _("Male")), (Sex.FEMALE, _("Female"))],
    )
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    id_kind = models.CharField(
        _("identity document"),
        max_length=12,
        default=IdentityKind.RESIDENT,
        choices=[
            (IdentityKind.RESIDENT, _("Resident identity card")),
            (IdentityKind.OFFICER, _("Military identity card")),
            (IdentityKind.HOME_RETURN, _("Permit or residence card of Hong Kong or Macao")),
            (IdentityKind.TAIWAN, _("Permit or residence card of Taiwan")),
            (IdentityKind.PASSPORT, _("Passport or foreigner's residence card")),
        ],
    )
    id_sealed = SealedField(null=True, lookup="id_lookup")
    id_lookup = models.CharField(max_length=64, null=True, unique=True)
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True, db_index=True)
    status = models.CharField(
        _("status"),
        max_length=12,
        default=PersonStatus.IN_POST,
        choices=STATUS_CHOICES,
    )
    status_since = models.DateField(_("status since"), null=True, blank=True)
    law_qualification = models.CharField(
        _("legal profession qualification"), max_length=60, blank=True
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["pinyin", "pk"]
        indexes = [
            models.Index(fields=["name"], name="person_name"),
            models.Index(
                fields=["pinyin", "id"],
                condition=models.Q(merged_into=None),
                name="person_listed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def id_number(self) -> str:
        """The identity number in full, empty when none is held. Raises SealBroken."""
        return number_of(unseal(bytes(self.id_sealed))) if self.id_sealed else ""

    @property
    def id_masked(self) -> str:
        """First four and last four characters of the identity number; empty when none is held."""
        try:
            return mask(self.id_number) if self.id_sealed else ""
        except SealBroken:
            return gettext("unreadable: its key is missing")

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)


class StatusChange(models.Model):
    """From which day on a person has a status. The newest that has begun by a day holds on it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="status_changes")
    status = models.CharField(_("status"), max_length=12, choices=STATUS_CHOICES)
    since = models.DateField(_("since"))
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.status} {self.since}"


class Posting(models.Model):
    """A dated position in a unit. A person may hold several; one of them is primary.

    `appointed_on` is the appointment that counts for cohorts; `began_on` the first day in this
    unit where that is another one, because a reform or a transfer brought the person here.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    title = models.CharField(_("position"), max_length=100, blank=True)
    rank = models.CharField(_("rank"), max_length=40, blank=True)
    appointed_on = models.DateField(_("appointed on"), null=True, blank=True)
    began_on = models.DateField(_("in this unit since"), null=True, blank=True)
    document = models.CharField(_("appointment document"), max_length=100, blank=True)
    establishment = models.CharField(_("establishment"), max_length=40, blank=True)
    enforcement = models.BooleanField(
        _("enforcement post"), null=True, blank=True, help_text="empty: not known"
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    primary = models.BooleanField(_("primary"), default=True)

    class Meta:
        ordering = ["-primary", "pk"]
        indexes = [
            models.Index(
                fields=["unit", "person"],
                condition=models.Q(primary=True, ended_on=None),
                name="posting_home",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(primary=True, ended_on=None),
                name="posting_one_primary",
            ),
            models.UniqueConstraint(
                fields=["person", "unit"],
                condition=models.Q(ended_on=None),
                name="posting_one_per_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.unit} {self.title}"


class Recruitment(models.Model):
    """Entry into the civil service of a first-time civil servant (公务员法 art. 67)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="recruitment")
    hired_on = models.DateField(_("hired on"))
    intake = models.CharField(_("intake"), max_length=60, blank=True)
    probation_until = models.DateField(_("probation until"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person} {self.hired_on}"


class Credential(models.Model):
    """An enforcement card (行政执法证). The number is an opaque string."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="credentials")
    number = models.CharField(_("card number"), max_length=40, unique=True)
    kind = models.CharField(_("card kind"), max_length=40, blank=True)
    field = models.CharField(_("field of enforcement"), max_length=60, blank=True)
    area = models.CharField(_("area of enforcement"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True, help_text="empty: no end")
    status = models.CharField(
        _("card status"),
        max_length=10,
        default=CredentialStatus.VALID,
        choices=[
            (CredentialStatus.VALID, _("Valid")),
            (CredentialStatus.CANCELLED, _("Cancelled")),
        ],
    )
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)

    def __str__(self) -> str:
        return self.number


class Training(models.Model):
    """Hours of training (学时) of a person in a year, by who reported them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="trainings")
    year = models.PositiveSmallIntegerField(_("year"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    source = models.CharField(_("source"), max_length=60, blank=True)

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "year", "source"], name="training_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year} {self.hours}"


class PersonMerge(models.Model):
    """Two rows that were one person. `moved` says what was moved or changed, to be moved back."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(_("basis"), max_length=200)
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at=None), name="merge_of_gone_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} -> {self.kept_id}"


class DistinctPeople(models.Model):
    """Two people who look like one and were found to be two; `first` has the lower key."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_people_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="distinct_people_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
