"""Who did what to which row: append-only, each record chained to the one before it."""

from django.db import models

from audit.rules import GENESIS


class AuditHead(models.Model):
    """The single row that holds the newest hash; locking it puts writers in one order."""

    hash = models.CharField(max_length=64, default=GENESIS)
    length = models.PositiveBigIntegerField(default=0)


class AuditRecord(models.Model):
    """One completed action. Never updated or deleted: the database refuses both."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject_type}:{self.subject_id}"
