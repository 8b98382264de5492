"""Levels of leading posts, and the ranks and grades that name them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple


class Level(IntEnum):
    """Levels of leading posts, lowest first (公务员法 art. 18), and whoever is below them all."""

    STAFF = 0  # 科员、办事员、股级：不是领导职务层次
    TOWNSHIP_DEPUTY = 1  # 乡科级副职
    TOWNSHIP_CHIEF = 2  # 乡科级正职
    DIVISION_DEPUTY = 3  # 县处级副职
    DIVISION_CHIEF = 4  # 县处级正职
    BUREAU_DEPUTY = 5  # 厅局级副职
    BUREAU_CHIEF = 6  # 厅局级正职


class RankRow(NamedTuple):
    """A rank of the county's table with the other words for it."""

    name: str
    level: Level
    is_grade: bool = False
    aliases: tuple[str, ...] = ()


_POSTS = {
    Level.STAFF: (
        "股级 正股级 副股级 股所级 股级正职 股级副职",
        "科员 科员级",
        "办事员 办事员级",
        "无级别 未定级 试用期 见习期",
    ),
    Level.TOWNSHIP_DEPUTY: ("乡科级副职 副科级 副科 副乡级 副乡科级 科级副职",),
    Level.TOWNSHIP_CHIEF: ("乡科级正职 正科级 正科 正乡级 正乡科级 科级正职",),
    Level.DIVISION_DEPUTY: ("县处级副职 副处级 副处 副县级 副县 副县处级 处级副职 县级副职",),
    Level.DIVISION_CHIEF: ("县处级正职 正处级 正处 正县级 正县 正县处级 处级正职 县级正职",),
    Level.BUREAU_DEPUTY: ("厅局级副职 副厅级 副厅 副厅局级 厅级副职 副地级",),
    Level.BUREAU_CHIEF: ("厅局级正职 正厅级 正厅 正厅局级 厅级正职 正地级",),
}
# Grades (职级) are no leading posts. A grade stands for the highest level whose lowest matching
# grade it reaches (公务员职务与职级并行规定 art. 8); it counts only where a rule says so.
_GRADES = {
    Level.STAFF: ("二级科员", "一级科员"),
    Level.TOWNSHIP_DEPUTY: ("四级主任科员", "三级主任科员"),
    Level.TOWNSHIP_CHIEF: ("二级主任科员", "一级主任科员"),
    Level.DIVISION_DEPUTY: ("四级调研员", "三级调研员"),
    Level.DIVISION_CHIEF: ("二级调研员", "一级调研员"),
    Level.BUREAU_DEPUTY: ("二级巡视员",),
    Level.BUREAU_CHIEF: ("一级巡视员",),
}
STANDARD_RANKS = tuple(
    RankRow(words.split()[0], level, is_grade, tuple(words.split()[1:]))
    for is_grade, table in ((False, _POSTS), (True, _GRADES))
    for level, ranks in table.items()
    for words in ranks
)
"""The ranks that a county starts with."""

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN_RANKS = re.compile(r"[、,/;和及]+")
_TITLE_OF_LEADERS = re.compile(r"(领导职务|领导干部|干部|领导)$")


class Reading(NamedTuple):
    """The highest post and the highest grade that a rank as written names."""

    post: Level | None
    grade: Level | None

    @property
    def known(self) -> bool:
        return self.post is not None or self.grade is not None

    def level(self, *, grades_count: bool) -> Level | None:
        counting = (self.post, self.grade if grades_count else None)
        return max((level for level in counting if level is not None), default=None)


def fold_rank(text: str) -> str:
    """A rank without spaces and width differences, as ranks are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True)
class RankTable:
    """Which level each word for a rank names, posts apart from grades; the words are folded."""

    posts: Mapping[str, Level]
    grades: Mapping[str, Level]
    _read: dict[str, Reading] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, rows: Iterable[RankRow]) -> "RankTable":
        posts: dict[str, Level] = {}
        grades: dict[str, Level] = {}
        for row in rows:
            words = grades if row.is_grade else posts
            words |= {fold_rank(word): row.level for word in (row.name, *row.aliases)}
        return cls(posts, grades)

    def read(self, rank: str) -> Reading:
        """The levels that a rank names, as written: `副县级（试用期）、四级调研员`.

        The whole text may be a word of the table too, whatever stands in it.
        """
        if rank not in self._read:
            whole = fold_rank(rank)
            parts = _BETWEEN_RANKS.split(_IN_BRACKETS.sub("", whole))
            words = [whole, *(_TITLE_OF_LEADERS.sub("", part) for part in parts)]
            self._read[rank] = Reading(_highest(words, self.posts), _highest(words, self.grades))
        return self._read[rank]


def _highest(words: Iterable[str], known: Mapping[str, Level]) -> Level | None:
    return max((known[word] for word in words if word in known), default=None)
