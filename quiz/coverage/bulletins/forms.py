"""Drafting, editing and issuing a bulletin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quiz.coverage.bulletins.actions import TEXTS, digest_of
from quiz.coverage.models import Bulletin


class FillForm(forms.Form):
    """What the figures are to hold, and of a draft whether its text is written anew."""

    names = forms.BooleanField(
        label=_("With the names of the absent, as an annex"),
        required=False,
        help_text=_("For use inside the offices only; an announcement to the public has none."),
    )


class RefillForm(FillForm):
    text = forms.BooleanField(
        label=_("Write the text anew"),
        required=False,
        help_text=_("What was edited is lost. Otherwise only the tables get the new figures."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class BulletinForm(forms.ModelForm):
    """The texts of a draft, with the digest of what the editor saw."""

    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Bulletin
        fields = ["title", "issuer", "addressees", "body"]
        labels = {
            "issuer": _("Issuing body"),
            "addressees": _("Addressees"),
            "body": _("Text of the bulletin"),
        }
        widgets = {"body": forms.Textarea(attrs={"rows": 28})}
        help_texts = {
            "issuer": _("Stands in red at the head and above the date."),
            "addressees": _("Such as: 各乡镇（街道），县级各部门"),
        }

    def __init__(self, data: Any, bulletin: Bulletin) -> None:
        super().__init__(data, instance=bulletin, initial={"seen": digest_of(bulletin)})

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}


class IssueForm(forms.Form):
    number = forms.CharField(
        label=_("Document number"), max_length=60, help_text=_("Such as: 青司通〔2026〕12号")
    )
    day = forms.DateField(
        label=_("Day of issue"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
