"""Names, phones and the numbers of documents."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

from rosters.people.rules import (
    Identity,
    IdentityKind,
    NumberFault,
    Sex,
    fold_identity_number,
    identity_key,
    is_mobile,
    is_person_name,
    number_of,
    read_resident_number,
)

TODAY = date(2026, 11, 22)


def number(place, born, order):
    body = f"{place:06}{born:%Y%m%d}{order:03}"
    return body + calc_check_digit(body + "0")


@given(
    st.integers(110000, 999999), st.dates(date(1900, 1, 1), TODAY), st.integers(1, 999),
    st.integers(0, 17), st.sampled_from("0123456789X"),
)  # fmt: skip
def test_every_right_number_is_read_and_one_wrong_character_is_found(place, born, order, at, char):
    right = number(place, born, order)
    sex = Sex.MALE if order % 2 else Sex.FEMALE
    assert read_resident_number(right, TODAY) == Identity(right, sex, born)
    wrong = right[:at] + char + right[at + 1 :]
    assert (wrong == right) == isinstance(read_resident_number(wrong, TODAY), Identity)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(1, 999))
def test_number_of_fifteen_digits_is_that_of_eighteen(born, order):
    right = number(110105, born, order)
    assert read_resident_number(right[:6] + right[8:17], TODAY) == read_resident_number(
        right, TODAY
    )


@pytest.mark.parametrize("text", ["", "1101", "A" * 18, "11010519491231002x"])
def test_other_texts_are_no_number(text):
    assert read_resident_number(text, TODAY) is NumberFault.FORMAT


@given(st.sampled_from(list(IdentityKind)), st.text(), st.sampled_from(list(IdentityKind)))
def test_keys_of_two_kinds_differ_and_give_the_number_back(kind, typed, other):
    folded = fold_identity_number(typed)
    key = identity_key(kind, folded)
    assert (key == identity_key(other, folded)) == (kind == other)
    if kind != IdentityKind.RESIDENT:
        assert number_of(key) == folded


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("李一", True), ("𬭎𬭎", True), ("㐂\ue000", True), ("阿卜杜拉·买买提", True),
        ("Anna Maria", True), ("O'Neil", True), ("李", False), ("李1", False), ("李?", False),
        ("··", False), ("", False), ("李" * 41, False), ("李（女）", False),
    ],
)  # fmt: skip
def test_what_can_be_a_name(name, fits):
    assert is_person_name(name) == fits


@pytest.mark.parametrize(
    ("phone", "fits"), [("13800001111", True), ("12800001111", False), ("0796123", False)]
)
def test_what_is_a_mobile_number(phone, fits):
    assert is_mobile(phone) == fits
