"""Question banks in HTML: saved pages, and the .xls that many systems hand out, which is HTML."""

from typing import Any

from questionbank.exchange.formats.markup import html_text
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.raw import Blocks
from questionbank.exchange.rules.table import read_rows


def read_webpage(text: str) -> tuple[Blocks, list[Line]] | None:
    """The items of tables with column names, and the lines of all other text. None: damaged."""
    from lxml import etree, html

    if "\0" in text or not text.strip():
        return None
    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
        found = Blocks()
        count = 0
        for table in root.xpath("//table[not(.//table)]"):
            rows = [(count + place, _cells(row)) for place, row in enumerate(table.iter("tr"), 1)]
            items = read_rows(rows)
            if items is not None:
                found.add(items)
                count += len(rows)
                table.drop_tree()
        rest = html_text(etree.tostring(root, encoding="unicode", method="html"))
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    lines = [Line(count + place, line) for place, line in enumerate(rest.split("\n"), 1)]
    return found, lines


def _cells(row: Any) -> list[str]:
    from lxml import etree

    cells = row.iterchildren("td", "th")
    return [html_text(etree.tostring(cell, encoding="unicode", method="html")) for cell in cells]
