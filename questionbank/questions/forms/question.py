"""The form in which a question is written."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.rules import Refusal
from audit.wording import explain
from questionbank.laws.queries import laws_by_name
from questionbank.laws.rules import LawPlace, read_citations, resolve, write_citations
from questionbank.questions.models import (
    DIFFICULTY_CHOICES,
    KIND_CHOICES,
    Question,
)
from questionbank.questions.queries import places_of
from questionbank.questions.rules import (
    BLANK,
    CHOICE_KINDS,
    Content,
    Difficulty,
    ItemKind,
    read_letters,
    read_truth,
    validate,
)


class QuestionForm(forms.Form):
    """A question of any kind. Once clean, `content` and `places` hold what it says."""

    kind = forms.ChoiceField(label=_("Type"), choices=KIND_CHOICES)
    stem = forms.CharField(
        label=_("Stem"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("In a fill-in question write ____ for each blank."),
    )
    options = forms.CharField(
        label=_("Options"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("For choice questions: one option a line, without letters."),
    )
    key = forms.CharField(
        label=_("Answer key"),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Choice: letters such as ACD. True or false: 正确 or 错误. Blanks: one line for each, "
            "equivalents parted by /. Short answer: the model answer with its points."
        ),
    )
    rationale = forms.CharField(
        label=_("Rationale"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), choices=DIFFICULTY_CHOICES, initial=Difficulty.MEDIUM
    )
    topics = forms.CharField(
        label=_("Topics"), required=False, max_length=200, help_text=_("Several are parted by 、")
    )
    citations = forms.CharField(
        label=_("Citations"),
        required=False,
        max_length=1000,
        help_text=_(
            "Such as 《行政处罚法》第三十六条第一款；《行政复议法》第二十条. "
            "The version in force is cited unless its date follows the title in brackets."
        ),
    )
    code = forms.CharField(label=_("Question code"), required=False, max_length=40)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    content: Content
    places: tuple[LawPlace, ...]

    def clean_topics(self) -> tuple[str, ...]:
        parts = re.split("[、，,；;]", self.cleaned_data["topics"])
        names = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
        for name in names:
            if len(name) > 60:
                raise forms.ValidationError(_("A topic has at most 60 characters."))
        return names

    def clean_citations(self) -> str:
        text = self.cleaned_data["citations"]
        cited, rest = read_citations(text)
        if rest:
            refusal = Refusal("laws.citation_not_understood", {"text": rest})
            raise forms.ValidationError(explain(refusal))
        laws = laws_by_name(timezone.localdate())
        resolved = [resolve(place, laws) for place in cited]
        for place in resolved:
            if isinstance(place, Refusal):
                raise forms.ValidationError(explain(place))
        self.places = tuple(dict.fromkeys(p for p in resolved if isinstance(p, LawPlace)))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        kind = ItemKind(data["kind"])
        self.content = Content(
            kind=kind,
            stem=re.sub("[_＿]{2,}", BLANK, _lines(data["stem"])),
            options=_options(data["options"]) if kind in CHOICE_KINDS else (),
            key=_key(kind, data["key"]),
            rationale=_lines(data["rationale"]),
            difficulty=Difficulty(data["difficulty"]),
        )
        refusal = validate(self.content)
        if refusal:
            self.add_error(_FIELD_OF.get(refusal.code, "key"), explain(refusal))
        elif kind not in CHOICE_KINDS and data["options"].strip():
            self.add_error("options", _("Only choice questions have options."))
        return data


_FIELD_OF = {
    "questions.empty_stem": "stem",
    "questions.placeholder": "stem",
    "questions.few_options": "options",
    "questions.many_options": "options",
    "questions.option_placeholder": "options",
    "questions.equal_options": "options",
}


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines()).strip()


def _options(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _key(kind: ItemKind, text: str) -> str:
    if kind in CHOICE_KINDS:
        return read_letters(text)
    if kind is ItemKind.TRUE_FALSE:
        return read_truth(text) or text.strip()
    return _lines(text)


def question_initial(question: Question) -> dict[str, Any]:
    """What the form shows of a question before it is changed."""
    version = question.current
    assert version is not None
    places = [(p.title, p.adopted_on, p.article, p.paragraph) for p in places_of(version)]
    truth = {"T": "正确", "F": "错误"} if version.kind == ItemKind.TRUE_FALSE else {}
    return {
        "kind": version.kind,
        "stem": version.stem,
        "options": "\n".join(option.text for option in version.options.all()),
        "key": truth.get(version.key, version.key),
        "rationale": version.rationale,
        "difficulty": version.difficulty,
        "topics": "、".join(topic.name for topic in question.topics.all()),
        "citations": write_citations(places),
        "code": question.code or "",
        "version": version.pk,
    }
