"""Officials, where they serve, how they were recruited, and the enforcement cards they hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rosters.people.rules import CredentialStatus, PersonStatus, Sex, mask_phone
from rosters.people.sealing import mask, unseal
from rosters.units.models import Unit


class SealingKey(models.Model):
    """Fingerprint of the key that this database's identity numbers are sealed with; one row."""

    fingerprint = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.fingerprint[:8]


class Person(models.Model):
    """One official. The identity number is stored sealed; `id_lookup` is its keyed hash."""

    name = models.CharField(_("name"), max_length=60)
    pinyin = models.CharField(max_length=240, blank=True, help_text="sort key")
    sex = models.CharField(
        _("sex"),
        max_length=6,
        blank=True,
        choices=[(Sex.MALE, _("Male")), (Sex.FEMALE, _("Female"))],
    )
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    id_sealed = models.BinaryField(null=True)
    id_lookup = models.CharField(max_length=64, null=True, unique=True)
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True, db_index=True)
    status = models.CharField(
        _("status"),
        max_length=12,
        default=PersonStatus.IN_POST,
        choices=[
            (PersonStatus.IN_POST, _("In post")),
            (PersonStatus.SECONDED, _("Seconded")),
            (PersonStatus.LONG_LEAVE, _("On long leave")),
            (PersonStatus.TRANSFERRED, _("Transferred")),
            (PersonStatus.RETIRED, _("Retired")),
            (PersonStatus.LEFT, _("Resigned or dismissed")),
            (PersonStatus.DECEASED, _("Deceased")),
        ],
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["pinyin", "pk"]
        indexes = [models.Index(fields=["name"], name="person_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def id_masked(self) -> str:
        """First four and last four characters of the identity number; empty when none is held."""
        return mask(unseal(bytes(self.id_sealed))) if self.id_sealed else ""

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)


class Posting(models.Model):
    """A dated position in a unit. A person may hold several; one of them is primary."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    title = models.CharField(_("position"), max_length=100, blank=True)
    rank = models.CharField(_("rank"), max_length=40, blank=True)
    appointed_on = models.DateField(_("appointed on"), null=True, blank=True)
    document = models.CharField(_("appointment document"), max_length=100, blank=True)
    establishment = models.CharField(_("establishment"), max_length=40, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    primary = models.BooleanField(_("primary"), default=True)

    class Meta:
        ordering = ["-primary", "pk"]
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

    def __str__(self) -> str:
        return self.number
