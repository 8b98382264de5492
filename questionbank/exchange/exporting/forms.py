"""In which format questions are exported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionbank.exchange.exporting.actions import ExportFormat

FORMAT_CHOICES = [
    (ExportFormat.XLSX, _("Workbook (.xlsx)")),
    (ExportFormat.TEXT, _("Plain text (.txt)")),
    (ExportFormat.QUESTIONS, _("Question sheet (.docx), without keys")),
    (ExportFormat.ANSWERS, _("Answer sheet (.docx), the keys alone")),
    (ExportFormat.MOODLE, _("Moodle XML (.xml)")),
    (ExportFormat.GIFT, _("GIFT (.gift)")),
    (ExportFormat.QTI, _("QTI 3.0 package (.zip)")),
]
_NOTES = {
    ExportFormat.XLSX: _("With keys. For editing in a table; can be imported again."),
    ExportFormat.TEXT: _("With keys. For editing as text; can be imported again."),
    ExportFormat.QUESTIONS: _("For printing and handing out."),
    ExportFormat.ANSWERS: _("With keys. Numbered like the question sheet."),
    ExportFormat.MOODLE: _("With keys. For Moodle; can be imported again."),
    ExportFormat.GIFT: _("With keys. For Moodle and other learning platforms."),
    ExportFormat.QTI: _("With keys. For exam systems that follow the standard of 1EdTech."),
}


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=_("Format"),
        choices=FORMAT_CHOICES,
        initial=ExportFormat.XLSX,
        widget=forms.RadioSelect,
    )

    def choices(self) -> list[tuple[Any, Any]]:
        """Each format's button with its note."""
        notes = [_NOTES[value] for value, _label in FORMAT_CHOICES]
        return list(zip(self["format"], notes, strict=True))
