"""Authored items and their immutable versions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionbank.laws.models import LawVersion
from questionbank.laws.rules import article_label
from questionbank.questions.rules import (
    Difficulty,
    ItemKind,
    Likeness,
    QuestionState,
    ReviewVerdict,
)
from rosters.cohorts.rules import CohortKind

KIND_CHOICES = [
    (ItemKind.SINGLE, _("Single choice")),
    (ItemKind.MULTIPLE, _("Multiple choice")),
    (ItemKind.INDEFINITE, _("One or more right options")),
    (ItemKind.TRUE_FALSE, _("True or false")),
    (ItemKind.BLANKS, _("Fill in the blanks")),
    (ItemKind.SHORT, _("Short answer")),
]
CELL_KIND_CHOICES = [*KIND_CHOICES, (ItemKind.CASE, _("Case analysis"))]
DIFFICULTY_CHOICES = [
    (Difficulty.EASY, _("Easy")),
    (Difficulty.MEDIUM, _("Medium")),
    (Difficulty.HARD, _("Hard")),
]


STATE_CHOICES = [
    (QuestionState.DRAFT, _("Draft question")),
    (QuestionState.IN_REVIEW, _("In review")),
    (QuestionState.APPROVED, _("Approved")),
    (QuestionState.RE_REVIEW, _("Awaiting re-review")),
    (QuestionState.NO_ANSWER, _("No correct answer under current law")),
    (QuestionState.RETIRED, _("Retired question")),
]


class Topic(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """Sub-questions that are asked together; each of their versions carries the material."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.code


class Family(models.Model):
    """Near-identical variants of one question; a paper has at most one of them."""

    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"#{self.pk}"


class Question(models.Model):
    """The identity of an item through its versions.

    An import finds the item again by its code, else by `identity`: the hash of kind, stem and
    options of the current version (`questions.rules.identity`). `current` is the newest version,
    which papers use only once it is approved.
    """

    code = models.CharField(_("code"), max_length=40, null=True, blank=True, unique=True)
    identity = models.CharField(max_length=64, unique=True)
    topics = models.ManyToManyField(Topic, related_name="questions", blank=True)
    current = models.OneToOneField(
        "QuestionVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=STATE_CHOICES, default=QuestionState.DRAFT
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    case_position = models.PositiveSmallIntegerField(null=True, blank=True)
    family = models.ForeignKey(
        Family, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    enemies = models.ManyToManyField(
        "self", blank=True, help_text="never in one paper with this question"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state"], name="question_state")]
        constraints = [
            models.UniqueConstraint(fields=["case", "case_position"], name="case_position_once"),
            models.CheckConstraint(
                condition=models.Q(case=None, case_position=None)
                | models.Q(case__isnull=False, case_position__isnull=False),
                name="case_has_position",
            ),
        ]

    def __str__(self) -> str:
        return self.code or f"#{self.pk}"


class QuestionVersion(models.Model):
    """One wording of a question. Never updated: the database refuses it."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("type"), max_length=10, choices=KIND_CHOICES)
    stem = models.TextField(_("stem"))
    key = models.TextField(_("key"), help_text="as questionbank.questions.rules.Content.key")
    rationale = models.TextField(_("rationale"), blank=True)
    difficulty = models.CharField(
        _("difficulty"), max_length=6, default=Difficulty.MEDIUM, choices=DIFFICULTY_CHOICES
    )
    material = models.TextField(_("case material"), blank=True)
    weight = models.PositiveSmallIntegerField(_("weight in its case"), default=1)
    unordered = models.BooleanField(_("blanks in any order"), default=False)
    content_hash = models.CharField(max_length=64)
    source = models.CharField(_("source"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["question", "number"]
        indexes = [models.Index(fields=["kind", "difficulty"], name="version_kind_difficulty")]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"


class Audience(models.Model):
    """A cohort that a question is meant for; a question without any is meant for all."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="audiences")
    cohort = models.CharField(max_length=12)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "cohort"], name="audience_once"),
            models.CheckConstraint(
                condition=models.Q(cohort__in=list(CohortKind)), name="audience_is_a_cohort"
            ),
        ]

    def __str__(self) -> str:
        return self.cohort


class Option(models.Model):
    """An option of a choice item; its letter is its authored position."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="options")
    letter = models.CharField(max_length=1)
    text = models.TextField()

    class Meta:
        ordering = ["version", "letter"]
        constraints = [
            models.UniqueConstraint(fields=["version", "letter"], name="option_letter_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter}. {self.text}"


class Citation(models.Model):
    """The article that a question version rests on. `article` is "36", or "36.1" for 第X条之一."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="citations")
    law_version = models.ForeignKey(LawVersion, on_delete=models.PROTECT, related_name="citations")
    article = models.CharField(max_length=12)
    paragraph = models.PositiveSmallIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True, help_text="words of the article that the key rests on")

    class Meta:
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "law_version", "article", "paragraph"],
                name="citation_of_paragraph_once",
            ),
            models.UniqueConstraint(
                fields=["version", "law_version", "article"],
                condition=models.Q(paragraph=None),
                name="citation_of_article_once",
            ),
        ]

    @property
    def label(self) -> str:
        """《行政处罚法》第三十六条第一款; reads the law."""
        place = article_label(self.article, self.paragraph)
        return f"《{self.law_version.law.short_title}》{place}"

    def __str__(self) -> str:
        return f"{self.law_version} {self.article}"


class Review(models.Model):
    """What was decided about a version, by whom and why. Never updated: the database refuses it."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(
        max_length=10,
        choices=[
            (ReviewVerdict.SUBMITTED, _("Submitted for review")),
            (ReviewVerdict.APPROVED, _("Approved")),
            (ReviewVerdict.RETURNED, _("Returned")),
            (ReviewVerdict.RE_REVIEW, _("Sent to re-review")),
            (ReviewVerdict.NO_ANSWER, _("Found without a correct answer")),
            (ReviewVerdict.RETIRED, _("Retired question")),
        ],
    )
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["verdict", "version"], name="review_verdict_version")]

    def __str__(self) -> str:
        return f"{self.version} {self.verdict}"


class Comparison(models.Model):
    """Two questions that look alike, and a person's ruling on them; the smaller id comes first.

    score    from 0 to 1, as `questions.rules.likeness` measures it
    verdict  "" while nobody has ruled
    """

    first = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    verdict = models.CharField(
        max_length=9,
        blank=True,
        choices=[
            (Likeness.SAME, _("The same question")),
            (Likeness.VARIANT, _("Variants of one question")),
            (Likeness.DIFFERENT, _("Different questions")),
        ],
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="comparison_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="comparison_in_order"
            ),
        ]

    @property
    def percent(self) -> int:
        return round(self.score * 100)

    def __str__(self) -> str:
        return f"{self.first} {self.verdict} {self.second}"
