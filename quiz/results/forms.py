"""Filters of the list pages, and the reason of a revocation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quiz.assembly.models import Exam
from quiz.results.models import VERDICT_CHOICES
from rosters.units.models import Unit


class Filter(forms.Form):
    """A filter in the address. What cannot be understood filters nothing."""

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class OutcomeFilter(Filter):
    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int)
    verdict = forms.ChoiceField(
        label=_("Verdict"), required=False, choices=[("", _("All")), *VERDICT_CHOICES]
    )

    def __init__(self, data: Any, units: Iterable[Unit]) -> None:
        super().__init__(data)
        self.fields["unit"].choices = [("", _("All"))] + [(u.pk, u.name) for u in units]


class CertificateFilter(Filter):
    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    exam = forms.TypedChoiceField(label=_("Exam"), required=False, coerce=int)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All")), ("valid", _("Valid")), ("revoked", _("Revoked"))],
    )

    def __init__(self, data: Any, exams: Iterable[Exam], units: Iterable[Unit]) -> None:
        super().__init__(data)
        self.fields["exam"].choices = [("", _("All"))] + [(e.pk, e.title) for e in exams]
        self.fields["unit"].choices = [("", _("All"))] + [(u.pk, u.name) for u in units]


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("What was found and by whom, and what the person said to it."),
    )


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Kept in the register; not shown to the public."),
    )
