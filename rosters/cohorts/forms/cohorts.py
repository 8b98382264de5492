"""A cohort's rule as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rosters.cohorts.forms.days import day_field
from rosters.cohorts.models import COHORT_CHOICES, LEVEL_CHOICES, Cohort, Roster
from rosters.cohorts.queries import enforcement_fields, establishments, rosters_with
from rosters.cohorts.rules import Level, Rule
from rosters.people.models import STATUS_CHOICES
from rosters.units.models import Unit

SPANS = (("appointed_from", "appointed_to"), ("hired_from", "hired_to"))


def _ticks(label: str, choices: Any = (), **options: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, **options)


def _tick(label: str, **options: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **options)


class CohortForm(forms.Form):
    """Name and conditions; a condition left empty asks nothing."""

    name = forms.CharField(label=_("Name of the cohort"), max_length=60)
    kind = forms.ChoiceField(
        label=_("Examined as"),
        choices=COHORT_CHOICES,
        help_text=_("Whose questions and must-know list they get."),
    )
    least_level = forms.TypedChoiceField(
        label=_("Leading post at or above"),
        choices=[("", _("Any")), *LEVEL_CHOICES],
        coerce=lambda value: Level(int(value)),
        empty_value=None,
        required=False,
    )
    grades_count = _tick(
        _("Count grades as leading posts"),
        help_text=_(
            "Grades such as 四级调研员 are not leading posts. "
            "Leave this off unless the county has decided otherwise."
        ),
    )
    appointed_from = day_field(_("Appointed since"), required=False)
    appointed_to = day_field(
        _("Appointed until"),
        required=False,
        help_text=_("The day of appointment counts, not that of coming to the unit."),
    )
    unit_kinds = _ticks(_("Serving in"), Unit._meta.get_field("kind").flatchoices, required=False)
    establishments = _ticks(_("Establishment"), required=False)
    enforcement_post = _tick(_("Serving in an enforcement post"))
    hired_from = day_field(
        _("Hired since"),
        required=False,
        help_text=_("To ask for a recruitment of any day, enter an early one such as 1949-10-01."),
    )
    hired_to = day_field(_("Hired until"), required=False)
    credential = _tick(_("Holding an enforcement card that is valid on the day"))
    fields_asked = _ticks(_("Fields of enforcement on the card"), required=False)
    statuses = _ticks(_("Status"), STATUS_CHOICES)
    exempt_qualified = _tick(
        _("Holders of a legal profession qualification are exempt"),
        help_text=_("They are listed, and released by this rule when the roster is frozen."),
    )
    active = _tick(_("In use: offered when a roster is frozen"))

    def __init__(self, data: Any = None, *, cohort: Cohort | None = None) -> None:
        rule = Rule.from_json(cohort.rule) if cohort else Rule()
        held = {name: getattr(rule, name) for name in _RULE_FIELDS}
        initial = held | {"fields_asked": rule.fields, "statuses": rule.statuses, "active": True}
        if cohort:
            initial |= {"name": cohort.name, "kind": cohort.kind, "active": cohort.active}
        super().__init__(data, initial=initial)
        for name, known, asked in (
            ("fields_asked", enforcement_fields(), rule.fields),
            ("establishments", establishments(), rule.establishments),
        ):
            texts = sorted({*known, *asked})
            self.fields[name].choices = [(text, text) for text in texts]
            if not texts:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("grades_count") and cleaned.get("least_level") is None:
            self.add_error("least_level", _("Choose the level at which grades are to count."))
        if cleaned.get("fields_asked") and not cleaned.get("credential"):
            self.add_error("credential", _("The fields are those of a card: ask for one too."))
        for start, end in SPANS:
            if cleaned.get(start) and cleaned.get(end) and cleaned[start] > cleaned[end]:
                self.add_error(end, _("This day lies before the first one."))
        return cleaned

    def conditions_valid(self) -> bool:
        """Whether the rule can be read, however the cohort is called."""
        return set(self.errors) <= {"name", "kind"}

    def rule(self) -> Rule:
        """The rule of a valid form, read as a stored one is."""
        chosen = self.cleaned_data
        stored = {name: _stored(chosen.get(name)) for name in _RULE_FIELDS}
        stored["fields"] = chosen.get("fields_asked")
        empty = (None, "", [])
        return Rule.from_json({name: v for name, v in stored.items() if v not in empty})


_RULE_FIELDS = (
    "least_level", "grades_count", "appointed_from", "appointed_to", "unit_kinds",
    "establishments", "enforcement_post", "hired_from", "hired_to", "credential", "statuses",
    "exempt_qualified",
)  # fmt: skip


def _stored(value: Any) -> Any:
    if isinstance(value, Level):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


class VerdictFilter(forms.Form):
    """Of whom the page of a cohort tells; it lives in the address."""

    as_of = day_field(_("As of"))
    q = forms.CharField(label=_("Full name"), required=False, max_length=60)
    show = forms.ChoiceField(
        label=_("Shown"),
        choices=[("", _("Everybody")), ("in", _("In the cohort")), ("out", _("Not in the cohort"))],
        required=False,
    )


class CompareForm(forms.Form):
    """With which roster a cohort is compared, and on which day; it lives in the address."""

    roster = forms.ModelChoiceField(
        Roster.objects.none(), label=_("Compared with"), empty_label=None
    )
    as_of = day_field(_("As of"))

    def __init__(self, data: Any, *, cohort: Cohort) -> None:
        super().__init__(data)
        self.fields["roster"].queryset = rosters_with(cohort)
