"""The words by which people mark the parts of an item, and the kinds by their names."""

import re
from enum import StrEnum

from questionbank.questions.rules import ItemKind
from rosters.cohorts.rules import CohortKind


class Field(StrEnum):
    KEY = "key"
    RATIONALE = "rationale"
    BASIS = "basis"
    QUOTE = "quote"
    TOPIC = "topic"
    DIFFICULTY = "difficulty"
    CODE = "code"
    COHORTS = "cohorts"
    ORDER = "order"
    WEIGHT = "weight"


CJK_DIGITS = "一二三四五六七八九十"
KIND_WORDS: dict[str, ItemKind | None] = {
    "单项选择": ItemKind.SINGLE,
    "单选": ItemKind.SINGLE,
    "不定项选择": ItemKind.INDEFINITE,
    "不定项": ItemKind.INDEFINITE,
    "不定向选择": ItemKind.INDEFINITE,
    "多项选择": ItemKind.MULTIPLE,
    "多选": ItemKind.MULTIPLE,
    "判断": ItemKind.TRUE_FALSE,
    "判断正误": ItemKind.TRUE_FALSE,
    "是非": ItemKind.TRUE_FALSE,
    "填空": ItemKind.BLANKS,
    "简答": ItemKind.SHORT,
    "问答": ItemKind.SHORT,
    "论述": ItemKind.SHORT,
    "名词解释": ItemKind.SHORT,
    "选择": None,
    "案例": ItemKind.CASE,
    "案例分析": ItemKind.CASE,
    "材料分析": ItemKind.CASE,
}
KINDS = "|".join(sorted(KIND_WORDS, key=len, reverse=True))
KIND_NAMES = {
    ItemKind.SINGLE: "单项选择题",
    ItemKind.MULTIPLE: "多项选择题",
    ItemKind.INDEFINITE: "不定项选择题",
    ItemKind.TRUE_FALSE: "判断题",
    ItemKind.BLANKS: "填空题",
    ItemKind.SHORT: "简答题",
    ItemKind.CASE: "案例分析题",
}
TAG_NAMES = {
    ItemKind.SINGLE: "单选",
    ItemKind.MULTIPLE: "多选",
    ItemKind.INDEFINITE: "不定项",
    ItemKind.TRUE_FALSE: "判断",
    ItemKind.BLANKS: "填空",
    ItemKind.SHORT: "简答",
}
COHORT_NAMES = {
    CohortKind.NEW_LEADER: "领导干部",
    CohortKind.FIRST_TIME: "初任公务员",
    CohortKind.ENFORCEMENT: "执法人员",
}
_COHORT_WORDS = {name: cohort for cohort, name in COHORT_NAMES.items()} | {
    "新任领导干部": CohortKind.NEW_LEADER,
    "新提任领导干部": CohortKind.NEW_LEADER,
    "行政执法人员": CohortKind.ENFORCEMENT,
}

_FIELD_WORDS = {
    Field.RATIONALE: "(?:答案|试题|参考|题目)?(?:解析|详解|分析)|解释",
    Field.KEY: "(?:参考|正确|标准|试题|本题)?答案(?:要点)?|参考要点",
    Field.BASIS: "(?:法律|法条|法规|命题|出题|政策)?依据|出处|法条",
    Field.QUOTE: "引文|法条原文",
    Field.TOPIC: "专题|知识点|考点",
    Field.DIFFICULTY: "难度|难易程?度",
    Field.CODE: "(?:试题|题目)?编号",
}
# Words that stand at the head of many a plain line too: a field only with a value that it can have.
_GUARDED_WORDS = {
    Field.COHORTS: rf"(?:适用|考核)?对象(?=\s*[:：]\s*(?:{'|'.join(_COHORT_WORDS)}))",
    Field.ORDER: r"(?:填空)?顺序(?=\s*[:：]\s*(?:不限|固定|无关)\s*$)",
    Field.WEIGHT: r"(?:分值)?权重(?=\s*[:：]\s*\d{1,3}\s*$)",
}
_WORDS = "|".join(f"(?P<{name.value}>{words})" for name, words in _FIELD_WORDS.items())
_GUARDED = "|".join(f"(?P<{name.value}>{words})" for name, words in _GUARDED_WORDS.items())
BRACKETED = re.compile(rf"[【\[]\s*(?:{_WORDS})\s*[】\]]\s*[:：;；]?\s*")
LEADING = re.compile(rf"(?:{_WORDS}|{_GUARDED})\s*[:：]\s*")
INLINE = re.compile(
    r"(?<=[\s。；;）)】])(?:(?P<rationale>(?:答案)?解析)|(?P<key>(?:参考|正确|标准)?答案)"
    r"|(?P<basis>(?:法律)?依据))\s*[:：]\s*"
)

# `故本题选D`, `综上所述，本题答案为B`: a key said in a sentence.
CONCLUDED = (
    r"(?:(?:本题|此题|该题)的?(?:正确|参考)?(?:答案|选项)?(?:应当?)?(?:为|是|选择|选)"
    r"|(?:故|因此|所以|综上所述|综上)[，,]?(?:本题|此题|该题)?的?(?:正确|参考)?"
    r"(?:答案(?:应当?)?(?:为|是)|(?:应当?)?(?:选择|选))|(?<![\u4e00-\u9fff])(?:正确|参考)?答案(?:为|是))"
    r"\s*[:：]?\s*(?P<letters>[A-J](?:[、，,和\s]*[A-J])*)(?![A-Za-z、])(?:项|选项)?"
)


def read_cohorts(text: str) -> tuple[CohortKind, ...] | None:
    """The cohorts a text names, None when it names anything else."""
    words = [word for word in re.split(r"[、；;，,\s]+", text.strip("。")) if word]
    if not words or any(word not in _COHORT_WORDS for word in words):
        return None
    return tuple(dict.fromkeys(_COHORT_WORDS[word] for word in words))
