import pytest

from questionbank.questions.rules import letters_kept_last


@pytest.mark.parametrize(
    ("options", "letters"),
    [
        (["甲", "乙", "丙", "以上都对"], "D"),
        (["甲", "乙", "以上均正确", "以上都不对"], "CD"),
        (["甲", "乙", "丙", " 上述三项"], "D"),
        (["甲", "乙", "丙", "A和B"], "ABCD"),
        (["甲", "乙", "丙", "A、C均可"], "ABCD"),
        (["选项A的理由", "乙", "丙"], "ABC"),
        (["三年以上有期徒刑", "五年", "十年", "无期"], ""),
        (["GB/T 9704", "A4纸", "B5纸", "CA认证"], ""),
    ],
)
def test_letters_kept_last(options, letters):
    assert letters_kept_last(options) == letters
