"""Identity numbers: repaired where nothing is lost, refused where something is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

from audit.rules import Refusal
from rosters.intake.rules import identity
from rosters.intake.rules.identity import Identity
from rosters.people.rules import Sex
from tests.rosters.intake.factories import identity_number, old_number

TODAY = date(2026, 11, 22)
BORN = date(1980, 1, 15)
NUMBER = identity_number(BORN, 3)
MAN = Identity(NUMBER, Sex.MALE, BORN)
# The first order for which the check character is X.
WITH_X = next(n for n in (identity_number(BORN, order) for order in range(1, 99)) if n[-1] == "X")


def read_identity(cell):
    return identity.read_identity(cell, TODAY)


def test_holder_is_born_by_today():
    born_today, tomorrow = identity_number(TODAY), identity_number(date(2026, 11, 23))
    assert read_identity(born_today) == Identity(born_today, Sex.MALE, TODAY)
    assert read_identity(tomorrow) == Refusal("intake.row_id_birth")


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f"'{NUMBER}",
        f"‘{NUMBER}",
        f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}\u3000",
        f"\u200b{NUMBER}\ufeff",
        "".join(chr(ord(c) + 0xFEE0) for c in NUMBER),
        f'="{NUMBER}"',
        old_number(BORN, 3),
        int(old_number(BORN, 3)),
        float(old_number(BORN, 3)),
        f"{NUMBER}\n",
        f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
    ],
)
def test_number_is_repaired_where_nothing_is_lost(written):
    assert read_identity(written) == MAN


@pytest.mark.parametrize("mark", ["x", "X", "Ｘ", "ｘ", "×", "Х"])
def test_last_character_x_is_read_in_every_spelling(mark):
    read = read_identity(WITH_X[:17] + mark)
    assert isinstance(read, Identity)
    assert read.number == WITH_X


@pytest.mark.parametrize("blank", [None, "", "  ", "\u200b"])
def test_blank_cell_holds_no_number(blank):
    assert read_identity(blank) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (float(NUMBER[:17] + "0"), "damaged"),
        (int(NUMBER[:15]) * 1000, "damaged"),
        (3.6e17, "damaged"),
        ("3.6E+17", "damaged"),
        ("3.60123198001E+17", "damaged"),
        ("999999198001150000"[:15] + "000", "damaged"),
        (NUMBER[:17] + str((int(NUMBER[17]) + 1) % 10), "checksum"),
        (NUMBER[:5] + NUMBER[6] + NUMBER[5] + NUMBER[7:], "checksum"),
        (NUMBER[:17], "format"),
        (NUMBER + "1", "format"),
        ("G12345678", "format"),
        (True, "format"),
        (12345, "format"),
        (date(2021, 3, 15), "format"),
        ("99999919800231001" + calc_check_digit("999999198002310010"), "birth"),
        ("99999917000131001" + calc_check_digit("999999170001310010"), "birth"),
        ("999999800231001", "birth"),
    ],
)
def test_doubtful_number_is_refused_with_its_reason(written, code):
    assert read_identity(written) == Refusal(f"intake.row_id_{code}")


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(1, 999))
def test_every_sound_number_tells_birth_and_sex(born, order):
    number = identity_number(born, order)
    sex = Sex.MALE if order % 2 else Sex.FEMALE
    assert read_identity(number) == Identity(number, sex, born)


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(place, shift):
    wrong = NUMBER[:place] + str((int(NUMBER[place]) + shift) % 10) + NUMBER[place + 1 :]
    assert isinstance(read_identity(wrong), Refusal)


@given(st.dates(date(1920, 1, 1), date(1999, 12, 31)), st.integers(1, 995))
def test_old_number_becomes_the_new_number_of_the_same_person(born, order):
    assert read_identity(old_number(born, order)) == read_identity(identity_number(born, order))
