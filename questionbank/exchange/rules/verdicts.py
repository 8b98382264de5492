"""What the items of a file are to the bank and to each other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.rules import Refusal
from questionbank.questions.rules import Draft, Verdict

DROPPED = "dropped"


@dataclass(frozen=True)
class Weighed:
    """An item as far as its verdict needs it.

    line      where its author will look for it
    flaw      why it cannot go into the bank; `sound` says whether it is a question all the same
    meaning   what its key says, whatever the order of the options
    bank      what it is to the bank, and to which question there
    case      code and place of a sub-question; `taken` is the question that stands there now
    remarks   what is worth a look although the item is sound
    """

    line: int
    sound: bool = False
    flaw: Refusal | None = None
    identity: str = ""
    meaning: tuple[str, ...] = ()
    key: str = ""
    code: str = ""
    bank: Verdict | None = None
    question: int | None = None
    known_code: str = ""
    case: tuple[str, int] | None = None
    taken: int | None = None
    remarks: tuple[Refusal, ...] = ()
    draft: Draft | None = field(default=None, compare=False, repr=False)

    def as_json(self) -> dict[str, Any]:
        """All but the draft, short where there is nothing to say."""
        facts = {name: getattr(self, name) for name in _KEPT if getattr(self, name)}
        remarks = [refusal_json(remark) for remark in self.remarks]
        said = {"flaw": refusal_json(self.flaw), "remarks": remarks}
        return facts | {name: value for name, value in said.items() if value}

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> "Weighed":
        facts = dict(facts)
        for name in ("meaning", "case"):
            if name in facts:
                facts[name] = tuple(facts[name])
        if "bank" in facts:
            facts["bank"] = Verdict(facts["bank"])
        facts["flaw"] = refusal_of(facts.get("flaw"))
        facts["remarks"] = tuple(filter(None, map(refusal_of, facts.get("remarks", []))))
        return cls(**facts)


_KEPT = (
    "line", "sound", "identity", "meaning", "key", "code", "bank", "question", "known_code",
    "case", "taken",
)  # fmt: skip

Settled = tuple[Verdict, Refusal | None]


def refusal_json(refusal: Refusal | None) -> dict[str, Any] | None:
    return {"code": refusal.code, "facts": dict(refusal.facts)} if refusal else None


def refusal_of(stored: dict[str, Any] | None) -> Refusal | None:
    return Refusal(stored["code"], stored["facts"]) if stored else None


def settle(items: Sequence[Weighed]) -> list[Settled]:
    """The verdict on each item, in the order of the file, where the first of its kind counts."""
    ledger = _Ledger()
    settled = [ledger.enter(item) for item in items]
    written = {
        item.question for item, (verdict, _) in zip(items, settled, strict=True) if _writes(verdict)
    }
    return [_seated(item, *each, written) for item, each in zip(items, settled, strict=True)]


def _writes(verdict: Verdict) -> bool:
    return verdict in (Verdict.ADDED, Verdict.CHANGED)


def _seated(
    item: Weighed, verdict: Verdict, reason: Refusal | None, written: set[int | None]
) -> Settled:
    """Holds back a sub-question whose place another question of the bank keeps."""
    if not _writes(verdict) or item.case is None or item.taken in (None, item.question):
        return verdict, reason
    if item.taken in written:  # it moves to a place of its own in the same file
        return verdict, reason
    code, place = item.case
    return Verdict.REJECTED, Refusal("exchange.case_place_taken", {"case": code, "place": place})


class _Ledger:
    """What earlier items of the file have claimed; the values are those items."""

    def __init__(self) -> None:
        self.identities: dict[str, Weighed] = {}
        self.codes: dict[str, Weighed] = {}
        self.questions: dict[int, Weighed] = {}
        self.places: dict[tuple[str, int], Weighed] = {}

    def enter(self, item: Weighed) -> Settled:
        if not item.sound:
            return Verdict.REJECTED, item.flaw
        first = self.identities.setdefault(item.identity, item)
        if first is not item:
            return self._again(item, first)
        if item.flaw:
            return Verdict.REJECTED, item.flaw
        if clash := self._clash(item):
            return Verdict.REJECTED, clash
        assert item.bank is not None
        if item.bank is Verdict.DUPLICATE:
            return item.bank, Refusal("exchange.in_bank_as", {"code": item.known_code})
        return item.bank, None

    def _again(self, item: Weighed, first: Weighed) -> Settled:
        if first.meaning == item.meaning:
            return Verdict.DUPLICATE, Refusal("exchange.repeat_of", {"line": first.line})
        facts = {"line": first.line, "first": first.key, "second": item.key}
        return Verdict.REJECTED, Refusal("exchange.contradicts", facts)

    def _clash(self, item: Weighed) -> Refusal | None:
        if item.code and (first := self.codes.setdefault(item.code, item)) is not item:
            return Refusal("exchange.code_twice", {"code": item.code, "line": first.line})
        if item.question and (first := self.questions.setdefault(item.question, item)) is not item:
            return Refusal("exchange.same_question_twice", {"line": first.line})
        if item.case and (first := self.places.setdefault(item.case, item)) is not item:
            code, place = item.case
            return Refusal(
                "exchange.case_place_twice", {"case": code, "place": place, "line": first.line}
            )
        return None
