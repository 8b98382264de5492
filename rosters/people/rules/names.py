"""Names, telephone numbers and document numbers as typed, kept, sorted and shown. Pure."""

import re
import unicodedata

LONGEST_NAME = 40

_DOTS = re.compile(r"\s*[·•‧・･∙⋅．.。●]\s*")
_PADDING = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LONGEST_KEY = 240
# Surnames that are read otherwise than the same character elsewhere.
_SURNAMES = {
    "仇": "qiu2", "任": "ren2", "区": "ou1", "单": "shan4", "召": "shao4", "曾": "zeng1",
    "朴": "piao2", "查": "zha1", "盖": "ge3", "种": "chong2", "缪": "miao4", "覃": "qin2",
    "解": "xie4", "翟": "zhai2", "员": "yun4", "乐": "yue4", "华": "hua4", "尹": "yin3",
}  # fmt: skip


def fold_person_name(text: str) -> str:
    """A typed name in the form in which names are kept: `张　三` as 张三, one kind of dot."""
    return _PADDING.sub("", _DOTS.sub("·", text.strip()))


def is_person_name(name: str) -> bool:
    """Whether a folded name can be one: letters of any plane and private ones, and what joins them.

    Some rare characters stand in the private use area of the fonts that registries use.
    """
    letters = re.sub(r"[· '\-]", "", name)
    fits = 2 <= len(name) <= LONGEST_NAME and bool(letters)
    return fits and all(unicodedata.category(c) == "Co" or unicodedata.category(c)[0] in "LM"
                        for c in letters)  # fmt: skip


def fold_identity_number(text: str) -> str:
    """A typed identity number in the form in which it is kept; marks between its parts go."""
    return re.sub(r"[\s\-:]+", "", unicodedata.normalize("NFKC", text)).upper().replace("×", "X")


def fold_phone(text: str) -> str:
    """A typed telephone number as bare digits, without the country code of a mobile number."""
    bare = re.sub(r"[\s\-()]+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", bare)


def is_mobile(phone: str) -> bool:
    """Whether a folded number is a mobile number of the mainland."""
    return _MOBILE.fullmatch(phone) is not None


def mask_phone(phone: str) -> str:
    """`138****1234`: enough to tell two people of one name apart."""
    return phone[:3] + "*" * max(len(phone) - 7, 4) + phone[-4:] if len(phone) > 7 else phone


def pinyin_key(name: str) -> str:
    """Sort key of a name: its syllables with tone digits, the surname as surnames are read."""
    from pypinyin import Style, lazy_pinyin

    surname = _SURNAMES.get(name[:1])
    rest = name[1:] if surname else name
    syllables = lazy_pinyin(rest, style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join([surname, *syllables] if surname else syllables).lower()[:_LONGEST_KEY]
