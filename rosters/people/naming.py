"""The order of names. Pure."""

_LONGEST_KEY = 240
# Surnames that are read otherwise than the same character elsewhere.
_SURNAMES = {
    "仇": "qiu2", "任": "ren2", "区": "ou1", "单": "shan4", "召": "shao4", "曾": "zeng1",
    "朴": "piao2", "查": "zha1", "盖": "ge3", "种": "chong2", "缪": "miao4", "覃": "qin2",
    "解": "xie4", "翟": "zhai2", "员": "yun4", "乐": "yue4", "华": "hua4", "尹": "yin3",
}  # fmt: skip


def pinyin_key(name: str) -> str:
    """Sort key of a name: its syllables with tone digits, the surname as surnames are read."""
    from pypinyin import Style, lazy_pinyin

    surname = _SURNAMES.get(name[:1])
    rest = name[1:] if surname else name
    syllables = lazy_pinyin(rest, style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join([surname, *syllables] if surname else syllables).lower()[:_LONGEST_KEY]
