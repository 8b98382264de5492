"""What the list is asked."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rosters.people.models import Person
from rosters.people.queries import Holds, Lacks, Order
from rosters.people.rules import Ground
from rosters.units.models import Unit

ANY = [("", _("Any"))]
GROUND_CHOICES = [
    (Ground.PHONE, _("Same name and mobile phone")),
    (Ground.BIRTH, _("Same name and date of birth")),
    (Ground.UNIT, _("Same name and unit")),
    (Ground.SPELLING, _("Another spelling of the name")),
    (Ground.NUMBER, _("Same name, one without an identity number")),
]


class LongSelect(forms.Select):
    """A choice among thousands, without a template for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, " selected" if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(attrs or {}), options)


class PeopleFilter(forms.Form):
    """Filters of the list; they live in the address. What cannot be read filters nothing."""

    q = forms.CharField(label=_("Name or mobile phone"), required=False, max_length=60)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, widget=LongSelect)
    kind = forms.ChoiceField(
        label=_("Kind of unit"),
        required=False,
        choices=ANY + Unit._meta.get_field("kind").flatchoices,
    )
    rank = forms.CharField(label=_("Rank or level"), required=False, max_length=40)
    holds = forms.ChoiceField(
        label=_("On file"),
        required=False,
        choices=[
            *ANY,
            (Holds.RANK, _("Rank or level")),
            (Holds.RECRUITMENT, _("First recruitment")),
            (Holds.CREDENTIAL, _("Enforcement card")),
        ],
    )
    field = forms.CharField(label=_("Field of enforcement"), required=False, max_length=60)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=ANY + Person._meta.get_field("status").flatchoices,
    )
    lacks = forms.ChoiceField(
        label=_("Missing"),
        required=False,
        choices=[
            *ANY,
            (Lacks.UNIT, _("Unit")),
            (Lacks.IDENTITY, _("Identity number")),
            (Lacks.PHONE, _("Mobile phone")),
        ],
    )
    merged = forms.BooleanField(label=_("Merged into others"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("By pinyin")), (Order.UNIT, _("By unit"))],
    )

    def __init__(self, data: Any, units: QuerySet[Unit], *, whole_county: bool) -> None:
        super().__init__(data)
        self.fields["unit"].choices = [*ANY, *units.values_list("pk", "name")]
        self.fields["unit"].coerce = lambda key: units.get(pk=key)
        if not whole_county:
            del self.fields["merged"]

    def chosen(self) -> dict[str, Any]:
        """What was chosen and understood, as arguments of `search_people`."""
        self.full_clean()
        beside = {"sort", "merged"}
        return {
            name: value for name, value in self.cleaned_data.items() if value and name not in beside
        }

    @property
    def order(self) -> Order:
        """The order asked for; people without a unit are in no order of units."""
        asked = Order(self.cleaned_data.get("sort") or Order.PINYIN)
        return Order.PINYIN if self.cleaned_data.get("lacks") == Lacks.UNIT else asked

    @property
    def merged_away(self) -> bool:
        return bool(self.cleaned_data.get("merged"))


class IdentityForm(forms.Form):
    """An identity number typed in full. Posted, so that it stays out of addresses and logs."""

    number = forms.CharField(
        label=_("Identity number, in full"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )


class PairFilter(forms.Form):
    """On what ground two people are proposed as one."""

    ground = forms.ChoiceField(label=_("Ground"), required=False, choices=[*ANY, *GROUND_CHOICES])

    def chosen(self) -> Ground | None:
        found = self.cleaned_data.get("ground") if self.is_valid() else ""
        return Ground(found) if found else None


class SomebodyForm(forms.Form):
    """Whom to compare a person with."""

    q = forms.CharField(label=_("Name or mobile phone"), max_length=60)
