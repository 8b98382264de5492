"""A question file or pasted questions, and what a person does to an item of a preview."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from questionbank.questions.models import KIND_CHOICES
from questionbank.questions.rules import ItemKind

_TYPES = {"accept": ".docx,.doc,.xlsx,.xls,.csv,.txt,.gift,.xml,.zip"}
_LONGEST_ITEM = 20_000


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Question file"),
        required=False,
        help_text=_(
            "Word, Excel, CSV or text, or GIFT, Moodle XML or QTI of another system; at most 10 MB."
        ),
        widget=forms.FileInput(_TYPES),
        allow_empty_file=True,  # an empty file is refused by name like any other bad file
    )
    answers = forms.FileField(
        label=_("Answer file"),
        required=False,
        help_text=_("Only when the keys stand in a document of their own."),
        widget=forms.FileInput(_TYPES),
        allow_empty_file=True,
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

    def answers_source(self) -> tuple[bytes, str] | None:
        """Content and name of the document with the keys."""
        upload = self.cleaned_data["answers"]
        return (upload.read(settings.UPLOAD_MAX_BYTES + 1), upload.name) if upload else None


class ItemForm(forms.Form):
    """`do` is the button pressed; `seen` is what the text was when the page was made."""

    do = forms.ChoiceField(
        choices=[(name, name) for name in ("save", "retype", "merge", "drop", "take_back")]
    )
    seen = forms.CharField(max_length=16)
    text = forms.CharField(
        label=_("Text of the question"),
        required=False,
        max_length=_LONGEST_ITEM,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )
    kind = forms.TypedChoiceField(
        label=_("Type"), choices=KIND_CHOICES, required=False, coerce=ItemKind, empty_value=None
    )

    def clean_text(self) -> str:
        """Line ends as the parser knows them."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


class LinesForm(forms.Form):
    """Lines that belong to no item, by their place in the list that `seen` is the digest of."""

    seen = forms.CharField(max_length=16)
    line = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, *args: Any, lines: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(place), "") for place in range(lines)]
        self.fields["line"].choices = choices  # type: ignore[attr-defined]
