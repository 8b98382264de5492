"""A list and its lines, saved together."""

from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from audit.rules import Refusal
from audit.wording import explain
from questionbank.laws.models import Law
from questionbank.questions.models import Topic
from questionbank.syllabus.models import COHORT_CHOICES, Syllabus, SyllabusItem
from questionbank.syllabus.queries import digest_of
from questionbank.syllabus.rules import read_articles, write_articles

BLANK_ROWS = 3


class NewSyllabusForm(forms.Form):
    cohort = forms.ChoiceField(label=_("Cohort"), choices=COHORT_CHOICES)
    title = forms.CharField(label=_("Title"), max_length=120)


class LineForm(forms.Form):
    """One line. A line without any words is dropped."""

    law = forms.ChoiceField(label=_("Law"), required=False)
    articles = forms.CharField(
        label=_("Articles"),
        max_length=200,
        required=False,
        help_text=_("For example 8-12, 36. Empty: the whole law."),
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    weight = forms.IntegerField(
        label=_("Weight"), min_value=1, max_value=100, initial=1, required=False
    )
    must_be_tested = forms.BooleanField(label=_("Must be tested"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, laws: list, topics: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["law"].choices = [("", "—"), *laws]
        self.fields["topic"].choices = [("", "—"), *topics]

    def clean_articles(self) -> str:
        ranges = read_articles(self.cleaned_data["articles"])
        if isinstance(ranges, Refusal):
            raise forms.ValidationError(explain(ranges))
        return write_articles(ranges)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("law") and values.get("topic"):
            self.add_error("topic", _("Name a law or a topic, not both, on one line."))
        if "law" not in self.errors and not values.get("law"):
            if values.get("articles"):
                self.add_error("law", _("Say of which law these articles are."))
            elif values.get("note") and not values.get("topic"):
                self.add_error("law", _("Name the law or the topic that this note is about."))
        return values

    @property
    def used(self) -> bool:
        return bool(self.cleaned_data.get("law") or self.cleaned_data.get("topic"))

    def item(self) -> SyllabusItem:
        values = self.cleaned_data
        return SyllabusItem(
            law_id=int(values["law"]) if values["law"] else None,
            topic_id=int(values["topic"]) if values["topic"] else None,
            articles=values["articles"],
            weight=values["weight"] or 1,
            must_be_tested=values["must_be_tested"],
            note=values["note"],
        )


class _Lines(forms.BaseFormSet):
    """The lines in the order of their positions; new ones without a position come last."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        position = form.fields[ORDERING_FIELD_NAME].initial
        form.fields[ORDERING_FIELD_NAME] = forms.IntegerField(
            label=_("Place in the list"),
            min_value=1,
            max_value=9999,
            initial=position,
            required=False,
        )
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = _("Take this line out")


LineFormSet = forms.formset_factory(
    LineForm, formset=_Lines, extra=BLANK_ROWS, max_num=200, validate_max=True,
    can_order=True, can_delete=True, can_delete_extra=False,
)  # fmt: skip


class SyllabusForm(forms.ModelForm):
    """`seen` is the digest of the list that the form was filled with."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Syllabus
        fields = ("title",)

    def __init__(self, syllabus: Syllabus, data: Any = None) -> None:
        super().__init__(data, instance=syllabus, initial={"seen": digest_of(syllabus)})
        self.rows = LineFormSet(
            data,
            initial=[_initial(item) for item in syllabus.items.all()],
            prefix="lines",
            form_kwargs={
                "laws": list(Law.objects.values_list("pk", "short_title")),
                "topics": list(Topic.objects.values_list("pk", "name")),
            },
        )

    def is_valid(self) -> bool:
        return bool(super().is_valid() & self.rows.is_valid())

    def items(self) -> list[SyllabusItem]:
        return [row.item() for row in self.rows.ordered_forms if row.used]

    def see(self, syllabus: Syllabus) -> None:
        """What is sent the next time was typed beside the list as it is now."""
        self.data = self.data.copy()
        self.data["seen"] = digest_of(syllabus)


def _initial(item: SyllabusItem) -> dict[str, Any]:
    names = ("articles", "weight", "must_be_tested", "note")
    return {name: getattr(item, name) for name in names} | {
        "law": item.law_id or "",
        "topic": item.topic_id or "",
    }
