"""States of people and their papers, and what people type to find them. Pure."""

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
