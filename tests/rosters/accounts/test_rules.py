"""Codes and user names as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosters.accounts.rules import (
    CODE_ALPHABET,
    CODE_LENGTH,
    fold_code,
    group_code,
    is_office_username,
)

codes = st.text(alphabet=CODE_ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


def test_code_is_printed_in_groups_of_four():
    assert group_code("ABCDEFGHJK") == "ABCD-EFGH-JK"


@given(codes, st.sampled_from(["", " ", "-", "－", "　"]))
def test_a_code_is_understood_however_its_groups_are_typed(code, between):
    typed = group_code(code).replace("-", between).lower()
    assert fold_code(typed) == fold_code(group_code(code)) == code


@pytest.mark.parametrize(
    ("username", "fits"),
    [("officer", True), ("zhang.san-2", True), ("p12", False), ("pang12", True), ("张三", False),
     ("13800000000", False), ("ab", False), ("a b c", False), ("Officer", False)],
)  # fmt: skip
def test_office_usernames_are_neither_phones_nor_names_nor_those_of_people(username, fits):
    assert is_office_username(username) is fits
