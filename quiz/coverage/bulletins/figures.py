"""The figures of a bulletin, ready to be written: taken from the coverage, kept as JSON."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Max, Min, Sum
from django.utils import timezone

from quiz.coverage.bulletins.rules import KINDS, adds_up
from quiz.coverage.queries import Coverage, select_names
from quiz.coverage.rules import RankedUnit, Tally, percent
from quiz.coverage.verdicts import judged_entries
from quiz.results.rules import Verdict
from rosters.cohorts.rules import CohortKind

COHORTS = {
    CohortKind.NEW_LEADER: "新提任领导干部",
    CohortKind.FIRST_TIME: "新录用公务员",
    CohortKind.ENFORCEMENT: "行政执法人员",
}
NO_SCORES = {"average": "—", "best": "—", "worst": "—"}


def make_figures(coverage: Coverage, *, names: bool) -> dict[str, Any]:
    """All numbers of a bulletin. Before publication nothing in them says who passed."""
    exam, published = coverage.exam, coverage.publication
    scores = _scores(coverage) if published else {}
    figures = {
        "exam": {
            "title": exam.title,
            "starts_on": exam.starts_on.isoformat(),
            "ends_on": exam.ends_on.isoformat(),
            "minutes": exam.minutes,
            "cut_score": _score(Decimal(exam.cut_score)),
            "excellent_score": _score(Decimal(exam.excellent_score)),
        },
        "roster": {"as_of": exam.roster.as_of.isoformat(), "late": coverage.late},
        "published": published is not None,
        "published_on": published and timezone.localdate(published.published_at).isoformat(),
        "total": _row("全县", coverage.total, published is not None, scores.get(None)),
        "cohorts": [
            _row(COHORTS.get(name, name), tally, published is not None)
            for name, tally in coverage.cohorts.items()
        ],
        "kinds": _kinds(coverage, scores),
        "names": _absent(coverage) if names else None,
    }
    assert adds_up(figures), "the figures of the bulletin do not add up"
    return figures


def _row(
    name: str, tally: Tally, published: bool, scores: dict[str, str] | None = None
) -> dict[str, Any]:
    states: dict[str, int] = {str(verdict): count for verdict, count in tally.states.items()}
    if not published:
        states = _unmarked(states)
    row = {
        "name": name,
        "must_sit": tally.must_sit,
        "sat": tally.sat,
        "expected": tally.expected,
        "states": states,
        "participation": percent(tally.participation),
    }
    if not published:
        return row
    return (
        row
        | (scores or NO_SCORES)
        | {
            "passing": tally.passing,
            "pass_rate": percent(tally.pass_rate),
            "pass_share": percent(tally.pass_share),
            "excellent_rate": percent(tally.excellent_rate),
        }
    )


def _unmarked(states: dict[str, int]) -> dict[str, int]:
    """States in which all who sat look alike."""
    marked = (Verdict.EXCELLENT, Verdict.PASSED, Verdict.FAILED, Verdict.VOID)
    rest = {state: count for state, count in states.items() if state not in marked}
    return {"sat": sum(states[state] for state in marked)} | rest


def _kinds(coverage: Coverage, scores: dict[int | None, dict[str, str]]) -> list[dict[str, Any]]:
    """The units ranked within each kind, the best first."""
    return [
        {
            "kind": str(kind),
            "label": KINDS[kind],
            "units": [
                _unit(coverage, ranked, scores.get(ranked.unit.unit_id))
                for ranked in sorted(units, key=lambda ranked: (ranked.rank is None, ranked.rank))
            ],
        }
        for kind, units in coverage.kinds.items()
    ]


def _unit(coverage: Coverage, ranked: RankedUnit, scores: dict[str, str] | None) -> dict[str, Any]:
    tally, county = ranked.unit.tally, coverage.total.participation
    rate = tally.participation
    row = _row(ranked.unit.name, tally, coverage.publication is not None, scores)
    return row | {
        "rank": ranked.rank,
        "full": rate == 1,
        "below": rate is not None and county is not None and rate < county,
    }


def _scores(coverage: Coverage) -> dict[int | None, dict[str, str]]:
    """By unit, and of everybody under None: average, best and worst of the scores that count."""
    scored = judged_entries(coverage.exam, coverage.publication, coverage.as_of).filter(
        score__isnull=False
    )
    measures = {
        "sum": Sum("score"), "number": Count("score"), "best": Max("score"), "worst": Min("score")
    }  # fmt: skip
    rows = scored.order_by().values("unit").annotate(**measures)
    found = {row["unit"]: _three(row) for row in rows}
    return found | {None: _three(scored.aggregate(**measures))}


def _three(row: dict[str, Any]) -> dict[str, str]:
    if not row["number"]:
        return NO_SCORES
    average = (Decimal(row["sum"]) / row["number"]).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return {"average": f"{average}", "best": _score(row["best"]), "worst": _score(row["worst"])}


def _score(score: Decimal) -> str:
    return f"{score.normalize():f}"


def _absent(coverage: Coverage) -> list[dict[str, Any]]:
    """Those who did not come, by unit in the county's order."""
    by_unit: dict[int, list[str]] = defaultdict(list)
    for entry in select_names(coverage, verdict=Verdict.ABSENT):
        by_unit[entry.unit_id].append(entry.shown_name)
    names = {unit.unit_id: unit.name for unit in coverage.units}
    return [{"unit": names[unit], "names": people} for unit, people in by_unit.items()]
