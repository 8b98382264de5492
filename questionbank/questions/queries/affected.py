"""What a change of the law did, or will do, to the questions of the bank."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from questionbank.laws.models import Law, LawVersion
from questionbank.laws.rules import Mark, Piece, article_label, mark_changes
from questionbank.questions.models import QuestionVersion
from questionbank.questions.queries.currency import Bases, LawInForce, load_bases
from questionbank.questions.queries.pool import approved_versions
from questionbank.questions.rules import (
    USABLE_SOON,
    Basis,
    Standing,
    StandingKind,
    misquoted,
    worst,
)
from questionbank.questions.wording import STANDINGS


@dataclass(frozen=True)
class CitedNow:
    """A citation beside the text in force. The pieces of the two texts mark where they differ."""

    basis: Basis
    law_version: LawVersion
    current: LawVersion | None
    standing: Standing
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    misquoted: bool

    @property
    def label(self) -> str:
        place = article_label(self.basis.article, self.basis.paragraph)
        return f"《{self.law_version.law.short_title}》{place}"

    @property
    def new_label(self) -> str:
        """Where the words are now, or what they became; "" when they are nowhere."""
        if not self.standing.article:
            return ""
        return article_label(self.standing.article, self.standing.paragraph)

    @property
    def wording(self) -> str:
        """How it fares, for people."""
        return str(STANDINGS[self.standing.kind])

    @property
    def stands(self) -> bool:
        return self.standing.kind in USABLE_SOON


def cited_now(version_ids: Collection[int], on: date) -> dict[int, list[CitedNow]]:
    """The citations of question versions beside the law of a day. Five queries."""
    bases = load_bases(QuestionVersion.objects.filter(pk__in=version_ids))
    law = LawInForce(bases, on, on)
    texts = LawVersion.objects.select_related("law").in_bulk(law.versions())
    return {
        version: [_beside(law, texts, basis) for basis in bases.get(version, ())]
        for version in version_ids
    }


def _beside(law: LawInForce, texts: dict[int, LawVersion], basis: Basis) -> CitedNow:
    cited, current, found = law.cited(basis), law.current(basis), law.standing(basis)
    before = cited.at(basis.article, basis.paragraph) or ""
    after = current.at(found.article, found.paragraph) if current and found.article else None
    pieces = mark_changes(before, after) if after else (Piece(Mark.KEPT, before),)
    return CitedNow(
        basis=basis,
        law_version=texts[basis.version],
        current=texts[current.version] if current else None,
        standing=found,
        before=tuple(piece for piece in pieces if piece.mark is not Mark.PUT_IN and piece.text),
        after=tuple(piece for piece in pieces if piece.mark is not Mark.TAKEN_OUT) if after else (),
        misquoted=misquoted(basis, cited),
    )


@dataclass(frozen=True)
class Affected:
    """How a question version fares by its worst citation: in one law, and in all it cites."""

    version: int
    kind: StandingKind
    overall: StandingKind
    misquoted: bool


def affected_by_law(on: date, only: Law | None = None) -> dict[int, list[Affected]]:
    """Newest approved versions of which a citation does not stand on a day or is misquoted.

    `only` leaves out the versions that do not cite this law, which is quicker than all.
    """
    bases = _newest_bases()
    if only:
        bases = {pk: each for pk, each in bases.items() if only.pk in {b.law for b in each}}
    law = LawInForce(bases, on, on)
    found: dict[int, list[Affected]] = defaultdict(list)
    for version, cited in bases.items():
        if law.bears(cited) and not any(misquoted(b, law.cited(b)) for b in cited):
            continue
        standings = {basis: law.standing(basis) for basis in cited}
        overall = worst(standings.values())
        for law_id in dict.fromkeys(basis.law for basis in cited):
            here = [basis for basis in cited if basis.law == law_id]
            kind = worst(standings[basis] for basis in here)
            wrong = any(misquoted(basis, law.cited(basis)) for basis in here)
            if wrong or kind not in USABLE_SOON:
                found[law_id].append(Affected(version, kind, overall, wrong))
    return found


def _newest_bases() -> Bases:
    """The citations of the newest approved version of each question in use."""
    approved = approved_versions()
    newest = set(dict(approved.values_list("question", "pk")).values())
    return {pk: cited for pk, cited in load_bases(approved).items() if pk in newest}


@dataclass(frozen=True)
class LawAffected:
    """A law with how many questions fare how, and how many quote words it does not have."""

    law: Law
    counts: list[tuple[StandingKind, int]]
    misquoted: int

    @property
    def questions(self) -> int:
        return sum(count for _, count in self.counts)


def affected_laws(on: date) -> list[LawAffected]:
    """The laws of which a citation does not stand on a day, most questions first."""
    by_law = affected_by_law(on)
    laws = Law.objects.in_bulk(by_law)
    rows = [
        LawAffected(laws[law], _counted(entries), sum(one.misquoted for one in entries))
        for law, entries in by_law.items()
    ]
    return sorted(rows, key=lambda row: (-row.questions, -row.misquoted, row.law.pk))


def _counted(entries: Iterable[Affected]) -> list[tuple[StandingKind, int]]:
    counts = Counter(one.kind for one in entries if one.kind not in USABLE_SOON)
    return [(kind, counts[kind]) for kind in StandingKind if counts[kind]]


@dataclass(frozen=True)
class ComingChange:
    """A day on which a law changes, and how many questions in use it will take out of use."""

    day: date
    law: Law
    repealed: bool
    questions: int


def coming_changes(today: date) -> list[ComingChange]:
    """The changes of cited laws that the bank knows of already, soonest first."""
    bases = _newest_bases()
    now = LawInForce(bases, today, today)
    cited = {basis.law for each in bases.values() for basis in each}
    changes = []
    for day, law, repealed in _days_to_come(cited, today):
        concerned = {
            version: [basis for basis in each if basis.law == law.pk and now.bears([basis])]
            for version, each in bases.items()
        }
        then = LawInForce(concerned, day, day)
        lost = sum(not then.bears(each) for each in concerned.values())
        changes.append(ComingChange(day, law, repealed, lost))
    return changes


def _days_to_come(laws: Collection[int], today: date) -> list[tuple[date, Law, bool]]:
    versions = LawVersion.objects.filter(law__in=laws).select_related("law")
    begins = {(version.in_force_from, version.law, False) for version in versions}
    ends = {(law.repealed_on, law, True) for law in Law.objects.filter(pk__in=laws)}
    days = [(day, law, end) for day, law, end in begins | ends if day and day > today]
    return sorted(days, key=lambda entry: (entry[0], entry[1].pk))
