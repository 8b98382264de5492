"""Forms of the room."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rosters.intake.models import GoneLine
from rosters.intake.queries import ColumnChoice, column_choices
from rosters.intake.report import Verdict
from rosters.intake.rules.cells import text_of
from rosters.intake.rules.columns import SPELLINGS, Column
from rosters.intake.rules.tables import RawRow
from rosters.intake.workbook import ACCEPTED
from rosters.people.models import STATUS_CHOICES
from rosters.people.rules import SERVING, PersonStatus, mask_phone
from rosters.people.sealing import mask
from rosters.units.models import Unit

_ENDED = [choice for choice in STATUS_CHOICES if choice[0] not in SERVING]
_USUAL = (Column.NAME, Column.UNIT, Column.IDENTITY, Column.PHONE, Column.BORN)
_CLEAR = "clear-"


class UploadForm(forms.Form):
    """One roster file, and the unit that sent it; what it holds is judged by its content."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Sent by"), empty_label=_("Choose the unit")
    )
    file = forms.FileField(
        label=_("Roster file"),
        help_text=_(
            "%(formats)s, at most 10 MB. The table may stand anywhere in the sheet; several sheets "
            "are read together."
        )
        % {"formats": ACCEPTED.replace(",", "、")},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file that holds the roster.")},
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], whole_county: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        field.queryset = units
        field.required = not whole_county
        if whole_county:
            field.empty_label = _("Nobody: a list of the whole county")
            field.help_text = _(
                "Of a unit's own list only people of that unit and of those below it are taken, "
                "and those missing since its last list are asked about."
            )
        elif len(units) == 1:
            field.initial = units[0]


class RowFilter(forms.Form):
    """Which rows of a preview are shown; what cannot be read filters nothing."""

    verdict = forms.ChoiceField(
        choices=[("", ""), *((verdict, verdict) for verdict in Verdict)],
        required=False,
        widget=forms.HiddenInput,
    )
    q = forms.CharField(label=_("Name or unit"), required=False, max_length=60)

    def chosen(self) -> dict[str, str]:
        """What was chosen and understood, as arguments of `rows_of`."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ColumnsForm(forms.Form):
    """What each label of a file is read as. A label may be anything, so fields are numbered."""

    def __init__(self, data: Any, told: Sequence[ColumnChoice]) -> None:
        super().__init__(data)
        self.told = told
        words = [(str(column), SPELLINGS[column].split()[0]) for column in column_choices()]
        for number, each in enumerate(told):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=each.label,
                required=False,
                initial=each.column,
                choices=[("", _("Not used")), *words],
            )

    def lines(self) -> list[tuple[ColumnChoice, forms.BoundField]]:
        return [(each, self[f"column-{number}"]) for number, each in enumerate(self.told)]

    def columns(self) -> dict[str, str]:
        """Label -> column, as `change_columns` takes them."""
        return {
            each.label: self.cleaned_data[f"column-{number}"]
            for number, each in enumerate(self.told)
        }


class RowForm(forms.Form):
    """The cells of a row by column. Numbers are shown masked, and typed anew to be changed."""

    def __init__(self, data: Any, row: RawRow) -> None:
        super().__init__(data)
        self.row = row
        for column in dict.fromkeys((*row.header.known, *_USUAL)):
            text = text_of(row.cell(column))
            label = row.header.label(column)
            masked = _MASKS.get(column)
            field = forms.CharField(label=label, required=False, max_length=300)
            if masked is None:
                field.initial = text
            elif text:
                field.help_text = _("Now %(value)s. Leave it empty to keep it.") % {
                    "value": masked(text)
                }
            field.widget.attrs["autocomplete"] = "off"
            self.fields[str(column)] = field
            if masked and text:
                self.fields[f"{_CLEAR}{column}"] = forms.BooleanField(
                    label=_("Empty the cell “%(label)s”") % {"label": label}, required=False
                )

    def texts(self) -> dict[str, str]:
        """Column -> text of the cells that were changed, as `correct_row` takes them."""
        return {
            column: text
            for column, text in self.cleaned_data.items()
            if not column.startswith(_CLEAR) and self._differs(Column(column), text)
        }

    def _differs(self, column: Column, text: str) -> bool:
        if column in _MASKS:
            return bool(text) or bool(self.cleaned_data.get(f"{_CLEAR}{column}"))
        return text != text_of(self.row.cell(column))


_MASKS: Mapping[Column, Any] = {Column.IDENTITY: mask, Column.PHONE: mask_phone}


class GoneForm(forms.Form):
    """What became of somebody who is missing; without a status nothing is done."""

    status = forms.ChoiceField(
        label=_("What became of them"),
        required=False,
        choices=[("", _("Nothing is done")), *_ENDED],
    )
    since = forms.DateField(
        label=_("Since"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: Any, line: GoneLine) -> None:
        initial = {"status": line.status, "since": line.since}
        super().__init__(data, prefix=str(line.pk), initial=initial)
        self.line = line

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("status") and "since" in data and not data["since"]:
            self.add_error("since", _("Enter the day."))
        return data

    def decision(self) -> dict[str, Any]:
        """What `choose_gone` takes."""
        status = self.cleaned_data["status"]
        return {
            "status": PersonStatus(status) if status else None,
            "since": self.cleaned_data["since"] if status else None,
        }
