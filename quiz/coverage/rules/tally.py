"""Who of those who must sit did: the accounting behind every report. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from quiz.results.rules import SITTING, Verdict

SAT = "sat"  # all who sat, and what those who may not yet know more see of a verdict
HAVE_SAT = SITTING | {Verdict.VOID}
"""Whoever is found to have cheated did sit: the paper is void, not the presence."""
RELIEVED = (Verdict.EXEMPT, Verdict.TRANSFERRED, Verdict.LEFT, Verdict.DUPLICATE)
"""Whom the duty no longer binds. A deferral only delays it."""


@dataclass(frozen=True)
class Tally:
    """A count of verdicts that adds up; one that does not cannot be made.

    `must_sit` is the roster. Rates are None when nobody is in their denominator.
    """

    must_sit: int
    excellent: int = 0
    passed: int = 0
    failed: int = 0
    absent: int = 0
    deferred: int = 0
    exempt: int = 0
    transferred: int = 0
    left: int = 0
    void: int = 0
    duplicate: int = 0
    pending: int = 0

    def __post_init__(self) -> None:
        states = self.states
        assert self.must_sit == sum(states.values()), (
            f"must sit {self.must_sit} is not the sum of {states}"
        )

    @property
    def states(self) -> dict[Verdict, int]:
        """How many are in each state; every entry of the roster is in exactly one."""
        return {verdict: getattr(self, verdict) for verdict in Verdict}

    @property
    def sat(self) -> int:
        return self.excellent + self.passed + self.failed + self.void

    @property
    def passing(self) -> int:
        return self.excellent + self.passed

    @property
    def relieved(self) -> int:
        return self.exempt + self.transferred + self.left + self.duplicate

    @property
    def expected(self) -> int:
        """Those whom the duty still binds."""
        return self.must_sit - self.relieved

    @property
    def participation(self) -> Fraction | None:
        return _rate(self.sat, self.expected)

    @property
    def pass_rate(self) -> Fraction | None:
        return _rate(self.passing, self.sat)

    @property
    def pass_share(self) -> Fraction | None:
        """The other pass rate that counties report: of all who must sit."""
        return _rate(self.passing, self.must_sit)

    @property
    def excellent_rate(self) -> Fraction | None:
        return _rate(self.excellent, self.sat)


def _rate(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Counts each verdict once; every verdict is one of the states of the identity."""
    return tally_of(Counter(Verdict(verdict) for verdict in verdicts))


def tally_of(counts: Mapping[Verdict, int]) -> Tally:
    """A tally from the number of each verdict."""
    return Tally(sum(counts.values()), **{str(verdict): n for verdict, n in counts.items()})


def add(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies over disjoint groups."""
    rows = list(tallies)
    return Tally(**{f.name: sum(getattr(row, f.name) for row in rows) for f in fields(Tally)})


def percent(rate: Fraction | None) -> str:
    """One decimal, half up, as a bulletin writes it: 87.5%. A dash when there is no rate."""
    if rate is None:
        return "—"
    return f"{_tenths(rate)}%"


def change_of(old: Fraction | None, new: Fraction | None) -> str:
    """What lies between two percentages as they are written, in points: +2.5."""
    if old is None or new is None:
        return "—"
    points = _tenths(new) - _tenths(old)
    return f"{points:+}" if points else "0.0"


def _tenths(rate: Fraction) -> Decimal:
    exact = Decimal(rate.numerator * 100) / Decimal(rate.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def shown_verdict(verdict: Verdict, marks_shown: bool) -> str:
    """Before publication, only officers learn who passed; to others all who sat look alike."""
    return SAT if verdict in HAVE_SAT and not marks_shown else verdict


def asked_verdicts(wanted: str, marks_shown: bool) -> frozenset[Verdict]:
    """The verdicts that a filter asks for: `sat` all who sat, "" any.

    Who may not know a verdict cannot ask for it either.
    """
    if not wanted:
        return frozenset(Verdict)
    if wanted == SAT:
        return HAVE_SAT
    return frozenset(v for v in Verdict if shown_verdict(v, marks_shown) == wanted)
