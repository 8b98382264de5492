"""Which characters of an article were put in and taken out. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

_FEWEST_KEPT = 2  # a shorter run between two changes is read more easily as changed


class Mark(StrEnum):
    KEPT = "kept"
    PUT_IN = "ins"
    TAKEN_OUT = "del"


@dataclass(frozen=True)
class Piece:
    mark: Mark
    text: str


def mark_changes(old: str, new: str) -> tuple[Piece, ...]:
    """The texts as one: without what was put in they are the old one, without what was taken
    out the new one. Where both happen in one place, what was taken out comes first.
    """
    runs: list[tuple[str, str]] = []  # (old, new), equal where nothing changed
    for step in Indel.opcodes(old, new):
        before = old[step.src_start : step.src_end]
        after = new[step.dest_start : step.dest_end]
        kept = step.tag == "equal" and (len(before) >= _FEWEST_KEPT or not runs)
        if runs and not kept and runs[-1][0] != runs[-1][1]:
            runs[-1] = (runs[-1][0] + before, runs[-1][1] + after)
        else:
            runs.append((before, after))
    return tuple(piece for before, after in runs for piece in _pieces(before, after))


def _pieces(before: str, after: str) -> list[Piece]:
    if before == after:
        return [Piece(Mark.KEPT, before)]
    changed = [Piece(Mark.TAKEN_OUT, before), Piece(Mark.PUT_IN, after)]
    return [piece for piece in changed if piece.text]
