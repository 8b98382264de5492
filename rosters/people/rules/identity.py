"""Identity documents: the number of a resident (GB 11643-1999), and opaque ones of others. Pure.

The place part is not looked up: numbers keep the code of a county that has long been renamed.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn.ric import calc_check_digit

from rosters.people.rules.states import Sex

LONGEST_NUMBER = 30


class IdentityKind(StrEnum):
    """What document an identity number stands on."""

    RESIDENT = "resident"  # 居民身份证 (GB 11643)
    OFFICER = "officer"  # 军官证、士兵证
    HOME_RETURN = "home_return"  # 港澳居民来往内地通行证、港澳台居民居住证
    TAIWAN = "taiwan"  # 台湾居民来往大陆通行证
    PASSPORT = "passport"  # 护照、外国人永久居留身份证


class NumberFault(StrEnum):
    """Why a text is not the number of a resident."""

    FORMAT = "format"
    CHECKSUM = "checksum"
    BIRTH = "birth"


@dataclass(frozen=True)
class Identity:
    """A checked 18-character number and what it says about its holder."""

    number: str
    sex: Sex
    born_on: date


def read_resident_number(folded: str, today: date) -> Identity | NumberFault:
    """The number that a folded text is; one of 15 digits is lengthened to its 18 characters."""
    folded = lengthen_resident_number(folded)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", folded):
        return NumberFault.FORMAT
    if folded[-1] != calc_check_digit(folded):
        return NumberFault.CHECKSUM
    try:
        born_on = date(int(folded[6:10]), int(folded[10:12]), int(folded[12:14]))
    except ValueError:
        return NumberFault.BIRTH
    if born_on.year < 1900 or born_on > today:
        return NumberFault.BIRTH
    return Identity(folded, Sex.MALE if int(folded[16]) % 2 else Sex.FEMALE, born_on)


def lengthen_resident_number(folded: str) -> str:
    """The 18-character form of a number of the kind issued before 1999; any other text as it is."""
    if not re.fullmatch(r"[0-9]{15}", folded):
        return folded
    body = folded[:6] + "19" + folded[6:]
    return body + calc_check_digit(body + "0")


def identity_key(kind: str, number: str) -> str:
    """The text that is sealed and hashed, so that numbers of two kinds never collide.

    A resident's number stands alone, in 18 characters. A folded number holds no colon.
    """
    if kind == IdentityKind.RESIDENT:
        return lengthen_resident_number(number)
    return f"{kind}:{number}"


def number_of(key: str) -> str:
    """The number in an `identity_key`."""
    return key.rpartition(":")[2]
