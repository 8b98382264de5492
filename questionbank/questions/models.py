"""Authored items and their immutable versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from questionbank.laws.models import LawVersion
from questionbank.laws.rules import article_label
from questionbank.questions.rules import Difficulty, ItemKind

KIND_CHOICES = [
    (ItemKind.SINGLE, _("Single choice")),
    (ItemKind.MULTIPLE, _("Multiple choice")),
    (ItemKind.TRUE_FALSE, _("True or false")),
    (ItemKind.BLANKS, _("Fill in the blanks")),
    (ItemKind.SHORT, _("Short answer")),
]
DIFFICULTY_CHOICES = [
    (Difficulty.EASY, _("Easy")),
    (Difficulty.MEDIUM, _("Medium")),
    (Difficulty.HARD, _("Hard")),
]


class Topic(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """The identity of an item through its versions.

    An import finds the item again by its code, else by `identity`: the hash of kind, stem and
    options of the current version (`questions.rules.identity`).
    """

    code = models.CharField(_("code"), max_length=40, null=True, blank=True, unique=True)
    identity = models.CharField(max_length=64, unique=True)
    topics = models.ManyToManyField(Topic, related_name="questions", blank=True)
    current = models.OneToOneField(
        "QuestionVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

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
    content_hash = models.CharField(max_length=64)
    source = models.CharField(_("source"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["question", "number"]
        indexes = [models.Index(fields=["kind", "difficulty"], name="version_kind_difficulty")]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"


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
