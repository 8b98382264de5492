"""Numbers that look real, pass the checks, and can belong to nobody. Pure.

Identity numbers: GB 11643-1999 makes the first six digits the code of a county, city or district.
530000 is the code of a whole province, which the tables of region codes know but which no
citizen's number begins with. The check digit is the right one.
Mobile numbers begin with 154, a range that has not been assigned to any operator.
Card numbers begin with 99, which is no province.
"""

from datetime import date

from rosters.people.rules import Sex

_REGION = "530000"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(body: str) -> str:
    """Last character of an identity number by ISO 7064 MOD 11-2 over its first 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return "10X98765432"[total % 11]


def identity_number(born_on: date, sex: Sex, order: int) -> str:
    """The order-th number (from 0, at most 498) of that birthday; its last digit but one is odd
    for men."""
    sequence = 2 * order + (1 if sex is Sex.MALE else 2)
    body = f"{_REGION}{born_on:%Y%m%d}{sequence:03}"
    return body + check_digit(body)


def phone_number(order: int) -> str:
    """The order-th mobile number; neighbours do not look alike."""
    return f"154{(order * 7_654_321 + 1_234_567) % 10**8:08}"


def card_number(order: int) -> str:
    """The order-th enforcement card, eleven digits."""
    return f"99{order + 1:09}"
