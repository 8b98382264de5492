"""A question file made into the items of its preview."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from audit.rules import Refusal
from questionbank.exchange.documents import read_bank
from questionbank.exchange.models import ImportItem, QuestionImport
from questionbank.exchange.queries import Item, bank_mark, in_order
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.mending import read_one, write_any
from questionbank.exchange.rules.verdicts import DROPPED, Weighed, refusal_json, settle
from questionbank.exchange.rules.writing import write_items
from questionbank.exchange.weighing import Scales
from questionbank.questions.queries.likeness import load_wordings
from questionbank.questions.rules import Verdict
from questionbank.questions.rules.likeness import ALIKE, Pair, Wording, alike, pairs, wording

Tick = Callable[[int, int], None]
_EVERY = 250
# Up to so many comparisons each pair is measured; beyond, candidates are looked for first.
_MEASURED = 20_000_000
_BLOCK = 250


@dataclass
class Prepared:
    """What reading a file leaves for its preview; see `QuestionImport`."""

    head: str
    unread: list[Line]
    remarks: list[Refusal]
    items: list[ImportItem]
    bank_mark: int


def prepare(upload: QuestionImport, on: date, tick: Tick) -> Prepared | Refusal:
    """Reads the file and weighs its items; `tick` hears how many of how many are done."""
    assert upload.content is not None
    answers = (bytes(upload.answers), upload.answers_filename) if upload.answers else None
    mark = bank_mark()
    reading = read_bank(bytes(upload.content), upload.filename, answers)
    if isinstance(reading, Refusal):
        return reading
    scales = Scales(reading.declarations, upload.filename, on)
    items = in_order(reading)
    rows: list[ImportItem] = []
    for place, item in enumerate(items):
        if place % _EVERY == 0:
            tick(place, len(items))
        rows.append(_row(upload, place + 1, item))
        rows[-1].weighed = _weigh(scales, rows[-1], item).as_json()
    tick(len(items), len(items))
    enter_verdicts(rows)
    mark_similar(rows)
    head = write_items([], reading.declarations).strip()
    return Prepared(head, reading.unread, reading.remarks, rows, mark)


def _row(upload: QuestionImport, position: int, item: Item) -> ImportItem:
    lines = item.raw.lines if item.raw else [item.line]
    case = item.raw.case.lines if item.raw and item.raw.case else []
    return ImportItem(
        upload=upload,
        position=position,
        sheet=item.line.sheet[:80],
        line=item.line.number,
        original="\n".join(line.text.rstrip() for line in [*case, *lines]),
        text=write_any(item),
    )


def _weigh(scales: Scales, row: ImportItem, item: Item) -> Weighed:
    """A sound item is weighed as its text reads, so that what is shown is what will be kept."""
    if isinstance(item, ParsedItem):
        kept = read_one(row.text)
        if isinstance(kept, ParsedItem):
            return scales.weigh(replace(kept, line=item.line, remarks=item.remarks))
        return scales.weigh(replace(kept, line=item.line))
    return scales.weigh(item)


def enter_verdicts(rows: Sequence[ImportItem]) -> list[ImportItem]:
    """Gives the items of a preview, in their order, the verdicts they have now; those that changed.

    An item that was dropped is nothing to the others.
    """
    kept = [row for row in rows if not row.dropped]
    settled = settle([Weighed.from_json(row.weighed) for row in kept])
    said = {
        row.position: (str(verdict), refusal_json(reason))
        for row, (verdict, reason) in zip(kept, settled, strict=True)
    }
    changed = []
    for row in rows:
        verdict, reason = said.get(row.position, (DROPPED, None))
        if (row.verdict, row.reason) != (verdict, reason):
            row.verdict, row.reason = verdict, reason
            changed.append(row)
    return changed


def mark_similar(rows: Sequence[ImportItem]) -> None:
    """Names for each item that would be added the question of the bank that looks most like it."""
    for row in rows:
        row.similar, row.similarity = None, None
    added = [row for row in rows if row.verdict == Verdict.ADDED]
    bank = load_wordings() if added else []
    items = [_wording(-place, row) for place, row in enumerate(added, 1)]
    best: dict[int, Pair] = {}
    for pair in _mixed_pairs(items, bank):
        best.setdefault(pair.first, pair)
    for place, row in enumerate(added, 1):
        if found := best.get(-place):
            row.similar_id, row.similarity = found.second, found.score


def _wording(mark: int, row: ImportItem) -> Wording:
    item = read_one(row.text)
    return wording(mark, item.content) if isinstance(item, ParsedItem) else Wording(mark, "", "")


def _mixed_pairs(items: Sequence[Wording], bank: Sequence[Wording]) -> list[Pair]:
    """Pairs of an item, under a number below 0, and a question of the bank; the best first."""
    if not items or not bank:
        return []
    if len(items) * len(bank) <= _MEASURED:
        near = _near([one.asked for one in items], [one.asked for one in bank])
        near |= _near([one.said for one in items], [one.said for one in bank])
        found = [pair for item, place in near for pair in alike(items[item], [bank[place]])]
    else:
        found = [pair for pair in pairs([*bank, *items]) if pair.first < 0 < pair.second]
    return sorted(found, key=lambda pair: (-pair.score, pair.second))


def _near(texts: Sequence[str], others: Sequence[str]) -> set[tuple[int, int]]:
    """Places of the texts that are alike, measured in blocks so that memory stays small."""
    from numpy import argwhere
    from rapidfuzz.process import cdist

    found: set[tuple[int, int]] = set()
    for start in range(0, len(texts), _BLOCK):
        scores = cdist(texts[start : start + _BLOCK], others, score_cutoff=ALIKE * 100)
        found |= {(start + item, place) for item, place in argwhere(scores).tolist()}
    return {(item, place) for item, place in found if texts[item] and others[place]}
