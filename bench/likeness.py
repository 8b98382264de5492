"""Seconds to look through 10,000 questions for those that look alike: `python -m bench.likeness`.

One question in twenty is a rewording of another, so that there is something to find.
"""

import random
from time import perf_counter

from questionbank.questions.rules import Content, ItemKind
from questionbank.questions.rules.likeness import Wording, alike, pairs, wording

QUESTIONS = 10_000
WORDS = (
    "行政机关", "当事人", "执法人员", "主管部门", "听证", "告知", "送达", "期限", "决定", "申请",
    "复议", "诉讼", "罚款", "许可", "强制", "公示", "审核", "记录", "应当", "可以", "不得", "依法",
    "书面", "口头", "立即", "逾期", "补正", "受理", "证据", "鉴定",
)  # fmt: skip


def made_up(chance: random.Random) -> list[Wording]:
    bank: list[Wording] = []
    before, options = "", ("甲", "乙", "丙", "丁")
    for number in range(QUESTIONS):
        stem = "".join(chance.choices(WORDS, k=chance.randint(9, 16))) + f"{number}（　）。"
        if number % 20 == 19:
            stem = "依照规定，" + before
        else:
            options = tuple("".join(chance.choices(WORDS, k=4)) + letter for letter in "甲乙丙丁")
        before = stem
        bank.append(wording(number, Content(ItemKind.SINGLE, stem, options, "B")))
    return bank


def main() -> None:
    bank = made_up(random.Random(1))  # noqa: S311
    began = perf_counter()
    found = pairs(bank)
    whole = perf_counter() - began
    began = perf_counter()
    alike(bank[0], bank)
    one = perf_counter() - began
    print(f"{QUESTIONS} questions: {whole:.1f} s, {len(found)} pairs; one beside all: {one:.3f} s")


if __name__ == "__main__":
    main()
