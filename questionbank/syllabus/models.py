"""Must-know lists: what each cohort must know, versioned (法治宣传教育法 art. 37)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionbank.laws.models import Law
from questionbank.questions.models import Topic
from questionbank.syllabus.rules import SyllabusState
from rosters.cohorts.rules import CohortKind

COHORT_CHOICES = [
    (CohortKind.NEW_LEADER, _("New leading cadres")),
    (CohortKind.FIRST_TIME, _("First-time civil servants")),
    (CohortKind.ENFORCEMENT, _("Enforcement officers")),
]


class Syllabus(models.Model):
    """The list of one cohort under one number. Once issued it stays; a new number supersedes it."""

    cohort = models.CharField(_("cohort"), max_length=12, choices=COHORT_CHOICES)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(
        max_length=6,
        default=SyllabusState.DRAFT,
        choices=[(SyllabusState.DRAFT, _("In preparation")), (SyllabusState.ISSUED, _("Issued"))],
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["cohort", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="syllabus_number_once"),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=models.Q(state=SyllabusState.DRAFT),
                name="syllabus_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SyllabusItem(models.Model):
    """A law, some of its articles, or a topic that the cohort must know.

    articles        "" for the whole law, else numbers and ranges: "8-12, 36, 36.1"
    weight          how much of an exam it deserves against the other lines
    must_be_tested  whether an exam for the cohort has to ask about it
    """

    syllabus = models.ForeignKey(Syllabus, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    law = models.ForeignKey(Law, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    articles = models.CharField(_("articles"), max_length=200, blank=True)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    must_be_tested = models.BooleanField(_("must be tested"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["syllabus", "position"]
        constraints = [
            models.UniqueConstraint(fields=["syllabus", "position"], name="syllabus_line_once"),
            models.CheckConstraint(
                condition=models.Q(law__isnull=False, topic=None)
                | models.Q(law=None, topic__isnull=False),
                name="syllabus_line_law_or_topic",
            ),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="syllabus_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.syllabus_id}.{self.position}"
