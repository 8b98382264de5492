"""States of people and their papers, and their names as typed and as sorted. Pure."""

import re
import unicodedata
from enum import StrEnum


class PersonStatus(StrEnum):
    """Where a person stands today."""

    IN_POST = "in_post"  # 在职
    SECONDED = "seconded"  # 借调
    LONG_LEAVE = "long_leave"  # 长病假、产假
    TRANSFERRED = "transferred"  # 调离
    RETIRED = "retired"  # 退休
    LEFT = "left"  # 辞职、辞退
    DECEASED = "deceased"  # 去世


class IdentityKind(StrEnum):
    """What document an identity number stands on."""

    RESIDENT = "resident"  # 居民身份证 (GB 11643)
    OFFICER = "officer"  # 军官证、士兵证
    HOME_RETURN = "home_return"  # 港澳居民来往内地通行证、港澳台居民居住证
    TAIWAN = "taiwan"  # 台湾居民来往大陆通行证
    PASSPORT = "passport"  # 护照、外国人永久居留身份证


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class CredentialStatus(StrEnum):
    VALID = "valid"
    CANCELLED = "cancelled"


SERVING = frozenset({PersonStatus.IN_POST, PersonStatus.SECONDED, PersonStatus.LONG_LEAVE})
"""Those who are listed for exams; the long absent are listed too and then deferred by name."""

_DOTS = re.compile(r"\s*[·•‧・･∙⋅．.。●]\s*")
_PADDING = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
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


def fold_identity_number(text: str) -> str:
    """A typed identity number in the form in which its keyed hash was taken."""
    return re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", text)).upper().replace("×", "X")


def fold_phone(text: str) -> str:
    """A typed telephone number as bare digits, without the country code of a mobile number."""
    bare = re.sub(r"[\s\-()]+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", bare)


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
