"""The order is HMAC-SHA256 and nothing else; the digests notice every difference."""

import hmac
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from quiz.drawing.actions import new_seed
from quiz.drawing.rules import paper_hash, permutation, rank, result_hash

SEED = bytes(range(32))


@given(st.binary(max_size=100), st.text(max_size=20), st.sets(st.text(max_size=20), max_size=20))
def test_rank_is_ascending_hmac(seed, stratum, ids):
    def code(identifier):
        message = stratum.encode() + b"\x1f" + identifier.encode()
        return hmac.digest(seed, message, "sha256")

    assert rank(seed, stratum, ids) == sorted(ids, key=code)


def test_rank_does_not_depend_on_the_order_given():
    ids = [str(number) for number in range(50)]
    assert rank(SEED, "a", ids) == rank(SEED, "a", reversed(ids))


def test_rank_depends_on_seed_and_stratum():
    ids = [str(number) for number in range(50)]
    orders = {tuple(rank(seed, s, ids)) for seed in (SEED, SEED[::-1]) for s in ("a", "b")}
    assert len(orders) == 4


def test_known_order():
    assert permutation(SEED, "options/17/1/q", 6) == [2, 5, 3, 4, 1, 0]


def test_first_places_fall_evenly():
    """Chi-squared with 9 degrees of freedom; 1 in 10,000 lies above 33.7."""
    ids = [str(number) for number in range(10)]
    firsts = [rank(SEED, f"paper/{number}/1", ids)[0] for number in range(2000)]
    chi_squared = sum((firsts.count(identifier) - 200) ** 2 / 200 for identifier in ids)
    assert chi_squared < 33.7


@given(st.integers(0, 26))
def test_permutation_has_every_number_once(n):
    assert sorted(permutation(SEED, "options", n)) == list(range(n))


def test_paper_hash_covers_whose_what_marks_and_options():
    lines = [("q1", Decimal(2), "CABD"), ("q2", Decimal("0.5"), "")]
    variants = {
        paper_hash("1/1", lines),
        paper_hash("1/2", lines),
        paper_hash("1/1", lines[::-1]),
        paper_hash("1/1", [("q1", Decimal(2), "CADB"), lines[1]]),
        paper_hash("1/1", [("q1", Decimal(3), "CABD"), lines[1]]),
    }
    assert len(variants) == 5


def test_paper_hash_writes_marks_in_one_way():
    assert paper_hash("1/1", [("q", Decimal(2), "")]) == paper_hash(
        "1/1", [("q", Decimal("2.00"), "")]
    )


def test_result_hash_covers_the_order():
    papers = [("1/1", "a"), ("2/1", "b")]
    assert result_hash(papers) != result_hash(papers[::-1])


def test_seeds_differ():
    assert len(new_seed()) == 32
    assert new_seed() != new_seed()
