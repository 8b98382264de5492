"""The form in which a question is written."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.rules import Refusal
from audit.wording import explain
from questionbank.laws.rules import LawPlace
from questionbank.questions.forms.reading import field_of, read_content, split_names
from questionbank.questions.forms.rows import FEWEST_CITATIONS, posted_citations, read_places
from questionbank.questions.models import (
    DIFFICULTY_CHOICES,
    KIND_CHOICES,
    Case,
    Question,
    Topic,
)
from questionbank.questions.queries import case_sheet, next_position, tags_of
from questionbank.questions.queries.sources import SourceCheck, check_sources
from questionbank.questions.rules import (
    LETTERS,
    CasePlace,
    Content,
    Difficulty,
    ItemKind,
    validate,
)
from rosters.cohorts.models import COHORT_CHOICES
from rosters.cohorts.rules import CohortKind

_TRUTH = [("T", _("Correct")), ("F", _("Wrong"))]


def _text(label: str, rows: int, most: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        widget=forms.Textarea({"rows": rows}),
        help_text=help_text,
    )


class QuestionForm(forms.Form):
    """A question of any kind. Once cleaned, `content` and `places` hold what it says so far.

    Fields of other kinds than the chosen one are not read. `case` is the case in which the
    question stands or is to stand: its code and material are then not asked for.
    """

    kind = forms.ChoiceField(
        label=_("Type"), choices=KIND_CHOICES, initial=ItemKind.SINGLE, widget=forms.RadioSelect
    )
    case_code = forms.CharField(label=_("Code of the new case"), required=False, max_length=40)
    case_title = forms.CharField(label=_("Title of the case"), required=False, max_length=120)
    material = _text(_("Case material"), 6, 8000)
    weight = forms.IntegerField(
        label=_("Weight in its case"),
        required=False,
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("The marks of a case are shared out in proportion to the weights."),
    )
    stem = _text(_("Stem"), 4, 4000, _("In a fill-in question write ____ for each blank."))
    right = forms.MultipleChoiceField(
        label=_("Right options"),
        required=False,
        choices=[(letter, letter) for letter in LETTERS],
        widget=forms.CheckboxSelectMultiple,
    )
    truth = forms.ChoiceField(
        label=_("The statement is"), required=False, choices=_TRUTH, widget=forms.RadioSelect
    )
    blanks = _text(
        _("Answers"), 3, 4000, _("One line for each blank; equivalents are parted by /.")
    )
    unordered = forms.BooleanField(label=_("The blanks may be filled in any order"), required=False)
    answer = _text(
        _("Model answer"), 6, 4000, _("One point a line, its marks behind it in brackets: （2分）")
    )
    rationale = _text(_("Rationale"), 3, 4000)
    difficulty = forms.ChoiceField(
        label=_("Difficulty"),
        choices=DIFFICULTY_CHOICES,
        initial=Difficulty.MEDIUM,
        widget=forms.RadioSelect,
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_topics = forms.CharField(
        label=_("New topics"),
        required=False,
        max_length=200,
        help_text=_("Several are parted by 、"),
    )
    cohorts = forms.MultipleChoiceField(
        label=_("Meant for"),
        required=False,
        choices=COHORT_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: meant for all."),
    )
    code = forms.CharField(label=_("Question code"), required=False, max_length=40)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    tags = forms.CharField(required=False, widget=forms.HiddenInput)

    content: Content
    places: tuple[LawPlace, ...] = ()
    sources: SourceCheck
    _ORDER = ("kind", "case_code", "case_title", "material", "weight", "stem")

    def __init__(self, *args: Any, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if case:
            for name in ("case_code", "case_title", "material"):
                del self.fields[name]
        for letter in LETTERS:
            self.fields[f"option_{letter}"] = _text(_("Option %s") % letter, 1, 1000)
        shown = 1 + len([name for name in self.initial if name.startswith("citation_")])
        posted = posted_citations(self.data) if self.is_bound else 0
        self.citation_count = max(FEWEST_CITATIONS, shown, posted)
        for row in range(self.citation_count):
            self.fields[f"citation_{row}"] = forms.CharField(
                label=_("Article"), required=False, max_length=200
            )
            self.fields[f"quote_{row}"] = _text(_("Quotation"), 2, 2000)
        self.order_fields([*self._ORDER, *(f"option_{letter}" for letter in LETTERS)])

    def option_rows(self) -> Iterator[tuple[str, forms.BoundField, Any]]:
        """Letter, text and mark of each option."""
        for letter, mark in zip(LETTERS, self["right"], strict=True):
            yield letter, self[f"option_{letter}"], mark

    def citation_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for row in range(self.citation_count):
            yield self[f"citation_{row}"], self[f"quote_{row}"]

    def clean_new_topics(self) -> tuple[str, ...]:
        names = split_names(self.cleaned_data["new_topics"])
        if any(len(name) > 60 for name in names):
            raise forms.ValidationError(_("A topic has at most 60 characters."))
        return names

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        material = self._material(data)
        self.content = read_content(data, material)
        self._clean_citations(data)
        refusal = validate(self.content)
        if refusal:
            self._refuse(field_of(refusal, self.content), refusal)
        if not self.case:
            self._clean_case(data, material)
        return data

    def _material(self, data: dict[str, Any]) -> str:
        if self.case:
            return case_sheet(self.case).material
        return "\n".join(line.strip() for line in data.get("material", "").splitlines()).strip()

    def _clean_case(self, data: dict[str, Any], material: str) -> None:
        code = data.get("case_code", "")
        if code and Case.objects.filter(code=code).exists():
            self._refuse("case_code", Refusal("questions.case_is_there", {"code": code}))
        elif code and not material:
            self._refuse("material", Refusal("questions.case_without_material"))
        elif material and not code:
            self._refuse("case_code", Refusal("questions.material_without_case"))

    def _clean_citations(self, data: dict[str, Any]) -> None:
        rows = [
            (data.get(f"citation_{row}", ""), data.get(f"quote_{row}", ""))
            for row in range(self.citation_count)
        ]
        row_of: dict[LawPlace, int] = {}
        named: set[tuple[object, ...]] = set()
        for row, read in enumerate(read_places(rows)):
            if isinstance(read, Refusal):
                self._refuse(f"citation_{row}", read)
                continue
            for place in read:
                name = (place.title, place.adopted_on, place.article, place.paragraph)
                if name in named:
                    self._refuse(f"citation_{row}", Refusal("questions.cited_twice"))
                else:
                    row_of[place] = row
                named.add(name)
        self.places = tuple(row_of)
        self.sources = check_sources(self.places, timezone.localdate())
        for place, fault in self.sources.faults:
            self._refuse(f"citation_{row_of[place]}", fault)

    def _refuse(self, field: str, refusal: Refusal) -> None:
        self.add_error(field if field in self.fields else None, explain(refusal))

    def topic_names(self) -> tuple[str, ...]:
        """Topics chosen and topics written, each once."""
        chosen = [topic.name for topic in self.cleaned_data["topics"]]
        return tuple(dict.fromkeys([*chosen, *self.cleaned_data["new_topics"]]))

    def cohort_kinds(self) -> tuple[CohortKind, ...]:
        return tuple(CohortKind(cohort) for cohort in self.cleaned_data["cohorts"])

    def place_in_case(self, question: Question | None) -> CasePlace | None:
        """Where the question stands from now; a case of its own begins with it."""
        if self.case is None:
            code = self.cleaned_data["case_code"]
            return CasePlace(code, 1, self.cleaned_data["case_title"]) if code else None
        position = question.case_position if question else next_position(self.case)
        return CasePlace(self.case.code, position or 1, self.case.title)

    def see(self, question: Question) -> None:
        """Takes the question as it is now for what the author has seen."""
        self.data = self.data.copy()
        self.data["version"], self.data["tags"] = str(question.current_id), tags_of(question)

    def point_at_first_error(self) -> None:
        """Lets the page open at the first field that has to be mended."""
        first = next((name for name in self.fields if name in self.errors), None)
        if first:
            self.fields[first].widget.attrs["autofocus"] = True
