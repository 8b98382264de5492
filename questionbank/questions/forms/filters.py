"""Filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionbank.laws.models import Law
from questionbank.laws.rules import read_citations
from questionbank.questions.models import (
    DIFFICULTY_CHOICES,
    KIND_CHOICES,
    STATE_CHOICES,
    Topic,
)
from rosters.cohorts.models import COHORT_CHOICES

_ANY = [("", _("All"))]


class QuestionFilters(forms.Form):
    """What the list shows; every choice lives in the address of the page."""

    q = forms.CharField(label=_("Stem, code or case"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Type"), required=False, choices=[*_ANY, *KIND_CHOICES])
    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("Topic"), required=False)
    cohort = forms.ChoiceField(label=_("Cohort"), required=False, choices=[*_ANY, *COHORT_CHOICES])
    law = forms.ModelChoiceField(Law.objects.all(), label=_("Law"), required=False)
    article = forms.CharField(
        label=_("Article"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"placeholder": "36"}),
    )
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), required=False, choices=[*_ANY, *DIFFICULTY_CHOICES]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All but retired")), *STATE_CHOICES],
    )
    uncited = forms.BooleanField(label=_("Without citation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("topic", "law"):
            self.fields[name].empty_label = _("All")

    def clean_article(self) -> str:
        """ "36.1", however it was written: 36, 第三十六条之一."""
        text = self.cleaned_data["article"].strip()
        cited, _rest = read_citations(f"《法》{text}") if text.startswith("第") else ((), "")
        return cited[0].article if cited else text

    def chosen(self) -> dict[str, Any]:
        """The filters that were set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
