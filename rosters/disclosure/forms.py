"""The question that stands before every export and every number shown in full."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rosters.disclosure.rules import Purpose

PURPOSE_CHOICES = [
    (Purpose.EXAM, _("To organise the exam")),
    (Purpose.CHECK, _("To check with the unit")),
    (Purpose.REPORT, _("To report to superiors")),
    (Purpose.ARCHIVE, _("For the archive")),
    (Purpose.ANNOUNCE, _("For publication")),
    (Purpose.INSPECTION, _("For an inspection")),
    (Purpose.REQUEST, _("The person asked for it")),
]


class PurposeForm(forms.Form):
    """For what personal data are taken out. `templates/rosters/disclosure/_export.html` asks."""

    purpose = forms.TypedChoiceField(
        label=_("Purpose"),
        choices=[("", _("Choose a purpose")), *PURPOSE_CHOICES],
        coerce=Purpose,
        error_messages={"required": _("Say for what the data are needed. It is recorded.")},
    )


def stated_purpose(request: HttpRequest) -> Purpose | None:
    """The purpose that came with a posted request; None when none was stated."""
    form = PurposeForm(request.POST)
    return form.cleaned_data["purpose"] if form.is_valid() else None
