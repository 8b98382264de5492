"""Roster rows that no import may accept: each breaks one thing that cannot be guessed. Pure.

The columns are those of the headers in `rosters`.
"""

from datetime import date

from quiz.demonstration.rules.numbers import check_digit, identity_number
from rosters.people.rules import Sex

Row = tuple[str | int | date | None, ...]

_BORN = date(1986, 5, 17)
_GOOD = [identity_number(_BORN, Sex.MALE, order) for order in range(400, 410)]
_IMPOSSIBLE_BODY = "53000019901331001"
_IMPOSSIBLE_BIRTHDAY = _IMPOSSIBLE_BODY + check_digit(_IMPOSSIBLE_BODY)


def _wrong_check_digit(number: str) -> str:
    return number[:-1] + ("0" if number[-1] != "0" else "1")


def _leader(name: str | None, number: str, appointed: str) -> Row:
    return (
        91, name, "男", "汉族", "1986.05", number, "中共党员", "大学", "云岭县水利局",
        "党组成员、副局长", "副处级", appointed, "云委〔2024〕77号", "云岭县委", None, None,
    )  # fmt: skip


def _civil_servant(name: str, number: str, unit: str) -> Row:
    return (
        99, name, "男", "1986年05月", number, unit, "一级科员", "2024-07-01", "2024年度考录",
        "2025-07-01", "行政", None,
    )  # fmt: skip


def _officer(name: str, unit: str, number: str | int, card: str) -> Row:
    return (
        999, name, "男", unit, number, "执法人员", card, "综合执法", "2023-03-01", "2028-03-01",
        "行政", None,
    )  # fmt: skip


FAULTY_LEADERS: list[Row] = [
    _leader(None, _GOOD[0], "2024.03"),
    _leader("陈清明", _GOOD[1], "2024.13"),
]
FAULTY_CIVIL_SERVANTS: list[Row] = [
    _civil_servant("林远山", _wrong_check_digit(_GOOD[2]), "县财政局"),
    _civil_servant("何文松", _GOOD[3], "云岭县粮食局"),
]
FAULTY_DEPARTMENT_OFFICERS: list[Row] = [
    _officer("王岳平", "县政府办", "5.3E+17", "99900000001"),
    _officer("赵文远", "县政府办", int(_GOOD[4][:15] + "000"), "99900000002"),
    _officer("周明山", "县政府办", _wrong_check_digit(_GOOD[5]), "99900000003"),
]
FAULTY_TOWNSHIP_OFFICERS: list[Row] = [
    _officer("吴志平", "枫林镇", _GOOD[6], "99900000004"),
]
FAULTY_VERTICAL_OFFICERS: list[Row] = [
    _officer("高云松", "县税务局", _IMPOSSIBLE_BIRTHDAY, "99900000005"),
]
