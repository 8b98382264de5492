"""Who of those who must sit did: the accounting behind every report. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from quiz.results.rules import SITTING, Verdict
from rosters.units.rules import UnitKind


@dataclass(frozen=True)
class Tally:
    """A count of verdicts that adds up; one that does not cannot be made.

    `must_sit` is the frozen roster. Rates are None when nobody is in their denominator.
    """

    must_sit: int
    excellent: int = 0
    passed: int = 0
    failed: int = 0
    absent: int = 0
    deferred: int = 0
    exempt: int = 0
    left: int = 0
    pending: int = 0

    def __post_init__(self) -> None:
        states = asdict(self)
        must_sit = states.pop("must_sit")
        assert must_sit == sum(states.values()), f"must sit {must_sit} is not the sum of {states}"

    @property
    def sat(self) -> int:
        return self.excellent + self.passed + self.failed

    @property
    def passing(self) -> int:
        return self.excellent + self.passed

    @property
    def expected(self) -> int:
        """Those whom the duty still binds: neither exempt nor gone. A deferral only delays it."""
        return self.must_sit - self.exempt - self.left

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
    counts = Counter(Verdict(verdict) for verdict in verdicts)
    return Tally(counts.total(), **{str(verdict): n for verdict, n in counts.items()})


def add(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies over disjoint groups."""
    rows = list(tallies)
    return Tally(**{f.name: sum(getattr(row, f.name) for row in rows) for f in fields(Tally)})


def percent(rate: Fraction | None) -> str:
    """One decimal, half up, as a bulletin writes it: 87.5%. A dash when there is no rate."""
    if rate is None:
        return "—"
    exact = Decimal(rate.numerator * 100) / Decimal(rate.denominator)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@dataclass(frozen=True)
class UnitTally:
    """The people of one unit; subordinate bodies stand for themselves, under their own kind."""

    unit_id: int
    name: str
    kind: UnitKind
    tally: Tally


@dataclass(frozen=True)
class RankedUnit:
    """`rank` 1 is the highest participation among `of` units of the kind; equals share it."""

    unit: UnitTally
    rank: int | None
    of: int


def rank_units(units: Sequence[UnitTally]) -> dict[UnitKind, list[RankedUnit]]:
    """Units by kind, the lowest participation first; never ranked across kinds.

    A unit where nobody is expected has no rate, hence no rank, and comes last.
    """
    return {
        kind: _rank([unit for unit in units if unit.kind == kind])
        for kind in UnitKind
        if any(unit.kind == kind for unit in units)
    }


def _rank(units: Sequence[UnitTally]) -> list[RankedUnit]:
    rated = [(rate, unit) for unit in units if (rate := unit.tally.participation) is not None]
    better = Counter(rate for rate, _ in rated)
    ranks, above = {}, 0
    for rate in sorted(better, reverse=True):
        ranks[rate] = above + 1
        above += better[rate]
    rated.sort(key=lambda pair: pair[0])
    unrated = [unit for unit in units if unit.tally.participation is None]
    return [RankedUnit(unit, ranks[rate], len(rated)) for rate, unit in rated] + [
        RankedUnit(unit, None, len(rated)) for unit in unrated
    ]


SAT = "sat"  # what those who may not yet know more see of a verdict


def shown_verdict(verdict: Verdict, marks_shown: bool) -> str:
    """Before publication, only officers learn who passed; to others all who sat look alike."""
    return SAT if verdict in SITTING and not marks_shown else verdict


def matches(verdict: Verdict, wanted: str, marks_shown: bool) -> bool:
    """Whether a verdict answers a filter; `sat` asks for all who sat, and "" for everybody."""
    if wanted == SAT:
        return verdict in SITTING
    return not wanted or shown_verdict(verdict, marks_shown) == wanted
