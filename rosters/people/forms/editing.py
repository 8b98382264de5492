"""What officers say of a person by hand."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rosters.people.actions import CardFacts, PersonFacts, PostingFacts
from rosters.people.models import Credential, Person, Posting, Recruitment, Training
from rosters.people.rules import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    IdentityKind,
    fold_identity_number,
    fold_person_name,
    fold_phone,
    is_mobile,
    is_person_name,
)
from rosters.people.wording import MESSAGES
from rosters.units.models import Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
KNOWN = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
_YES = {"yes": True, "no": False, "": None}


def _come(day: date | None) -> date | None:
    """What is on file counts at once, so that none of its days is still to come."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(MESSAGES["people.end_to_come"])
    return day


class RowForm(forms.ModelForm):
    """Fields and labels of a row, and its present content; what was typed stays in the form.

    Only an action changes the row, after checks that say more than those of the model.
    """

    def _post_clean(self) -> None:
        """Django would write into the instance here."""


class PersonForm(RowForm):
    """A person. The number is never shown; left empty, the one on file stays."""

    number = forms.CharField(
        label=_("Identity number"),
        required=False,
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    forget_number = forms.BooleanField(label=_("Keep no identity number"), required=False)

    class Meta:
        model = Person
        fields = [
            "name", "id_kind", "number", "forget_number", "sex", "born_on", "phone",
            "law_qualification", "note",
        ]  # fmt: skip
        widgets = {"born_on": DAY, "phone": forms.TextInput(attrs={"inputmode": "tel"})}

    def __init__(self, data: Any = None, *, person: Person | None = None) -> None:
        super().__init__(data, instance=person)
        self.fields["name"].label = _("Full name")
        self.fields["phone"].max_length = 30
        if person is None or not person.id_sealed:
            del self.fields["forget_number"]
        else:
            self.fields["number"].help_text = _("On file: %(number)s. Empty: it stays.") % {
                "number": person.id_masked
            }

    def clean_name(self) -> str:
        name = fold_person_name(self.cleaned_data["name"])
        if not is_person_name(name):
            raise forms.ValidationError(
                _("Enter the full name and nothing else, %(most)s characters at most."),
                params={"most": LONGEST_NAME},
            )
        return name

    def clean_born_on(self) -> date | None:
        return _come(self.cleaned_data["born_on"])

    def clean_number(self) -> str:
        return fold_identity_number(self.cleaned_data["number"])

    def clean_phone(self) -> str:
        phone = fold_phone(self.cleaned_data["phone"])
        if phone and not is_mobile(phone):
            raise forms.ValidationError(
                _("This is not a mobile number: 11 digits beginning with 1.")
            )
        return phone

    def facts(self) -> PersonFacts:
        told = self.cleaned_data | {"id_kind": IdentityKind(self.cleaned_data["id_kind"])}
        return PersonFacts(**told)


class PostingForm(RowForm):
    """A posting. Units that were dissolved are not offered."""

    enforcement = forms.ChoiceField(label=_("Enforcement post"), required=False, choices=KNOWN)

    class Meta:
        model = Posting
        fields = [
            "unit", "title", "rank", "appointed_on", "began_on", "document", "establishment",
            "enforcement",
        ]  # fmt: skip
        widgets = {"appointed_on": DAY, "began_on": DAY}
        help_texts = {
            "appointed_on": _("The appointment that counts for exams."),
            "began_on": _("Only where it is another day, after a transfer or a reform."),
        }

    def __init__(
        self, data: Any = None, *, units: QuerySet[Unit], posting: Posting | None = None
    ) -> None:
        super().__init__(data, instance=posting)
        standing = units.filter(dissolved_on=None)
        if posting is not None:
            standing = standing | units.filter(pk=posting.unit_id)
            known = {value: key for key, value in _YES.items()}
            self.initial["enforcement"] = known[posting.enforcement]
        self.fields["unit"].queryset = standing

    def clean_appointed_on(self) -> date | None:
        return _come(self.cleaned_data["appointed_on"])

    def clean_began_on(self) -> date | None:
        return _come(self.cleaned_data["began_on"])

    def clean_enforcement(self) -> bool | None:
        return _YES[self.cleaned_data["enforcement"]]

    def facts(self) -> PostingFacts:
        return PostingFacts(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class NewPostingForm(PostingForm):
    """Another posting, perhaps the primary one from now on."""

    primary = forms.BooleanField(label=_("This is the primary posting"), required=False)


class FirstPostingForm(PostingForm):
    """The posting with which somebody new is added; an officer of the county may leave it out."""

    def __init__(self, data: Any = None, *, units: QuerySet[Unit], required: bool) -> None:
        super().__init__(data, units=units)
        self.fields["unit"].required = required
        for name in ("began_on", "enforcement"):
            del self.fields[name]

    def facts(self) -> PostingFacts:
        return PostingFacts(**self.cleaned_data)


class TransferForm(PostingForm):
    """To where a person moves, and on which day."""

    day = forms.DateField(label=_("Day of the transfer"), widget=DAY)
    field_order = ["unit", "day"]

    def __init__(self, data: Any = None, *, units: QuerySet[Unit], posting: Posting) -> None:
        super().__init__(data, units=units)
        self.fields["unit"].queryset = self.fields["unit"].queryset.exclude(pk=posting.unit_id)
        del self.fields["began_on"]
        kept = ("title", "rank", "appointed_on", "establishment")
        self.initial |= {name: getattr(posting, name) for name in kept}

    def facts(self) -> PostingFacts:
        told = {name: value for name, value in self.cleaned_data.items() if name != "day"}
        return PostingFacts(**told)


class DayForm(forms.Form):
    """One day: that of an end or of a cancellation."""

    day = forms.DateField(label=_("Day"), widget=DAY)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"day": today})


