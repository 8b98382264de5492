"""What people decide about a question, and how it is related to others."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionbank.questions.models import Question
from questionbank.questions.queries import related, relations_seen
from rosters.cohorts.models import COHORT_CHOICES

DECISIONS = ("submit", "take_back", "approve", "return", "no_answer", "retire", "reopen")


class DecisionForm(forms.Form):
    """A decision about the version that was seen. Whether a reason is due is the action's rule."""

    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])
    version = forms.IntegerField()
    reason = forms.CharField(required=False, max_length=500)

    def what_is_wrong(self) -> str:
        return " ".join(error for errors in self.errors.values() for error in errors)


class RelationsForm(forms.Form):
    """Whom a question is for, its variants, and what it may not meet in a paper."""

    cohorts = forms.MultipleChoiceField(
        label=_("Meant for"),
        choices=COHORT_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: meant for all."),
    )
    variants = forms.CharField(
        label=_("Variants of this question"),
        required=False,
        max_length=1000,
        help_text=_("Codes parted by 、. A paper has at most one of them."),
    )
    enemies = forms.CharField(
        label=_("Never in one paper with"),
        required=False,
        max_length=1000,
        help_text=_("Codes parted by 、, of questions that give each other's answer away."),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_variants(self) -> list[str]:
        return _codes(self.cleaned_data["variants"])

    def clean_enemies(self) -> list[str]:
        return _codes(self.cleaned_data["enemies"])


def _codes(text: str) -> list[str]:
    parts = (part.strip() for part in re.split(r"[、，,；;]", text))
    return list(dict.fromkeys(filter(None, parts)))


def relations_initial(question: Question) -> dict[str, Any]:
    """What the form shows of a question before it is changed."""
    variants, enemies = related(question)
    return {
        "cohorts": [audience.cohort for audience in question.audiences.all()],
        "variants": "、".join(map(str, variants)),
        "enemies": "、".join(map(str, enemies)),
        "seen": relations_seen(question),
    }
