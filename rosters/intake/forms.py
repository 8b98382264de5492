"""The form of the upload page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """One roster file; what it holds is judged by its content, not here."""

    file = forms.FileField(
        label=_("Roster file"),
        help_text=_(
            ".xlsx, .xls or .csv, at most 10 MB. The table may stand anywhere in the sheet; "
            "several sheets are read together."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file that holds the roster.")},
    )
