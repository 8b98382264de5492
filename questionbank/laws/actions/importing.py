"""Files with texts of laws into the bank."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from audit.actions import Actor
from audit.rules import Refusal
from questionbank.laws.actions.repealing import mark_repealed
from questionbank.laws.actions.storing import store_law
from questionbank.laws.files import read_lines
from questionbank.laws.report import Certainty, FileReport, LawsReport
from questionbank.laws.rules import Statute, join_parts, read_statute


@dataclass(frozen=True)
class LawFile:
    """A file of a law; its content, or why it could not be had."""

    name: str
    content: bytes | Refusal


def import_laws(
    *,
    actor: Actor,
    files: Iterable[LawFile],
    effective_on: date | None = None,
    adopted_on: date | None = None,
    dry_run: bool = False,
) -> LawsReport:
    """Stores the law of each file; files that hold parts of one version are stored as one.

    Every law is stored, or refused, by itself: what is wrong with one file does not keep the
    others out. The days that are given here count for all files. Laws that a new text repeals, or
    that come in after it, end on its day.
    """
    read = [_read(file, adopted_on) for file in files]
    groups: dict[object, list[int]] = defaultdict(list)
    for place, entry in enumerate(read):
        statute = entry.statute
        together = statute and statute.part and (statute.title, statute.adopted_on)
        groups[together or place].append(place)
    for places in groups.values():
        if all(not read[place].refused for place in places):
            entries = [read[place] for place in places]
            for place, entry in zip(
                places, _store(actor, entries, effective_on, dry_run), strict=True
            ):
                read[place] = entry
    touched = {entry.version.law_id for entry in read if entry.version and entry.changed}
    repeals = mark_repealed(actor=actor, touched=touched) if touched else []
    return LawsReport(tuple(read), tuple(repeals))


def _read(file: LawFile, adopted_on: date | None) -> FileReport:
    if isinstance(file.content, Refusal):
        return FileReport(file.name, reason=file.content)
    lines = read_lines(file.content, file.name)
    if isinstance(lines, Refusal):
        return FileReport(file.name, reason=lines)
    statute = read_statute(lines, file.name, adopted_on)
    if isinstance(statute, Refusal):
        return FileReport(file.name, reason=statute)
    return FileReport(file.name, statute)


def _store(
    actor: Actor, entries: Sequence[FileReport], effective_on: date | None, dry_run: bool
) -> list[FileReport]:
    statutes = [entry.statute for entry in entries if entry.statute]
    joined = join_parts(statutes) if len(statutes) > 1 else statutes[0]
    if isinstance(joined, Refusal):
        return [replace(entry, reason=joined) for entry in entries]
    with transaction.atomic():
        source = "、".join(entry.file for entry in entries)[:200]
        stored = store_law(actor=actor, statute=joined, effective_on=effective_on, source=source)
        transaction.set_rollback(dry_run)
    if isinstance(stored, Refusal):
        return [replace(entry, reason=stored) for entry in entries]
    version = stored.version
    certainty = _certainty(joined, effective_on, version.effective_on)
    return [
        replace(
            entry,
            verdict=stored.verdict,
            effective_on=version.effective_on,
            certainty=certainty,
            version=None if dry_run else version,
        )
        for entry in entries
    ]


def _certainty(statute: Statute, given: date | None, effective_on: date | None) -> Certainty:
    if effective_on is None:
        return Certainty.UNKNOWN
    if given:
        return Certainty.GIVEN
    return Certainty.TEXT if statute.effective_on == effective_on else Certainty.KNOWN
