"""Filters of the work list, the decisions on it, and the county's parameters."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quiz.clearance.actions import Pick
from quiz.clearance.models import CancellationList
from quiz.clearance.reasons import FINDING_CHOICES
from quiz.clearance.rules import CardState, Finding, Parameters, Retirement
from quiz.results.forms import Filter
from rosters.units.models import Unit

ANY_STATE = "any"


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WorkFilter(Filter):
    """The filter in the address; unless asked otherwise, what still waits for a decision."""

    q = forms.CharField(label=_("Name or card number"), required=False, max_length=60)
    finding = forms.ChoiceField(
        label=_("Finding"), required=False, choices=[("", _("All")), *FINDING_CHOICES]
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All")
    )
    field = forms.ChoiceField(label=_("Field of enforcement"), required=False)
    state = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=[
            (CardState.OPEN, _("Waiting")),
            (CardState.KEPT, _("Kept")),
            (CardState.LISTED, _("To be cancelled")),
            (ANY_STATE, _("All")),
        ],
    )

    def __init__(self, data: Any, units: QuerySet[Unit], fields: Iterable[str]) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units
        self.fields["field"].choices = [("", _("All"))] + [(text, text) for text in fields]

    def chosen(self) -> dict[str, Any]:
        """Arguments of `select_lines`; a unit stands for those below it as well."""
        found = super().chosen()
        state = found.pop("state", CardState.OPEN)
        if unit := found.pop("unit", None):
            inside = unit.descendants(include_self=True).values_list("pk", flat=True)
            found["units"] = frozenset(inside)
        return found if state == ANY_STATE else found | {"state": state}


def read_picks(values: Iterable[str]) -> set[Pick]:
    """What was ticked on the work list: `12:expired` is a card and a ground against it."""
    matches = (re.fullmatch(r"(\d{1,18}):([a-z_]+)", value) for value in values)
    found = [(int(match[1]), match[2]) for match in matches if match]
    return {(card, Finding(ground)) for card, ground in found if ground in set(Finding)}


class KeepForm(forms.Form):
    basis = forms.CharField(
        label=_("Basis"), max_length=200, help_text=_("Why the finding is no reason to cancel.")
    )
    until = forms.DateField(
        label=_("Keep until"),
        widget=_day(),
        help_text=_("After this day the finding is on the work list again, if it still stands."),
    )


class PutForm(forms.Form):
    """Which list: one that is being drafted, or a new one."""

    target = forms.ModelChoiceField(
        CancellationList.objects.filter(announced_at=None),
        label=_("Cancellation list"),
        required=False,
        empty_label=_("Begin a new list"),
    )
    title = forms.CharField(
        label=_("Title of the new list"),
        required=False,
        max_length=100,
        help_text=_("Only for a new list. It is printed at the head of the list."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("target") and not said.get("title"):
            self.add_error("title", _("Give the new list a title, or choose a list."))
        return said


class AnnounceForm(forms.Form):
    number = forms.CharField(label=_("Document number"), max_length=60)
    day = forms.DateField(label=_("Day of announcement"), widget=_day())
    seen = forms.CharField(widget=forms.HiddenInput)


class ParametersForm(forms.Form):
    """The parameters of the clean-up, ages in years."""

    expiring_days = forms.IntegerField(
        label=_("Expiring within (days)"), min_value=0, max_value=3650
    )
    hours = forms.IntegerField(
        label=_("Training hours required a year"),
        min_value=0,
        max_value=1000,
        help_text=_("Asked of the last full calendar year."),
    )
    exam_months = forms.IntegerField(
        label=_("An exam passed within (months)"), min_value=1, max_value=240
    )
    established = forms.CharField(
        label=_("Establishments that may hold cards"),
        max_length=300,
        help_text=_("Words separated by “、”. An establishment counts when it holds one of them."),
    )
    outside = forms.CharField(
        label=_("Establishments that may not"),
        max_length=300,
        required=False,
        help_text=_("Words that outweigh those above, such as contract staff."),
    )
    men_age = forms.IntegerField(label=_("Men retire at"), min_value=40, max_value=80)
    men_from = forms.DateField(label=_("Later for men born from"), widget=_day())
    men_step = forms.IntegerField(label=_("One month later for each … months"), min_value=1)
    men_most = forms.IntegerField(label=_("But no later than at"), min_value=40, max_value=80)
    women_age = forms.IntegerField(label=_("Women retire at"), min_value=40, max_value=80)
    women_from = forms.DateField(label=_("Later for women born from"), widget=_day())
    women_step = forms.IntegerField(label=_("One month later for each … months"), min_value=1)
    women_most = forms.IntegerField(label=_("But no later than at"), min_value=40, max_value=80)
    wanted = forms.MultipleChoiceField(
        label=_("Findings that are looked for"),
        required=False,
        choices=FINDING_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for sex in ("men", "women"):
            age, most = said.get(f"{sex}_age"), said.get(f"{sex}_most")
            if age and most and most < age:
                self.add_error(f"{sex}_most", _("This is below the age at the start."))
        return said

    def parameters(self) -> Parameters:
        said = self.cleaned_data
        return Parameters(
            expiring_days=said["expiring_days"],
            hours=said["hours"],
            exam_months=said["exam_months"],
            established=_words(said["established"]),
            outside=_words(said["outside"]),
            men=self._retirement("men"),
            women=self._retirement("women"),
            off=frozenset(Finding) - {Finding(one) for one in said["wanted"]},
        )

    def _retirement(self, sex: str) -> Retirement:
        said = self.cleaned_data
        months, most = said[f"{sex}_age"] * 12, said[f"{sex}_most"] * 12
        return Retirement(months, said[f"{sex}_from"], said[f"{sex}_step"], most)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[、，,；;\s]+", text) if word)


def initial_of(parameters: Parameters) -> dict[str, Any]:
    """What the form shows of parameters."""
    shown: dict[str, Any] = {
        "expiring_days": parameters.expiring_days,
        "hours": parameters.hours,
        "exam_months": parameters.exam_months,
        "established": "、".join(parameters.established),
        "outside": "、".join(parameters.outside),
        "wanted": [finding for finding in Finding if finding not in parameters.off],
    }
    for sex, retirement in (("men", parameters.men), ("women", parameters.women)):
        shown |= _shown(sex, retirement)
    return shown


def _shown(sex: str, retirement: Retirement) -> dict[str, int | date]:
    return {
        f"{sex}_age": retirement.months // 12,
        f"{sex}_from": retirement.raised_from,
        f"{sex}_step": retirement.step,
        f"{sex}_most": retirement.most // 12,
    }
