"""The form of a case: its material, and the order and weights of its sub-questions."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions.actions import CasePart
from questionbank.questions.forms.reading import lines
from questionbank.questions.models import Question
from questionbank.questions.queries import CaseSheet, questions_named

_LAST = 1000


class CaseForm(forms.Form):
    """Once clean, `parts` are the sub-questions in their order."""

    title = forms.CharField(label=_("Title of the case"), required=False, max_length=120)
    material = forms.CharField(
        label=_("Case material"), max_length=8000, widget=forms.Textarea({"rows": 10})
    )
    added = forms.CharField(
        label=_("Add a question of the bank"),
        required=False,
        max_length=40,
        help_text=_("By its code. It comes last, and is then asked only with this case."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    parts: tuple[CasePart, ...] = ()

    def __init__(self, *args: Any, sheet: CaseSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for question in sheet.parts:
            self.fields[f"place_{question.pk}"] = forms.IntegerField(
                label=_("Place of question %s") % question,
                min_value=1,
                max_value=_LAST,
                widget=forms.NumberInput({"class": "place"}),
            )
            self.fields[f"weight_{question.pk}"] = forms.IntegerField(
                label=_("Weight of question %s") % question,
                min_value=1,
                max_value=100,
                widget=forms.NumberInput({"class": "place"}),
            )
            self.fields[f"leave_{question.pk}"] = forms.BooleanField(
                label=_("Take question %s out") % question, required=False
            )

    def rows(self) -> Iterator[tuple[Question, forms.BoundField, forms.BoundField, Any]]:
        """Each sub-question with its place, weight and removal."""
        for question in self.sheet.parts:
            place, weight, leave = (
                self[f"{name}_{question.pk}"] for name in ("place", "weight", "leave")
            )
            yield question, place, weight, leave

    def see(self, sheet: CaseSheet) -> None:
        """Takes the case as it is now for what the author has seen; what was typed stays."""
        self.data = self.data.copy()
        for name, value in case_initial(sheet).items():
            self.data.setdefault(name, str(value))
        self.data["seen"] = sheet.seen

    def clean_material(self) -> str:
        return lines(self.cleaned_data["material"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("seen") != self.sheet.seen:
            self.errors.clear()  # fields of sub-questions that came since were never shown
            stale = Refusal("questions.case_stale", {"code": self.sheet.case.code})
            self.add_error(None, explain(stale))
            self.see(self.sheet)
        if self.errors:
            return data
        kept = [part for part in self.sheet.parts if not data[f"leave_{part.pk}"]]
        kept.sort(key=lambda part: data[f"place_{part.pk}"])
        parts = [CasePart(part.pk, data[f"weight_{part.pk}"]) for part in kept]
        code = data["added"]
        if code:
            found = questions_named([code]).get(code)
            if found is None:
                self.add_error("added", explain(Refusal("questions.unknown_code", {"code": code})))
            elif found.pk not in [part.question_id for part in parts]:
                parts.append(CasePart(found.pk, 1))
        self.parts = tuple(parts)
        return data


def case_initial(sheet: CaseSheet) -> dict[str, Any]:
    """What the form shows of a case before it is changed."""
    initial: dict[str, Any] = {
        "title": sheet.case.title,
        "material": sheet.material,
        "seen": sheet.seen,
    }
    for place, question in enumerate(sheet.parts, start=1):
        assert question.current is not None
        initial |= {f"place_{question.pk}": place, f"weight_{question.pk}": question.current.weight}
    return initial
