"""What must be said of a list before it is read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quiz.official.rules import MOST_MARKS, RowVerdict

VERDICT_CHOICES = [
    (RowVerdict.COUNTED, _("Counted")),
    (RowVerdict.UNCHANGED, _("Held already")),
    (RowVerdict.REJECTED, _("Rejected")),
    (RowVerdict.NOT_LISTED, _("Not on the roster")),
    (RowVerdict.AMBIGUOUS, _("Not clear who")),
]


def _mark(label: str, help_text: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=MOST_MARKS,
        max_digits=6,
        decimal_places=2,
    )


class ImportForm(forms.Form):
    """Where the list comes from, and how its results are to be read."""

    title = forms.CharField(label=_("Exam sat"), max_length=100)
    source = forms.CharField(
        label=_("Source"), max_length=100, help_text=_("Who held the exam and sent the list.")
    )
    document = forms.CharField(
        label=_("Document number"),
        max_length=100,
        help_text=_("The number under which the results were notified."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel or CSV with the columns 姓名, 身份证号, 单位, 成绩, 是否合格 and 考试日期. "
            "Needed are the name, a number or unit, and a score or conclusion."
        ),
    )
    sat_on = forms.DateField(
        label=_("Day of the exam"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("For rows that do not say it themselves."),
    )
    pass_mark = _mark(
        _("Pass mark of the source"), _("Needed where the list has scores but no conclusion.")
    )
    excellent_mark = _mark(_("Excellent from"), _("Empty: only where the list says so itself."))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        passing, excellent = values.get("pass_mark"), values.get("excellent_mark")
        if passing is not None and excellent is not None and excellent < passing:
            self.add_error(
                "excellent_mark", _("This must not be below the pass mark of the source.")
            )
        return values
