"""Filters, the choice of two versions, the import, and what officers correct."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from questionbank.laws.actions import LawFile
from questionbank.laws.files import SUFFIXES
from questionbank.laws.models import KIND_CHOICES, Law, LawVersion
from questionbank.laws.rules import Change, LawKind

CHANGE_CHOICES = [
    ("", _("All but the same")),
    (Change.CHANGED, _("Reworded")),
    (Change.MOVED, _("Only moved")),
    (Change.NEW, _("New article")),
    (Change.GONE, _("Gone article")),
    (Change.SAME, _("The same article")),
]


def _day(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, **options)


class LawFilters(forms.Form):
    """What the list shows; every choice lives in the address of the page."""

    q = forms.CharField(label=_("Title"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *KIND_CHOICES]
    )

    def chosen(self) -> dict[str, str]:
        """The filters that were set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class TextFilter(forms.Form):
    q = forms.CharField(label=_("Words or article"), required=False, max_length=50)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def wanted(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))


class CompareForm(forms.Form):
    """Two versions of a law, and the changes to show. Without a choice: the newest two texts."""

    old = forms.ChoiceField(label=_("Older text"))
    new = forms.ChoiceField(label=_("Newer text"))
    show = forms.ChoiceField(label=_("Show"), required=False, choices=CHANGE_CHOICES)

    def __init__(self, data: Any, versions: Sequence[LawVersion]) -> None:
        given = {name: data.get(name, "") for name in ("old", "new", "show")}
        ids = [str(version.pk) for version in versions]
        if given["new"] not in ids:
            given["new"] = ids[-1]
        if given["old"] not in ids:
            earlier = ids[: ids.index(given["new"])] or ids
            given["old"] = earlier[-1]
        super().__init__(given)
        choices = [(pk, _name(version)) for pk, version in zip(ids, versions, strict=True)]
        for name in ("old", "new"):
            self.fields[name].choices = choices
        self.is_valid()
        self._by_id = dict(zip(ids, versions, strict=True))
        self._given = given

    def versions(self) -> tuple[LawVersion, LawVersion]:
        return self._by_id[self._given["old"]], self._by_id[self._given["new"]]

    def kinds(self) -> frozenset[Change]:
        chosen = self.cleaned_data.get("show")
        return frozenset({Change(chosen)} if chosen else set(Change) - {Change.SAME})


def _name(version: LawVersion) -> str:
    return formats.date_format(version.adopted_on)


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each file by the rules of a single one; none at all is one that is missing."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(_FilesField, self).clean(file, initial) for file in files or [None]]


class ImportForm(forms.Form):
    files = _FilesField(
        label=_("Texts of laws"),
        help_text=_("Word (.docx), Markdown (.md) or text (.txt); several at once."),
        widget=_SeveralFiles({"accept": ",".join(SUFFIXES)}),
        allow_empty_file=True,  # an empty file is refused by name like any other bad file
    )
    effective_on = _day(
        _("In force from"),
        help_text=_(
            "The day on which these versions take effect. An amended law still prints the day "
            "of its first text: look into the decision. Empty: as far as the text is certain."
        ),
    )
    adopted_on = _day(
        _("Adopted or amended on"),
        help_text=_("Only for a text that does not say it: it wins over the text."),
    )

    def files_given(self) -> Iterable[LawFile]:
        for upload in self.cleaned_data["files"]:
            yield LawFile(upload.name, upload.read(settings.UPLOAD_MAX_BYTES + 1))


class LawForm(forms.Form):
    """Kind, repeal, other names, and one effective day for each version."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES)
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line. Citations by these names are understood."),
    )
    repealed_on = _day(_("No longer in force from"))

    def __init__(self, data: Any, law: Law, versions: Sequence[LawVersion]) -> None:
        names = "\n".join(law.aliases.values_list("name", flat=True))
        initial: dict[str, Any] = {
            "kind": law.kind, "aliases": names, "repealed_on": law.repealed_on,
        }  # fmt: skip
        initial |= {f"effective_{version.pk}": version.effective_on for version in versions}
        super().__init__(data, initial=initial)
        self._versions = versions
        for version in versions:
            label = _("Version of %(day)s in force from") % {"day": _name(version)}
            self.fields[f"effective_{version.pk}"] = _day(label)

    def clean_aliases(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["aliases"].splitlines()]
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError(_("A name has at most 120 characters."))
        return [name for name in names if name]

    def facts(self) -> dict[str, Any]:
        """The arguments of `correct_law`."""
        data = self.cleaned_data
        days: dict[int, date | None] = {
            version.pk: data[f"effective_{version.pk}"] for version in self._versions
        }
        return {
            "kind": LawKind(data["kind"]),
            "repealed_on": data["repealed_on"],
            "aliases": data["aliases"],
            "effective_on": days,
        }
