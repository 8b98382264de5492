"""What is asked of whom: exam, blueprint, and the papers that were drawn from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from questionbank.laws.models import Law
from questionbank.questions.models import (
    CELL_KIND_CHOICES,
    DIFFICULTY_CHOICES,
    QuestionVersion,
    Topic,
)
from quiz.assembly.rules import ExamState, MultipleRule, RetakeRule
from quiz.drawing.models import Draw
from rosters.accounts.models import User
from rosters.cohorts.models import Entry, Roster


class Exam(models.Model):
    """A named examination event with its rules. After locking, nothing that was drawn changes.

    It is held from `starts_on` to `ends_on`; its questions agree with the law on all these days.
    """

    title = models.CharField(_("title"), max_length=100, unique=True)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="exams")
    state = models.CharField(
        max_length=8,
        default=ExamState.DRAFT,
        choices=[(ExamState.DRAFT, _("Draft")), (ExamState.LOCKED, _("Locked"))],
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    cut_score = models.DecimalField(_("cut score"), max_digits=6, decimal_places=2, default=60)
    excellent_score = models.DecimalField(
        _("excellent from"), max_digits=6, decimal_places=2, default=90
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)
    retake_rule = models.CharField(
        _("which attempt counts"),
        max_length=5,
        default=RetakeRule.BEST,
        choices=[
            (RetakeRule.BEST, _("The best attempt counts")),
            (RetakeRule.LAST, _("The last attempt counts")),
        ],
    )
    multiple_rule = models.CharField(
        _("multiple-choice scoring"),
        max_length=12,
        default=MultipleRule.ALL_OR_NOTHING,
        choices=[
            (MultipleRule.ALL_OR_NOTHING, _("All correct or nothing")),
            (MultipleRule.HALF, _("Half for an incomplete answer, nothing for a wrong one")),
            (
                MultipleRule.PROPORTIONAL,
                _("In proportion for an incomplete answer, nothing for a wrong one"),
            ),
        ],
    )
    pledge = models.TextField(_("pledge"), blank=True)
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="exam_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title


class BlueprintCell(models.Model):
    """One line of the blueprint: `count` items of a kind that match the filters, `marks` each.

    No topic means any topic, no law any law, no difficulty any difficulty.
    """

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="cells")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("type"), max_length=10, choices=CELL_KIND_CHOICES)
    difficulty = models.CharField(
        _("difficulty"), max_length=6, blank=True, choices=DIFFICULTY_CHOICES
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    laws = models.ManyToManyField(Law, blank=True, related_name="+")
    count = models.PositiveSmallIntegerField(_("count"))
    marks = models.DecimalField(_("marks each"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["exam", "position"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "position"], name="cell_position_once"),
            models.CheckConstraint(condition=models.Q(count__gt=0), name="cell_count_positive"),
            models.CheckConstraint(condition=models.Q(marks__gt=0), name="cell_marks_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} × {self.count}"


class Paper(models.Model):
    """The drawn set of one candidate for one attempt. Never updated: the database refuses it."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="papers")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="papers")
    sequence = models.PositiveSmallIntegerField(default=1, help_text="attempt it is for, from 1")
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["exam", "entry", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "entry", "sequence"], name="paper_once")
        ]

    def __str__(self) -> str:
        return f"{self.exam_id}/{self.entry_id}/{self.sequence}"


class PaperItem(models.Model):
    """A question version at a slot. `option_order` lists the authored letters as shown: "CADB"."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="items")
    slot = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    marks = models.DecimalField(max_digits=5, decimal_places=2)
    option_order = models.CharField(max_length=26, blank=True)

    class Meta:
        ordering = ["paper", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "slot"], name="paper_slot_once"),
            models.UniqueConstraint(fields=["paper", "version"], name="paper_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}.{self.slot}"
