"""Two versions of a question side by side, and the questions beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from audit.rules import digest
from questionbank.laws.rules import Mark, Piece, mark_changes, write_citations
from questionbank.questions.models import Question, QuestionVersion
from questionbank.questions.queries.pool import approved_versions
from questionbank.questions.queries.versions import places_of


@dataclass(frozen=True)
class Difference:
    """A part of the question that the two versions say differently, with what differs marked."""

    part: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def differences(old: QuestionVersion, new: QuestionVersion) -> list[Difference]:
    """The parts that differ, in the order in which a reader meets them."""
    before, after = _parts(old), _parts(new)
    return [_difference(part, before[part], after[part]) for part in before
            if before[part] != after[part]]  # fmt: skip


# What is chosen or named is compared line by line: half a date or half a type says nothing.
_NAMED = frozenset({"kind", "citations", "difficulty", "weight", "unordered"})


def _difference(part: str, before: str, after: str) -> Difference:
    if part in _NAMED:
        return Difference(
            part,
            tuple(_lines(before, after, Mark.TAKEN_OUT)),
            tuple(_lines(after, before, Mark.PUT_IN)),
        )
    pieces = mark_changes(before, after)
    return Difference(
        part,
        tuple(piece for piece in pieces if piece.mark is not Mark.PUT_IN),
        tuple(piece for piece in pieces if piece.mark is not Mark.TAKEN_OUT),
    )


def _lines(text: str, other: str, mark: Mark) -> Iterator[Piece]:
    """The lines of a text; those that the other does not have are marked."""
    known = set(other.split("\n"))
    for line in text.splitlines(keepends=True):
        yield Piece(Mark.KEPT if line.rstrip("\n") in known else mark, line)


def _parts(version: QuestionVersion) -> dict[str, str]:
    """What a version says, part by part, as people read it."""
    places = places_of(version)
    cited = [(p.title, p.adopted_on, p.article, p.paragraph) for p in places]
    truth = {"T": "正确", "F": "错误"} if version.kind == "true_false" else {}
    return {
        "kind": str(version.get_kind_display()),
        "material": version.material,
        "stem": version.stem,
        "options": "\n".join(f"{option.letter}. {option.text}" for option in version.options.all()),
        "key": truth.get(version.key, version.key),
        "rationale": version.rationale,
        "citations": "\n".join(write_citations([place]) for place in cited),
        "quotes": "\n".join(place.quote for place in places if place.quote),
        "difficulty": str(version.get_difficulty_display()),
        "weight": str(version.weight),
        "unordered": "✓" if version.unordered else "",
    }


def version_before(version: QuestionVersion) -> QuestionVersion | None:
    """What a reviewer compares a version with: the approved one before it, else the last."""
    earlier = version.question.versions.filter(number__lt=version.number).order_by("-number")
    approved = approved_versions().order_by().values("pk")
    return earlier.filter(pk__in=approved).first() or earlier.first()


def related(question: Question) -> tuple[list[Question], list[Question]]:
    """The variants of a question (its family), and the questions it never meets in a paper."""
    family = question.family_id
    variants = Question.objects.filter(family=family).exclude(pk=question.pk) if family else ()
    return list(variants), list(question.enemies.order_by("pk"))


def relations_seen(question: Question) -> str:
    """A digest of cohorts, variants and enemies, to notice that somebody changed them."""
    variants, enemies = related(question)
    cohorts = question.audiences.order_by("cohort").values_list("cohort", flat=True)
    sides = [[one.pk for one in side] for side in (variants, enemies)]
    return digest([list(cohorts), *sides])[:16]
