"""Verdicts on roster entries, and how certificates are numbered and shown. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from audit.rules import digest
from quiz.assembly.rules import RetakeRule
from rosters.cohorts.rules import ReleaseKind


class Verdict(StrEnum):
    """Exactly one for each entry of the roster."""

    EXCELLENT = "excellent"  # 优秀
    PASSED = "passed"  # 合格
    FAILED = "failed"  # 不合格
    ABSENT = "absent"  # 缺考
    DEFERRED = "deferred"  # 缓考
    EXEMPT = "exempt"  # 免考
    TRANSFERRED = "transferred"  # 调离
    LEFT = "left"  # 退休、辞职、去世等
    VOID = "void"  # 违纪，成绩无效
    DUPLICATE = "duplicate"  # 与名册另一条为同一人
    PENDING = "pending"  # 未结: the window is open, or an answer waits for a marker


SITTING = frozenset({Verdict.EXCELLENT, Verdict.PASSED, Verdict.FAILED})


class Waiting(StrEnum):
    """Why an entry is still pending."""

    BATCH = "batch"  # never entered for a batch
    WINDOW = "window"  # an attempt may still be started or is being written
    MARKING = "marking"  # an answer waits for a marker


@dataclass(frozen=True)
class Scale:
    """How the totals of an exam become one verdict."""

    cut: Decimal
    excellent: Decimal
    retake: RetakeRule


@dataclass(frozen=True)
class Official:
    """What somebody achieved in an exam sat elsewhere, as its organiser judged it.

    `id` is that of the imported row.
    """

    id: int
    passed: bool
    excellent: bool = False
    score: Decimal | None = None


@dataclass(frozen=True)
class Standing:
    """What is known of one entry at a moment.

    `totals`: one for each attempt that was begun and is closed, in order; None waits for a marker.
    `open`: an attempt runs, or one may still be begun in a window that has not closed.
    `started`: at least one attempt was begun. `entered`: the entry belongs to a batch.
    `voided`: a person decided that what the entry did is void. `official`: sat elsewhere.
    """

    release: ReleaseKind | None = None
    totals: tuple[Decimal | None, ...] = ()
    open: bool = False
    started: bool = False
    entered: bool = True
    voided: bool = False
    official: Official | None = None

    @property
    def counted(self) -> Official | None:
        """The result from elsewhere, when it is the one that counts."""
        return None if self.started or self.voided else self.official


def waiting_for(standing: Standing) -> Waiting | None:
    """What keeps the entry from a final verdict; None when nothing does.

    A voiding, a result from elsewhere or a release settles the matter for those who never began.
    Whoever began has sat, released or not. What is void needs no marker.
    """
    if not standing.started:
        if standing.voided or standing.official or standing.release:
            return None
        if not standing.entered:
            return Waiting.BATCH
    if standing.open:
        return Waiting.WINDOW
    return Waiting.MARKING if None in standing.totals and not standing.voided else None


def verdict_of(standing: Standing, scale: Scale) -> tuple[Verdict, Decimal | None]:
    """The verdict, and the score that counts when the entry sat here or elsewhere.

    In this order: still pending; void; sat here and scored; sat elsewhere; released; absent.
    """
    if waiting_for(standing):
        return Verdict.PENDING, None
    if standing.voided:
        return Verdict.VOID, None
    if standing.started:
        return _scored(standing.totals, scale)
    if standing.counted:
        return _official(standing.counted)
    return (Verdict(standing.release) if standing.release else Verdict.ABSENT), None


def _scored(attempts: Sequence[Decimal | None], scale: Scale) -> tuple[Verdict, Decimal | None]:
    totals = [total for total in attempts if total is not None]
    score = totals[-1] if scale.retake is RetakeRule.LAST else max(totals)
    if score < scale.cut:
        return Verdict.FAILED, score
    return (Verdict.EXCELLENT if score >= scale.excellent else Verdict.PASSED), score


def _official(result: Official) -> tuple[Verdict, Decimal | None]:
    if not result.passed:
        return Verdict.FAILED, result.score
    return (Verdict.EXCELLENT if result.excellent else Verdict.PASSED), result.score


def content_hash(
    exam_id: int, roster_hash: str, lines: Sequence[tuple[int, Verdict, Decimal | None, bool]]
) -> str:
    """Digest of published results: (number on the roster, verdict, score) of every entry.

    A result from elsewhere says so in a fourth place; other lines have none.
    """
    return digest(
        {
            "exam": exam_id,
            "roster": roster_hash,
            "lines": [
                [number, verdict, "" if score is None else f"{score:.2f}"]
                + (["official"] if official else [])
                for number, verdict, score, official in lines
            ],
        }
    )


def serial_text(year: int, number: int) -> str:
    """The number of a certificate as it is printed: 应知〔2026〕0001号."""
    return f"应知〔{year}〕{number:04d}号"


def may_be_code(text: str) -> bool:
    """Whether a text has nothing in it that the code of a certificate has not."""
    return re.fullmatch(r"[A-Za-z0-9_-]+", text) is not None


def chinese_date(day: date) -> str:
    """A date in Chinese numerals, as it stands under a seal: 二〇二六年十一月二十二日."""
    return (
        "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
        + f"年{_chinese_number(day.month)}月{_chinese_number(day.day)}日"
    )


def _chinese_number(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    head = {0: "", 1: "十"}.get(tens, digits[tens] + "十")
    return head + (digits[ones] if ones else "")


COMPOUND_SURNAME = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|夏侯|轩辕|端木|呼延|南宫|独孤|西门|"
    "申屠|闻人|澹台|淳于|钟离|鲜于"
)


def mask_name(name: str) -> str:
    """A name that its bearer recognises and a stranger cannot complete: 张*, 张*丽, 欧阳*丽.

    The surname stays; of a given name of two characters or more the last one stays as well.
    """
    length = 2 if COMPOUND_SURNAME.match(name) and len(name) > 2 else 1
    surname, given = name[:length], name[length:]
    if len(given) < 2:
        return surname + "*" * len(given)
    return surname + "*" * (len(given) - 1) + given[-1]
