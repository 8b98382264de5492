"""Seconds to compare 1,242 articles with an edited copy: `python -m bench.laws [TEXT.md]`.

Without a file a statute of the same size is made up; the edited copy rewords most of its articles,
moves some, and drops or adds a few.
"""

import random
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from questionbank.laws.rules import (
    ArticleText,
    Statute,
    compare_versions,
    mark_changes,
    read_statute,
)

ARTICLES = 1242
SHOWN = 50
WORDS = (
    "国家", "县级以上人民政府", "主管部门", "应当", "可以", "不得", "建立", "制度", "监督检查",
    "责令改正", "处罚款", "情节严重的", "依照", "规定", "保护", "生态环境", "污染物", "排放",
)  # fmt: skip


def load(path: Path) -> list[ArticleText]:
    statute = read_statute(path.read_text(encoding="utf-8").splitlines(), path.stem)
    if not isinstance(statute, Statute):
        raise SystemExit(f"{path} is no statute: {statute.code}")
    return list(statute.articles)


def made_up(chance: random.Random) -> list[ArticleText]:
    return [
        ArticleText(str(number), "".join(chance.choices(WORDS, k=chance.randint(10, 70))) + "。")
        for number in range(1, ARTICLES + 1)
    ]


def edited(articles: list[ArticleText], chance: random.Random, share: float) -> list[ArticleText]:
    """A copy with a share of the articles reworded, one in forty moved, and one in forty gone."""
    texts = [_reword(one.text, chance) if chance.random() < share else one.text for one in articles]
    kept = [text for text in texts if chance.random() > 1 / 40]
    for _ in range(len(kept) // 40):
        kept.insert(chance.randrange(len(kept)), kept.pop(chance.randrange(len(kept))))
    return [ArticleText(str(number), text) for number, text in enumerate(kept, 1)]


def _reword(text: str, chance: random.Random) -> str:
    for _ in range(1 + len(text) // 40):
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice(WORDS) + text[place + chance.randint(0, 6) :]
    return text


def main() -> None:
    chance = random.Random(1242)  # noqa: S311 - the same edits in every run
    articles = load(Path(sys.argv[1])) if len(sys.argv) > 1 else made_up(chance)
    for share in (0.1, 0.5, 1.0):
        copy = edited(articles, chance, share)
        start = perf_counter()
        changes = compare_versions(articles, copy)
        compared = perf_counter() - start
        pairs = [(one.old.text, one.new.text) for one in changes if one.old and one.new]
        start = perf_counter()
        for old, new in pairs[:SHOWN]:
            mark_changes(old, new)
        marked = perf_counter() - start
        counts = dict(Counter(one.change.value for one in changes))
        print(
            f"{len(articles)} articles, {share:.0%} reworded: compared in {compared:.2f} s, "
            f"{SHOWN} marked in {marked:.3f} s {counts}"
        )


if __name__ == "__main__":
    main()
