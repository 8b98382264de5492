"""Deeds are told in words; what nobody worded is still told."""

from django.utils import translation

from audit.wording import tell


def test_a_deed_is_told_with_its_facts_in_the_language_of_the_reader():
    facts = {"old": "县林业局", "new": "县林草局", "effective_on": "2026-03-01"}
    with translation.override("en"):
        told = tell("rename_unit", facts)
    assert told == "Renamed: 县林业局 → 县林草局, in effect since 2026-03-01"


def test_facts_that_an_old_record_lacks_are_a_dash():
    with translation.override("en"):
        assert tell("rename_unit", {"old": "甲", "new": "乙"}).endswith("since —")
    assert tell("something_unknown", {"a": 1}) == "something_unknown"
