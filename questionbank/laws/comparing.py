"""Two versions of a law side by side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from questionbank.laws.models import Law, LawVersion
from questionbank.laws.rules import (
    ArticleChange,
    ArticleText,
    Change,
    Mark,
    Piece,
    article_label,
    compare_versions,
    mark_changes,
)


@dataclass(frozen=True)
class ShownChange:
    """An article of both versions with its changed characters marked."""

    change: ArticleChange

    @property
    def kind(self) -> Change:
        return self.change.change

    @property
    def old_label(self) -> str:
        return article_label(self.change.old.number) if self.change.old else ""

    @property
    def new_label(self) -> str:
        return article_label(self.change.new.number) if self.change.new else ""

    @property
    def _pieces(self) -> tuple[Piece, ...]:
        old, new = self.change.old, self.change.new
        return mark_changes(old.text, new.text) if old and new else ()

    @property
    def old_pieces(self) -> list[Piece]:
        """The old text; what was taken out of it is marked."""
        if self.change.new is None:
            return [Piece(Mark.KEPT, self.change.old.text)] if self.change.old else []
        return [piece for piece in self._pieces if piece.mark is not Mark.PUT_IN]

    @property
    def new_pieces(self) -> list[Piece]:
        """The new text; what was put into it is marked."""
        if self.change.old is None:
            return [Piece(Mark.KEPT, self.change.new.text)] if self.change.new else []
        return [piece for piece in self._pieces if piece.mark is not Mark.TAKEN_OUT]


@dataclass(frozen=True)
class Compared:
    """`counts` are articles by change; `shown` are those with one of the changes asked for."""

    counts: dict[Change, int]
    shown: Sequence[ShownChange]


def compare(old: LawVersion, new: LawVersion, kinds: frozenset[Change]) -> Compared:
    """In two queries; characters are marked only once a page reads the pieces of an article."""
    changes = compare_versions(_articles(old), _articles(new))
    counted = Counter(change.change for change in changes)
    shown = [ShownChange(change) for change in changes if change.change in kinds]
    return Compared({change: counted[change] for change in Change}, shown)


def _articles(version: LawVersion) -> list[ArticleText]:
    rows = version.articles.order_by("position").values_list("number", "text", "division")
    return [ArticleText(*row) for row in rows]


def comparable_versions(law: Law) -> list[LawVersion]:
    """The versions whose text the bank has, oldest first."""
    filled = LawVersion.objects.filter(law=law, articles__isnull=False)
    return list(filled.distinct().order_by("adopted_on"))
