"""Forms of the exam pages: a new exam, its rules, and the blueprint as rows."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.wording import explain
from questionbank.laws.models import Law
from questionbank.questions.models import CELL_KIND_CHOICES, DIFFICULTY_CHOICES, Topic
from questionbank.questions.rules import Difficulty, ItemKind, PoolItem
from quiz.assembly.models import Exam
from quiz.assembly.queries import load_cells
from quiz.assembly.rules import (
    ATTEMPTS,
    MINUTES,
    Cell,
    ExamRules,
    MultipleRule,
    RetakeRule,
    days_objection,
    matching,
    shortfalls,
    total_marks,
)
from quiz.assembly.wording import DAYS_NOTE, PRESET_NAMES, PRESET_NOTES
from rosters.cohorts.models import Roster

BLANK_ROWS = 3
Choices = list[tuple[int, str]]
DAYS = ("starts_on", "ends_on")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _DaysForm(forms.ModelForm):
    """A form with the first and the last day of an exam."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("starts_on") and values.get("ends_on"):
            refusal = days_objection(values["starts_on"], values["ends_on"])
            if refusal:
                self.add_error("ends_on", explain(refusal))
        return values


class NewExamForm(_DaysForm):
    preset = forms.ChoiceField(
        label=_("Start from"),
        choices=list(PRESET_NAMES.items()),
        widget=forms.RadioSelect,
        initial="county",
        help_text=_("Everything can be changed before the papers are drawn."),
    )

    class Meta:
        model = Exam
        fields = ("title", "roster", *DAYS)
        widgets = {"starts_on": _day(), "ends_on": _day()}
        labels = {"roster": _("Roster")}
        help_texts = {"ends_on": DAYS_NOTE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roster"].queryset = Roster.objects.all()

    def presets(self) -> list[tuple[Any, Any]]:
        """Each preset's button with its note."""
        return list(zip(self["preset"], PRESET_NOTES.values(), strict=True))


class RulesForm(_DaysForm):
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=MINUTES.start, max_value=MINUTES.stop - 1
    )
    attempts = forms.IntegerField(
        label=_("Attempts"), min_value=ATTEMPTS.start, max_value=ATTEMPTS.stop - 1
    )

    class Meta:
        model = Exam
        fields = (
            "title",
            *DAYS,
            "minutes",
            "cut_score",
            "excellent_score",
            "attempts",
            "retake_rule",
            "multiple_rule",
            "pledge",
        )
        widgets = {
            "pledge": forms.Textarea(attrs={"rows": 3}),
            "starts_on": _day(),
            "ends_on": _day(),
        }
        help_texts = {
            "ends_on": DAYS_NOTE,
            "pledge": _(
                "What a candidate accepts before the start. Empty: no pledge is asked for."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cut_score", "excellent_score"):
            self.initial[name] = plain(self.initial[name])

    def rules(self) -> ExamRules:
        beside = ("title", *DAYS)
        values = {name: value for name, value in self.cleaned_data.items() if name not in beside}
        values["retake_rule"] = RetakeRule(values["retake_rule"])
        values["multiple_rule"] = MultipleRule(values["multiple_rule"])
        return ExamRules(**values)

    def days(self) -> tuple[date, date]:
        """The days given; those saved before where what was given is not in order."""
        given = self.cleaned_data if self.is_bound else {}
        saved = self.initial
        first, last = (given.get(name) for name in DAYS)
        return (first, last) if first and last else (saved["starts_on"], saved["ends_on"])


class CellForm(forms.Form):
    """One row of the blueprint. A row without a count asks for nothing and is dropped."""

    kind = forms.ChoiceField(label=_("Type"), choices=CELL_KIND_CHOICES, initial=ItemKind.SINGLE)
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), choices=[("", _("Any")), *DIFFICULTY_CHOICES], required=False
    )
    count = forms.IntegerField(
        label=_("Number of questions"), min_value=0, max_value=500, required=False
    )
    marks = forms.DecimalField(
        label=_("Marks each"),
        min_value=Decimal("0.01"),
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    topics = forms.TypedMultipleChoiceField(
        label=_("Topics"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    laws = forms.TypedMultipleChoiceField(
        label=_("Laws"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    matching: int | None = None
    missing: int = 0

    def __init__(self, *args: Any, topics: Choices, laws: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = topics
        self.fields["laws"].choices = laws

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("count") and values.get("marks") is None and "marks" not in self.errors:
            self.add_error("marks", _("Say how many marks each question carries."))
        return values

    def filter_count(self) -> int:
        return len(self["topics"].value() or ()) + len(self["laws"].value() or ())

    def cell(self, position: int) -> Cell:
        values = self.cleaned_data
        return Cell(
            position,
            ItemKind(values["kind"]),
            Difficulty(values["difficulty"]) if values["difficulty"] else None,
            frozenset(values["topics"]),
            frozenset(values["laws"]),
            values["count"],
            values["marks"],
        )


CellFormSet = forms.formset_factory(CellForm, extra=BLANK_ROWS, max_num=40, validate_max=True)


class PlanForm:
    """Rules and blueprint of one exam, shown and saved together."""

    def __init__(self, exam: Exam, data: Any = None) -> None:
        self.saved = load_cells(exam)
        self.is_bound = data is not None
        self.rules = RulesForm(data, instance=copy(exam), prefix="rules")
        self.rows = CellFormSet(
            data,
            initial=[_initial(cell) for cell in self.saved],
            prefix="cells",
            form_kwargs={
                "topics": list(Topic.objects.values_list("pk", "name")),
                "laws": list(Law.objects.values_list("pk", "short_title")),
            },
        )

    def is_valid(self) -> bool:
        return bool(self.rules.is_valid() & self.rows.is_valid())

    def rows_readable(self) -> bool:
        return not self.is_bound or self.rows.is_valid()

    def asked(self) -> list[Cell]:
        """The cells as they stand in the rows, which must be readable."""
        if not self.is_bound:
            return self.saved
        return [row.cell(position) for position, row in enumerate(self._used(), start=1)]

    def total(self) -> Decimal:
        return total_marks(self.asked())

    def compare(self, pool: Sequence[PoolItem]) -> None:
        """Writes beside each row how many questions fit it and how many are missing."""
        if not self.rows_readable():
            return
        cells = self.asked()
        missing = {
            short.position: short.needed - short.available for short in shortfalls(cells, pool)
        }
        for row, cell, fitting in zip(self._used(), cells, matching(cells, pool), strict=False):
            row.matching, row.missing = fitting, missing.get(cell.position, 0)

    def _used(self) -> list[CellForm]:
        if self.is_bound:
            return [row for row in self.rows if row.cleaned_data.get("count")]
        return list(self.rows.initial_forms)


def plain(number: Decimal) -> str:
    """A number as people write it: 60, not 60.00."""
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


def _initial(cell: Cell) -> dict[str, Any]:
    return {
        "kind": cell.kind,
        "difficulty": cell.difficulty or "",
        "count": cell.count,
        "marks": plain(cell.marks),
        "topics": sorted(cell.topic_ids),
        "laws": sorted(cell.law_ids),
    }
