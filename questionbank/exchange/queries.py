"""What a question file would do to the bank as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import zip_longest

from audit.rules import Refusal
from questionbank.exchange.documents import read_document
from questionbank.exchange.models import QuestionImport
from questionbank.exchange.report import ItemVerdict, QuestionsReport
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.reading import Reading, read_whole
from questionbank.laws.queries import article_texts, laws_by_name, version_ids
from questionbank.laws.rules import (
    KnownLaw,
    LawDeclaration,
    LawPlace,
    article_label,
    paragraph_text,
    resolve,
    squeeze,
    with_declared,
)
from questionbank.questions.queries import bank_index
from questionbank.questions.rules import BankIndex, Draft, Verdict


@dataclass(frozen=True)
class Plan:
    """The report of an import and all that applying it writes; None as id adds a question."""

    report: QuestionsReport
    declarations: list[LawDeclaration]
    writes: list[tuple[int | None, Draft]]


def plan_import(content: bytes, filename: str, on: date) -> Plan | Refusal:
    """Reads a file and compares it with the bank; `on` decides which law versions are in force."""
    blocks = read_document(content, filename)
    if isinstance(blocks, Refusal):
        return blocks
    reading = read_whole(blocks)
    return reading if isinstance(reading, Refusal) else plan_reading(reading, filename, on)


def plan_reading(reading: Reading, filename: str, on: date) -> Plan:
    """What the items of a reading would do to the bank."""
    laws = with_declared(laws_by_name(on), reading.declarations)
    planner = _Planner(reading, bank_index(), laws, filename, LawTexts())
    verdicts = [planner.judge(place) for place in range(len(reading.parsed))]
    verdicts += [
        ItemVerdict(item.line, item.number, Verdict.REJECTED, item.stem, None, item.reason)
        for item in reading.rejected
    ]
    verdicts.sort(key=lambda entry: (entry.line.sheet, entry.line.number))
    report = QuestionsReport(reading.items, tuple(verdicts), tuple(reading.unread))
    return Plan(report, reading.declarations, planner.writes)


def plan_staged(upload: QuestionImport, on: date) -> Plan | Refusal:
    """What a file that waits for its preview would do now."""
    if upload.content is None:
        return Refusal("exchange.forgotten", {"file": upload.filename})
    return plan_import(bytes(upload.content), upload.filename, on)


class LawTexts:
    """Texts of the laws of the bank, loaded when a citation asks for them."""

    def __init__(self) -> None:
        self._texts: dict[int, dict[str, str]] = {}

    @cached_property
    def _ids(self) -> dict[tuple[str, date], int]:
        return version_ids()

    def doubt(self, place: LawPlace) -> Refusal | None:
        """Why a citation cannot be right; None also where nobody has loaded the text."""
        articles = self._articles(place)
        if not articles:
            return None
        text: str | None = articles.get(place.article)
        if text is not None and place.paragraph is not None:
            text = paragraph_text(text, place.paragraph)
        label = f"《{place.title}》{article_label(place.article, place.paragraph)}"
        if text is None:
            return Refusal("exchange.no_such_article", {"place": label})
        if squeeze(place.quote) not in squeeze(text):
            return Refusal("exchange.misquoted", {"place": label, "quote": place.quote[:40]})
        return None

    def _articles(self, place: LawPlace) -> dict[str, str]:
        version = self._ids.get((place.title, place.adopted_on))
        if version is None:
            return {}
        if version not in self._texts:
            self._texts |= article_texts([version])
        return self._texts[version]


@dataclass
class _Planner:
    """Gives the items of a reading their verdicts, in the order of the file."""

    reading: Reading
    index: BankIndex
    laws: Mapping[str, KnownLaw]
    filename: str
    texts: LawTexts
    writes: list[tuple[int | None, Draft]] = field(default_factory=list)
    _codes: dict[str, int] = field(default_factory=dict)
    _claimed: dict[int, int] = field(default_factory=dict)

    def judge(self, place: int) -> ItemVerdict:
        item = self.reading.parsed[place]
        draft = self._draft(item)
        verdict, reason = self._verdict(place, item, draft)
        remarks = () if isinstance(draft, Refusal) else self._remarks(draft)
        content = item.content
        return ItemVerdict(
            item.line, item.number, verdict, content.stem, content.kind, reason, remarks
        )

    def _remarks(self, draft: Draft) -> tuple[Refusal, ...]:
        """What a reviewer should look at: citations that the text of the law does not bear out."""
        found = map(self.texts.doubt, draft.citations)
        return tuple(remark for remark in found if remark)

    def _verdict(
        self, place: int, item: ParsedItem, draft: Draft | Refusal
    ) -> tuple[Verdict, Refusal | None]:
        if place in self.reading.repeats:
            first = self.reading.parsed[self.reading.repeats[place]]
            return Verdict.DUPLICATE, Refusal("exchange.repeat_of", {"line": first.line.number})
        if isinstance(draft, Refusal):
            return Verdict.REJECTED, draft
        if draft.code:
            line = self._codes.setdefault(draft.code, item.line.number)
            if line != item.line.number:
                facts = {"code": draft.code, "line": line}
                return Verdict.REJECTED, Refusal("exchange.code_twice", facts)
        return self._against_bank(item, draft)

    def _against_bank(self, item: ParsedItem, draft: Draft) -> tuple[Verdict, Refusal | None]:
        decision = self.index.decide(draft)
        if isinstance(decision, Refusal):
            return Verdict.REJECTED, decision
        verdict, known = decision
        if known is not None:
            line = self._claimed.setdefault(known.question_id, item.line.number)
            if line != item.line.number:
                return Verdict.REJECTED, Refusal("exchange.same_question_twice", {"line": line})
        if verdict is Verdict.DUPLICATE and known is not None:
            return verdict, Refusal("exchange.in_bank_as", {"code": known.code})
        if verdict in (Verdict.ADDED, Verdict.CHANGED):
            self.writes.append((known.question_id if known else None, draft))
        return verdict, None

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
        if problem and self.reading.declarations:
            return problem
        if problem:
            basis = f"依据：{item.basis}"
            content = replace(content, rationale=f"{content.rationale}\n{basis}".strip())
        return Draft(
            content,
            item.code,
            item.topics,
            tuple(places.values()),
            self.filename,
            item.cohorts,
            item.case,
        )
