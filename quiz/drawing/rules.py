"""The order behind every draw and the digests that commit to it. Pure.

docs/drawing.md specifies both, so that a stranger's program can repeat a draw.
"""

import hmac
from collections.abc import Iterable, Sequence
from decimal import Decimal

from audit.rules import digest

ALGORITHM = "hmac-sha256-order/1"
SEPARATOR = b"\x1f"

PaperLine = tuple[str, Decimal, str]
"""Content hash of the question, marks, option letters as shown."""


def rank(seed: bytes, stratum: str, ids: Iterable[str]) -> list[str]:
    """The ids by ascending HMAC-SHA256(seed, stratum ‖ 0x1f ‖ id)."""
    begun = hmac.new(seed, stratum.encode() + SEPARATOR, "sha256")

    def code(identifier: str) -> bytes:
        mac = begun.copy()
        mac.update(identifier.encode())
        return mac.digest()

    return sorted(ids, key=code)


def permutation(seed: bytes, stratum: str, n: int) -> list[int]:
    """The numbers 0 … n-1 in the order that `rank` gives to their decimal spelling."""
    return [int(number) for number in rank(seed, stratum, map(str, range(n)))]


def paper_hash(candidate_key: str, lines: Sequence[PaperLine]) -> str:
    """Digest of one paper: whose it is, and every slot in order."""
    slots = [[content, f"{marks:.2f}", options] for content, marks, options in lines]
    return digest({"candidate": candidate_key, "slots": slots})


def result_hash(papers: Iterable[tuple[str, str]]) -> str:
    """Digest of (candidate key, paper hash) of every paper, in the order of drawing."""
    return digest([list(paper) for paper in papers])
