"""A question file or pasted questions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Question file"),
        required=False,
        help_text=_("Word (.docx), Excel (.xlsx, .xls) or text (.txt), at most 10 MB."),
        widget=forms.FileInput({"accept": ".docx,.xlsx,.xls,.txt"}),
        allow_empty_file=True,  # an empty file is refused by name like any other bad file
    )
    text = forms.CharField(
        label=_("Or paste the questions here"),
        required=False,
        max_length=settings.UPLOAD_MAX_BYTES // 4,
        widget=forms.Textarea({"rows": 10}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool(data.get("text")):
            raise forms.ValidationError(_("Choose a file or paste the questions: one of the two."))
        return data

    def source(self) -> tuple[bytes, str]:
        """Content and name of what was handed in."""
        upload = self.cleaned_data["file"]
        if upload:
            return upload.read(settings.UPLOAD_MAX_BYTES + 1), upload.name
        return self.cleaned_data["text"].encode(), str(_("Pasted text"))
