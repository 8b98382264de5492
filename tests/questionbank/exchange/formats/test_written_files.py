"""What is written in the formats of other systems reads back the same, whatever its words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.exchange.documents import read_document
from questionbank.exchange.formats.gift_writing import write_gift
from questionbank.exchange.formats.moodle_writing import write_moodle
from questionbank.exchange.formats.qti_writing import write_qti
from questionbank.exchange.formats.sheets import Numbered, write_workbook
from questionbank.exchange.rules.items import judge
from questionbank.questions.rules import ItemKind, validate
from tests.questionbank.exchange.formats.readers import placeless
from tests.questionbank.exchange.test_writing import parsed_items


def workbook(items, laws):
    content = write_workbook([Numbered(item, 1) for item in items], laws)
    assert content is not None
    return content


WRITERS = {
    "gift": lambda items, laws: write_gift(items, laws).encode(),
    "xml": write_moodle,
    "zip": write_qti,
    "xlsx": workbook,
}


def trimmed(item):
    """The item as the bank keeps it: no white space around its texts."""
    content = item.content
    key = content.key.strip()
    if content.kind is ItemKind.BLANKS:
        key = "\n".join(line.strip() for line in content.key.split("\n"))
    content = replace(
        content,
        stem=content.stem.strip(),
        options=tuple(option.strip() for option in content.options),
        key=key,
        rationale=content.rationale.strip(),
        material=content.material.strip(),
    )
    quotes = tuple(quote.strip() or "引" for quote in item.quotes)
    topics = tuple(dict.fromkeys(filter(None, map(str.strip, item.topics))))
    return replace(item, content=content, quotes=quotes, topics=topics)


sound = parsed_items().map(trimmed).filter(lambda item: validate(item.content) is None)
banks = st.lists(sound, min_size=1, max_size=3)


def read_back(content, filename):
    blocks = read_document(content, filename)
    judged = [judge(raw) for raw in blocks.items]
    assert [entry.unread for entry in judged] == [[]] * len(judged)
    return [entry.item for entry in judged], blocks


@pytest.mark.parametrize("form", WRITERS)
@given(bank=banks)
def test_items_read_back_the_same(form, bank):
    back, blocks = read_back(WRITERS[form](bank, []), f"bank.{form}")
    assert [placeless(item) for item in back] == [placeless(item) for item in bank]
    assert blocks.unread == []