class StatusForm(forms.Form):
    """A status, the first day on which it holds, and what it rests on."""

    status = forms.ChoiceField(
        label=_("Status"), choices=Person._meta.get_field("status").flatchoices
    )
    since = forms.DateField(
        label=_("Since"),
        widget=DAY,
        help_text=_("A day to come takes effect when it comes."),
    )
    basis = forms.CharField(
        label=_("Basis"),
        required=False,
        max_length=200,
        help_text=_("For example the number of the document."),
    )


class CardForm(RowForm):
    """An enforcement card."""

    class Meta:
        model = Credential
        fields = ["number", "kind", "field", "area", "issued_on", "valid_to"]
        widgets = {"issued_on": DAY, "valid_to": DAY}
        help_texts = {"valid_to": _("Empty: the card has no end.")}

    def __init__(self, data: Any = None, *, card: Credential | None = None) -> None:
        super().__init__(data, instance=card)

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].split())

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        issued, ends = told.get("issued_on"), told.get("valid_to")
        if issued and ends and ends < issued:
            self.add_error("valid_to", _("The card would end before it was issued."))
        return told

    def facts(self) -> CardFacts:
        return CardFacts(**self.cleaned_data)


class TrainingForm(RowForm):
    """Hours of a year."""

    class Meta:
        model = Training
        fields = ["year", "hours", "source"]
        help_texts = {"source": _("Hours of the same year and source are replaced.")}

    def __init__(self, data: Any = None, *, this_year: int) -> None:
        super().__init__(data, initial={"year": this_year})
        self.fields["year"] = forms.IntegerField(
            label=self.fields["year"].label, min_value=2000, max_value=this_year
        )
        self.fields["hours"].min_value = 0


class RecruitmentForm(RowForm):
    """First recruitment into the civil service."""

    class Meta:
        model = Recruitment
        fields = ["hired_on", "intake", "probation_until"]
        widgets = {"hired_on": DAY, "probation_until": DAY}

    def __init__(self, data: Any = None, *, recruitment: Recruitment | None = None) -> None:
        super().__init__(data, instance=recruitment)


class BasisForm(forms.Form):
    """How it was found out that two rows are one person."""

    basis = forms.CharField(label=_("Basis"), max_length=200)
