"""Items of a file held against the laws and the bank."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import zip_longest

from django.db.models import Q

from audit.rules import Refusal
from questionbank.exchange.rules.items import ParsedItem, RejectedItem
from questionbank.exchange.rules.verdicts import Weighed
from questionbank.laws.queries import article_texts, laws_by_name, version_ids
from questionbank.laws.rules import (
    LawDeclaration,
    LawPlace,
    article_label,
    resolve,
    with_declared,
)
from questionbank.questions.models import Question
from questionbank.questions.queries import bank_index
from questionbank.questions.rules import (
    Draft,
    LawText,
    Verdict,
    identity,
    key_meaning,
    source_fault,
)


class LawTexts:
    """Texts of the laws of the bank, loaded when a citation asks for them."""

    def __init__(self) -> None:
        self._texts: dict[int, dict[str, str]] = {}

    @cached_property
    def _ids(self) -> dict[tuple[str, date], int]:
        return version_ids()

    def doubt(self, place: LawPlace) -> Refusal | None:
        """Why a citation cannot be right; None also where nobody has loaded the text."""
        version = self._ids.get((place.title, place.adopted_on))
        if version is None:
            return None
        if version not in self._texts:
            self._texts |= article_texts([version])
        label = f"《{place.title}》{article_label(place.article, place.paragraph)}"
        return source_fault(label, place, LawText(version, self._texts[version]))


class Scales:
    """Weighs items against the laws and the bank as they are on a day.

    `few` are the items to come when they are few: only what concerns them is loaded of the bank.
    """

    def __init__(
        self,
        declarations: Iterable[LawDeclaration],
        source: str,
        on: date,
        few: Iterable[ParsedItem] | None = None,
    ) -> None:
        self.declared = list(declarations)
        self.source = source
        self.laws = with_declared(laws_by_name(on), self.declared)
        self.texts = LawTexts()
        self.index = bank_index(None if few is None else _concerning(few))

    @cached_property
    def _seats(self) -> dict[tuple[str, int], int]:
        """Which question stands at which place of which case."""
        placed = Question.objects.filter(case__isnull=False)
        rows = placed.values_list("case__code", "case_position", "pk")
        return {(code, place or 0): pk for code, place, pk in rows}

    def weigh(self, item: ParsedItem | RejectedItem) -> Weighed:
        line = item.line.number
        if isinstance(item, RejectedItem):
            return Weighed(line, flaw=item.reason)
        content = item.content
        weighed = Weighed(
            line,
            sound=True,
            identity=identity(content),
            meaning=tuple(sorted(key_meaning(content))),
            key=content.key,
            code=item.code or "",
        )
        draft = self._draft(item)
        decision = draft if isinstance(draft, Refusal) else self.index.decide(draft)
        if isinstance(draft, Refusal) or isinstance(decision, Refusal):
            return replace(weighed, flaw=decision)
        verdict, known = decision
        case = item.case and (item.case.code, item.case.position)
        return replace(
            weighed,
            bank=verdict,
            question=known and known.question_id,
            known_code=(known.code or "") if known and verdict is Verdict.DUPLICATE else "",
            case=case,
            taken=self._seats.get(case) if case else None,
            remarks=(*item.remarks, *filter(None, map(self.texts.doubt, draft.citations))),
            draft=draft,
        )

    def _draft(self, item: ParsedItem) -> Draft | Refusal:
        """The item with its citations bound to versions.

        A file that declares its laws must cite only those and laws of the bank. In any other file
        a basis that cannot be bound stays readable at the end of the rationale.
        """
        resolved = [resolve(cited, self.laws) for cited in item.cited]
        places: dict[LawPlace, LawPlace] = {}
        for place, quote in zip_longest(resolved, item.quotes, fillvalue=""):
            if isinstance(place, LawPlace):
                places.setdefault(place, replace(place, quote=str(quote)))
        problem = next((place for place in resolved if isinstance(place, Refusal)), None)
        if item.basis_rest:
            problem = Refusal("laws.citation_not_understood", {"text": item.basis_rest})
        content = item.content
        if problem and self.declared:
            return problem
        if problem:
            basis = f"依据：{item.basis}"
            content = replace(content, rationale=f"{content.rationale}\n{basis}".strip())
        return Draft(
            content,
            item.code,
            item.topics,
            tuple(places.values()),
            self.source,
            item.cohorts,
            item.case,
        )


def _concerning(items: Iterable[ParsedItem]) -> Q:
    """The questions of the bank with the text or the code of one of these items."""
    sound = list(items)
    codes = [item.code for item in sound if item.code]
    return Q(identity__in=[identity(item.content) for item in sound]) | Q(code__in=codes)
