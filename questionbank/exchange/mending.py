"""A person's changes to the items of a preview: each is a change of texts, read by the parser."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.actions import Actor, record
from audit.rules import Refusal, digest
from questionbank.exchange.models import ImportItem, QuestionImport
from questionbank.exchange.preparing import enter_verdicts, mark_similar
from questionbank.exchange.queries import bank_mark, declarations_of, item_of
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.mending import merged, numbered, read_mended, retyped
from questionbank.exchange.rules.states import ImportState
from questionbank.exchange.weighing import Scales
from questionbank.questions.rules import ItemKind

# A change answers with the rows that must be weighed anew, or says why it is refused.
Change = Callable[[ImportItem], list[int] | Refusal]
_FAR = 1_000_000_000
# So many items at most are weighed by what concerns them; for more the whole bank is loaded.
_FEW = 50
_VERDICT = ("weighed", "verdict", "reason")
_SIMILAR = ("similar", "similarity")


def seen_digest(item: ImportItem) -> str:
    """What a person saw of an item: a change of it is refused when it is not so any more."""
    return digest([item.text, item.dropped])[:16]


def unread_digest(upload: QuestionImport) -> str:
    return digest(upload.unread)[:16]


def save_item(
    *,
    actor: Actor,
    item: ImportItem,
    seen: str,
    text: str,
    now: datetime,
    kind: ItemKind | None = None,
) -> Refusal | None:
    """Gives an item another text, or another kind too; a text of several items parts it."""

    def change(row: ImportItem) -> list[int] | Refusal:
        parts = _parts(retyped(text, kind) if kind else text)
        if isinstance(parts, Refusal):
            return parts
        if parts != [row.text]:
            row.text, row.edited = parts[0], True
            row.save(update_fields=["text", "edited"])
        added = [
            ImportItem(
                sheet=row.sheet, line=row.line, original=row.original, text=part, edited=True
            )
            for part in parts[1:]
        ]
        return [row.pk, *_insert(row.upload, row.position, added)]

    return _change(actor, item, seen, now, "save", change)


def merge_item(
    *, actor: Actor, item: ImportItem, seen: str, text: str, now: datetime
) -> Refusal | None:
    """Makes one item of this one and the nearest above it that was not dropped.

    What does not fit together yet is kept all the same, held back until its text is mended.
    """

    def change(row: ImportItem) -> list[int] | Refusal:
        before = row.upload.items.filter(position__lt=row.position, dropped=False)
        above = before.order_by("-position").first()
        if above is None:
            return Refusal("exchange.nothing_above")
        above.text, above.edited = merged(above.text, text), True
        above.original = "\n".join(dict.fromkeys([above.original, row.original]))
        above.save(update_fields=["text", "edited", "original"])
        row.delete()
        return [above.pk]

    return _change(actor, item, seen, now, "merge", change)


def drop_item(
    *, actor: Actor, item: ImportItem, seen: str, dropped: bool, now: datetime
) -> Refusal | None:
    """Leaves an item out of the import, or takes it back in."""

    def change(row: ImportItem) -> list[int]:
        row.dropped = dropped
        row.save(update_fields=["dropped"])
        return []

    return _change(actor, item, seen, now, "drop" if dropped else "take back", change)


def adopt_lines(
    *, actor: Actor, upload: QuestionImport, seen: str, places: Sequence[int], now: datetime
) -> Refusal | None:
    """Makes an item of lines that belong to none; `places` count in the list of those lines."""
    with transaction.atomic():
        held = _hold(upload.pk)
        if isinstance(held, Refusal):
            return held
        chosen = [held.unread[place] for place in places if place < len(held.unread)]
        if not chosen or unread_digest(held) != seen:
            return Refusal("exchange.lines_stale")
        sheet, line, _ = chosen[0]
        original = "\n".join(text for _, _, text in chosen)
        mended = read_mended(original)
        whole = bool(mended.items) and not mended.unread
        texts = mended.texts if whole else [numbered(original)]
        before = held.items.filter(sheet=sheet, line__lte=line).order_by("-position").first()
        added = [
            ImportItem(sheet=sheet, line=line, original=original, text=text, edited=True)
            for text in texts
        ]
        weigh = _insert(held, before.position if before else 0, added)
        held.unread = [e for place, e in enumerate(held.unread) if place not in set(places)]
        held.save(update_fields=["unread"])
        concerned = _settle(held, weigh, now)
        _record(actor, held, "adopt", sheet, line)
    _look_for_similar(concerned)
    return None


def compare_again(*, actor: Actor, upload: QuestionImport, now: datetime) -> Refusal | None:
    """Weighs all items against the bank as it is now; the long part holds no lock."""
    mark = bank_mark()
    rows = list(upload.items.order_by("position"))
    _weigh(upload, rows, now)
    enter_verdicts(rows)
    mark_similar(rows)
    with transaction.atomic():
        held = _hold(upload.pk)
        if isinstance(held, Refusal):
            return held
        if held.touched_at != upload.touched_at:
            return Refusal("exchange.changed_meanwhile", {"file": held.filename})
        ImportItem.objects.bulk_update(rows, [*_VERDICT, *_SIMILAR], batch_size=100)
        QuestionImport.objects.filter(pk=held.pk).update(bank_mark=mark, touched_at=now)
        facts = {"digest": held.digest, "mark": mark}
        record(actor=actor, action="compare_import", subject=held, facts=facts)
    return None


def _change(
    actor: Actor, item: ImportItem, seen: str, now: datetime, did: str, change: Change
) -> Refusal | None:
    """One change of one item, unless somebody else was faster; then all verdicts anew."""
    with transaction.atomic():
        held = _hold(item.upload_id)
        if isinstance(held, Refusal):
            return held
        row = held.items.filter(pk=item.pk).first()
        if row is None or seen_digest(row) != seen:
            return Refusal("exchange.item_stale")
        row.upload = held
        weigh = change(row)
        if isinstance(weigh, Refusal):
            return weigh
        concerned = _settle(held, weigh, now)
        _record(actor, held, did, row.sheet, row.line)
    _look_for_similar(concerned)
    return None


def _hold(upload_id: int) -> QuestionImport | Refusal:
    """The file of a preview; other changes of it wait until this transaction ends."""
    rows = QuestionImport.objects.select_for_update().defer("content", "answers")
    held = rows.get(pk=upload_id)
    if held.state != ImportState.READY:
        return Refusal("exchange.not_open", {"file": held.filename})
    return held


def _parts(text: str) -> list[str] | Refusal:
    """The texts of the items of a text; that of one item as it is written."""
    mended = read_mended(text)
    if mended.unread:
        line = mended.unread[0].text.strip()[:40]
        return Refusal("exchange.line_not_read", {"text": line})
    if not mended.items:
        return Refusal("exchange.not_one_item", {"count": 0})
    return [text] if len(mended.items) == 1 else mended.texts


def _insert(upload: QuestionImport, after: int, rows: list[ImportItem]) -> list[int]:
    """Stores rows behind a position; what comes later makes room. By way of positions far away,
    because no two rows may share one even in between."""
    if not rows:
        return []
    upload.items.filter(position__gt=after).update(position=F("position") + _FAR)
    far = upload.items.filter(position__gt=_FAR)
    far.update(position=F("position") - (_FAR - len(rows)))
    for place, row in enumerate(rows, after + 1):
        row.upload, row.position = upload, place
    return [row.pk for row in ImportItem.objects.bulk_create(rows)]


def _settle(upload: QuestionImport, weigh: Sequence[int], now: datetime) -> list[ImportItem]:
    """Weighs the rows that changed and stores all the verdicts that follow; the rows concerned."""
    rows = list(upload.items.order_by("position"))
    due = set(weigh)
    fresh = [row for row in rows if row.pk in due]
    _weigh(upload, fresh, now)
    concerned = {row.pk: row for row in [*fresh, *enter_verdicts(rows)]}.values()
    ImportItem.objects.bulk_update(concerned, _VERDICT, batch_size=100)
    QuestionImport.objects.filter(pk=upload.pk).update(touched_at=now)
    return list(concerned)


def _weigh(upload: QuestionImport, rows: Sequence[ImportItem], now: datetime) -> None:
    items = [item_of(row) for row in rows]
    sound = [item for item in items if isinstance(item, ParsedItem)]
    few = sound if len(sound) < _FEW else None
    scales = Scales(declarations_of(upload), upload.filename, timezone.localdate(now), few)
    for row, item in zip(rows, items, strict=True):
        row.weighed = scales.weigh(item).as_json()


def _look_for_similar(rows: Sequence[ImportItem]) -> None:
    """Outside of any transaction, because it reads the whole bank."""
    mark_similar(rows)
    for row in rows:
        same = ImportItem.objects.filter(pk=row.pk, text=row.text)
        same.update(similar=row.similar_id, similarity=row.similarity)


def _record(actor: Actor, upload: QuestionImport, did: str, sheet: str, line: int) -> None:
    facts = {"did": did, "sheet": sheet, "line": line}
    record(actor=actor, action="mend_import", subject=upload, facts=facts)
