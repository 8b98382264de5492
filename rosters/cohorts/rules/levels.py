"""Levels of leading posts, and the ranks and grades that name them."""

import re
import unicodedata
from enum import IntEnum


class Level(IntEnum):
    """Levels of leading posts, lowest first (公务员法 art. 18)."""

    TOWNSHIP_DEPUTY = 1  # 乡科级副职
    TOWNSHIP_CHIEF = 2  # 乡科级正职
    DIVISION_DEPUTY = 3  # 县处级副职
    DIVISION_CHIEF = 4  # 县处级正职
    BUREAU_DEPUTY = 5  # 厅局级副职
    BUREAU_CHIEF = 6  # 厅局级正职


_POSTS = {
    Level.TOWNSHIP_DEPUTY: "乡科级副职 副科级 副科 副乡级 副乡科级 科级副职",
    Level.TOWNSHIP_CHIEF: "乡科级正职 正科级 正科 正乡级 正乡科级 科级正职",
    Level.DIVISION_DEPUTY: "县处级副职 副处级 副处 副县级 副县 副县处级 处级副职 县级副职",
    Level.DIVISION_CHIEF: "县处级正职 正处级 正处 正县级 正县 正县处级 处级正职 县级正职",
    Level.BUREAU_DEPUTY: "厅局级副职 副厅级 副厅 副厅局级 厅级副职 副地级",
    Level.BUREAU_CHIEF: "厅局级正职 正厅级 正厅 正厅局级 厅级正职 正地级",
}
# Grades (职级) are no leading posts. A grade counts as the highest level whose lowest matching
# grade it reaches (公务员职务与职级并行规定 art. 8), and only when the caller asks for that.
_GRADES = {
    Level.TOWNSHIP_DEPUTY: "四级主任科员 三级主任科员",
    Level.TOWNSHIP_CHIEF: "二级主任科员 一级主任科员",
    Level.DIVISION_DEPUTY: "四级调研员 三级调研员",
    Level.DIVISION_CHIEF: "二级调研员 一级调研员",
    Level.BUREAU_DEPUTY: "二级巡视员",
    Level.BUREAU_CHIEF: "一级巡视员",
}
_LEVEL_OF_POST = {word: level for level, words in _POSTS.items() for word in words.split()}
_LEVEL_OF_GRADE = {word: level for level, words in _GRADES.items() for word in words.split()}
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN_RANKS = re.compile(r"[、,/;和及]+")


def level_of(rank: str, *, grades_count: bool = False) -> Level | None:
    """The highest level that a rank names, as written: `副县级（试用期）、四级调研员`."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", rank))
    words = [
        re.sub(r"(领导职务|领导干部|干部|领导)$", "", word)
        for word in _BETWEEN_RANKS.split(_IN_BRACKETS.sub("", text))
    ]
    known = _LEVEL_OF_POST | _LEVEL_OF_GRADE if grades_count else _LEVEL_OF_POST
    return max((known[word] for word in words if word in known), default=None)
