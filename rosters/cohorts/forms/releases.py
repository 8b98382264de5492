"""Forms of decisions on single people, and of asking for them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.rules import Refusal
from audit.wording import explain
from rosters.cohorts.forms.days import day_field
from rosters.cohorts.forms.rosters import ANY
from rosters.cohorts.models import RELEASE_CHOICES, Cohort, ReleaseRequest, Roster
from rosters.cohorts.rules.attachments import MOST_BYTES, Attachment
from rosters.cohorts.rules.releases import ASKABLE, ReleaseKind
from rosters.units.models import Unit

BASIS_HELP = _("The document with its number, or who decided and why.")
STATE_CHOICES = ReleaseRequest._meta.get_field("state").choices
_ASKABLE_CHOICES = [choice for choice in RELEASE_CHOICES if choice[0] in ASKABLE]
_LAST_DAY = _("Last day. A deferral needs one; for an exemption it may stay empty.")


class ReleaseForm(forms.Form):
    """A decision on the duty. Who is released can only be put back; who is not, only released."""

    kind = forms.ChoiceField(label=_("Decision"), choices=RELEASE_CHOICES)
    basis = forms.CharField(label=_("Basis"), max_length=200, help_text=BASIS_HELP)
    effective_on = day_field(_("Effective on"), required=False, help_text=_("Empty: today."))
    expires_on = day_field(_("Valid to"), required=False, help_text=_LAST_DAY)

    def __init__(self, data: Any = None, *, released: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        if released:
            del self.fields["expires_on"]
        self.fields["kind"].choices = [
            choice
            for choice in RELEASE_CHOICES
            if (choice[0] == ReleaseKind.REINSTATED) == released
        ]

    def clean(self) -> dict[str, Any]:
        """A deferral only delays the duty: it says until when."""
        values = self.cleaned_data
        endless = values.get("expires_on") is None and "expires_on" not in self.errors
        if values.get("kind") == ReleaseKind.DEFERRED and endless:
            self.add_error("expires_on", explain(Refusal("cohorts.deferral_endless")))
        return values


class RequestForm(forms.Form):
    """What a unit asks, with what proves it."""

    kind = forms.ChoiceField(label=_("Asked for"), choices=_ASKABLE_CHOICES)
    basis = forms.CharField(label=_("Basis"), max_length=200, help_text=BASIS_HELP)
    effective_on = day_field(_("Effective on"))
    expires_on = day_field(
        _("Valid to"),
        required=False,
        help_text=_("Last day. A deferral needs one; for an exemption it may stay empty."),
    )
    attachment = forms.FileField(
        label=_("Attachment"),
        required=False,
        help_text=_("PDF, image or Word document of at most 5 MB. It is stored encrypted."),
    )

    def asked(self) -> dict[str, Any]:
        """As arguments of `request_release`. A file that is too large is read no further."""
        values = dict(self.cleaned_data)
        file = values["attachment"]
        if file:
            values["attachment"] = Attachment(file.name, file.read(MOST_BYTES + 1))
        return values


class RequestFilter(forms.Form):
    """Filters of the requests; they live in the address. What cannot be read filters nothing."""

    q = forms.CharField(label=_("Full name"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ANY, *STATE_CHOICES])
    roster = forms.ModelChoiceField(
        Roster.objects.none(), label=_("Roster"), required=False, empty_label=_("Any")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("Any")
    )

    def __init__(self, data: Any, requests: QuerySet[ReleaseRequest]) -> None:
        super().__init__(data)
        entries = requests.order_by().values("entry")
        self.fields["roster"].queryset = Roster.objects.filter(entries__in=entries).distinct()
        self.fields["unit"].queryset = Unit.objects.filter(entries__in=entries).distinct()

    def chosen(self) -> dict[str, Any]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AnswerForm(forms.Form):
    """Why a request is refused, or what is to be said with the granting."""

    answer = forms.CharField(label=_("Reason of the decision"), max_length=200, required=False)


class FittingForm(forms.Form):
    """One reason for many decisions."""

    basis = forms.CharField(label=_("Basis"), max_length=200, help_text=BASIS_HELP)
    expires_on = day_field(
        _("Deferrals valid to"), required=False, help_text=_("Last day; empty: no end.")
    )


class LateForm(forms.Form):
    """Who came after the freezing, and why they belong on the roster."""

    cohorts = forms.ModelMultipleChoiceField(
        Cohort.objects.none(), label=_("Cohorts"), widget=forms.CheckboxSelectMultiple
    )
    arrived_on = day_field(_("Arrived on"))
    basis = forms.CharField(label=_("Basis"), max_length=200, help_text=BASIS_HELP)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["cohorts"].queryset = Cohort.objects.filter(active=True)
