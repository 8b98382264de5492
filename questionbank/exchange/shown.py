"""The items of a preview as its page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.wording import explain
from questionbank.exchange.mending import seen_digest
from questionbank.exchange.models import ImportItem
from questionbank.exchange.rules.items import ParsedItem, RejectedItem
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.mending import read_one
from questionbank.exchange.rules.verdicts import DROPPED, Weighed, refusal_of
from questionbank.exchange.wording import where
from questionbank.questions.models import DIFFICULTY_CHOICES, KIND_CHOICES
from questionbank.questions.rules import LETTERS, Content, ItemKind, Verdict

LABELS: dict[str, tuple[str | Promise, str]] = {
    Verdict.REJECTED: (_("Rejected"), "state-bad"),
    Verdict.ADDED: (_("Added"), "state-ok"),
    Verdict.CHANGED: (_("Changed"), "state-warn"),
    Verdict.UNCHANGED: (_("Unchanged"), ""),
    Verdict.DUPLICATE: (_("Duplicate"), "state-warn"),
    DROPPED: (_("Left out"), ""),
    "similar": (_("Similar to a question of the bank"), ""),
}
_TRUTH = {"T": _("Correct"), "F": _("Wrong")}


@dataclass(frozen=True)
class Tab:
    name: str
    label: str | Promise
    count: int


@dataclass(frozen=True)
class ShownItem:
    """An item beside its source; without `content` it is no sound question."""

    row: ImportItem
    where: str
    verdict: str | Promise
    verdict_class: str
    why: str
    seen: str
    stem: str
    kind: str | Promise = ""
    content: Content | None = None
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    key: list[str | Promise] = field(default_factory=list)
    facts: list[tuple[str | Promise, str | Promise]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ShownLine:
    """A line that belongs to no item."""

    place: int
    where: str
    text: str


def tabs(counts: Mapping[str, int]) -> list[Tab]:
    return [Tab(name, label, counts[name]) for name, (label, _) in LABELS.items()]


def show_lines(unread: Sequence[Sequence[str | int]]) -> list[ShownLine]:
    return [
        ShownLine(place, where(Line(int(number), "", str(sheet))), str(text))
        for place, (sheet, number, text) in enumerate(unread)
    ]


def show_item(row: ImportItem) -> ShownItem:
    item = read_one(row.text)
    label, css = LABELS[row.verdict]
    reason = refusal_of(row.reason)
    content = item.content if isinstance(item, ParsedItem) else None
    return ShownItem(
        row=row,
        where=where(Line(row.line, "", row.sheet)),
        verdict=label,
        verdict_class=css,
        why=explain(reason) if reason else "",
        seen=seen_digest(row),
        stem=content.stem if content else _beginning(item),
        kind=dict(KIND_CHOICES)[content.kind] if content else "",
        content=content,
        options=_options(content) if content else [],
        key=_key(content) if content else [],
        facts=_facts(item) if isinstance(item, ParsedItem) else [],
        remarks=[explain(remark) for remark in Weighed.from_json(row.weighed).remarks],
    )


def _beginning(item: ParsedItem | RejectedItem) -> str:
    return item.stem if isinstance(item, RejectedItem) else item.content.stem


def _options(content: Content) -> list[tuple[str, str, bool]]:
    return [
        (letter, text, letter in content.key)
        for letter, text in zip(LETTERS, content.options, strict=False)
    ]


def _key(content: Content) -> list[str | Promise]:
    if content.options:
        return [content.key]
    if content.kind is ItemKind.TRUE_FALSE:
        return [_TRUTH[content.key]]
    return list(content.key.split("\n"))


def _facts(item: ParsedItem) -> list[tuple[str | Promise, str | Promise]]:
    case = f"{item.case.code} {item.case.title}".strip() if item.case else ""
    facts: list[tuple[str | Promise, str | Promise]] = [
        (_("Case"), case),
        (_("Rationale"), item.content.rationale),
        (_("Legal basis"), item.basis),
        (_("Quotation"), "\n".join(filter(None, item.quotes))),
        (_("Topics"), "、".join(item.topics)),
        (_("Code"), item.code or ""),
        (_("Difficulty"), dict(DIFFICULTY_CHOICES)[item.content.difficulty]),
    ]
    return [(name, text) for name, text in facts if text]
