"""Logins, what they may do, and the one-time codes by which officials first sign in."""

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from rosters.people.models import Person
from rosters.roles.rules import Role
from rosters.units.models import Unit


class User(AbstractBaseUser):
    """A login. Officials have a person behind it; `username` of theirs is opaque (`p` + id)."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    display_name = models.CharField(_("name"), max_length=60, blank=True)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []
    is_staff = False
    is_superuser = False

    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name or self.username


class RoleGrant(models.Model):
    """A role given to a user, for the whole county or for one unit and those below it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(
        max_length=10,
        choices=[
            (Role.OFFICER, _("Exam officer")),
            (Role.REVIEWER, _("Question reviewer")),
            (Role.MARKER, _("Marker")),
            (Role.LEADER, _("Leader")),
            (Role.LIAISON, _("Unit liaison")),
        ],
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="grant_once_per_unit"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(unit=None), name="grant_once_in_county"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class ActivationCode(models.Model):
    """One-time code that lets a person choose a password. Only its keyed hash is stored."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="activation")
    code_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="since the last block")
    blocked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id}"


class PrivacyNotice(models.Model):
    """What officials are told of the use of their data (个人信息保护法 art. 17, 35): append-only.

    The newest one is in force; a new one is shown to everybody again.
    """

    purpose = models.TextField(_("purpose"))
    retention = models.TextField(_("retention"))
    contact = models.CharField(_("whom to ask"), max_length=200)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.issued_at:%Y-%m-%d}"


class NoticeReading(models.Model):
    """That a user has read a notice, and when: append-only."""

    notice = models.ForeignKey(PrivacyNotice, on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="readings")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="notice_read_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.user_id}"
