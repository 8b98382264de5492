"""A bulletin taken apart as it is laid out: the same for the screen, for PDF and for Word."""

from dataclasses import dataclass

from quiz.coverage.bulletins.rules import Block, BlockKind, Table, parse, table
from quiz.coverage.models import Bulletin

IN_TEXT = frozenset(BlockKind) - {BlockKind.ANNEX, BlockKind.COPIES}


@dataclass(frozen=True)
class Sheet:
    """`text` are the blocks of the letter, a table with each that names one; then the annexes."""

    bulletin: Bulletin
    text: list[tuple[Block, Table | None]]
    annexes: list[Table]
    copies: str

    def words(self) -> list[str]:
        """Every text that is printed, for whoever asks whether it can be."""
        bulletin = self.bulletin
        told = [bulletin.title, bulletin.number, bulletin.issuer, bulletin.addressees, self.copies]
        told += [text for block, _table in self.text for text in (block.text, block.rest)]
        tables = [laid for _block, laid in self.text if laid] + self.annexes
        told += [cell for laid in tables for row in (laid.heads, *laid.rows) for cell in row]
        return told


def lay_out(bulletin: Bulletin) -> Sheet:
    blocks = parse(bulletin.body)
    figures = bulletin.figures
    return Sheet(
        bulletin,
        [
            (block, table(figures, block.text) if block.kind == BlockKind.TABLE else None)
            for block in blocks
            if block.kind in IN_TEXT
        ],
        [table(figures, block.text) for block in blocks if block.kind == BlockKind.ANNEX],
        "".join(block.text for block in blocks if block.kind == BlockKind.COPIES),
    )


def red_head(bulletin: Bulletin) -> tuple[str, float]:
    """What stands in red at the head, and how many points large, so that it is one line."""
    text = f"{bulletin.issuer or '（发文机关）'}文件"
    return text, min(42, round(430 / len(text), 1))


def issued_day(bulletin: Bulletin) -> str:
    """The day of issue as it stands under the signature; room for it in a draft."""
    day = bulletin.issued_on
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　月　日"


def signature_indents(issuer: str, day: str) -> tuple[float, float]:
    """How many characters issuer and day keep from the right edge, each centred on the other.

    GB/T 9704-2012, 7.3.5: the day keeps four; an issuer longer than the day keeps two.
    """
    issuer_width, day_width = len(issuer), sum(0.5 if c.isascii() else 1 for c in day)
    if issuer_width / 2 > day_width / 2 + 2:
        return 2, 2 + (issuer_width - day_width) / 2
    return 4 + (day_width - issuer_width) / 2, 4
