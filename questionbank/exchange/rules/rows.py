"""Lines as rows of tokens, one item on a row at most, pages told from text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from questionbank.exchange.rules.lines import Line, fold
from questionbank.exchange.rules.marks import CONCLUDED, Field
from questionbank.exchange.rules.raw import INLINE_KEY, STEM_LOOK
from questionbank.exchange.rules.tokens import Look, Token, tokenize

Row = list[Token]

_CONCLUDED = re.compile(CONCLUDED)


def read_rows_of(lines: Iterable[Line]) -> list[Row]:
    """The tokens of each line that is not blank; rows parted from one line keep that line."""
    rows: list[Row] = []
    number, keyed = 0, False
    for line in lines:
        tokens = tokenize(line)
        while tokens:
            first = tokens[0]
            if first.look is Look.NUMBER:
                number, keyed = first.number or number, False
            text = first.line.text
            glued = None if "\\" in text else _part(fold(text), number + 1, keyed)
            if glued:
                tokens = tokenize(replace(line, text=glued[0]))
            rows.append([replace(token, line=line) for token in tokens])
            keyed = keyed or any(map(says_key, tokens))
            tokens = tokenize(replace(line, text=glued[1])) if glued else []
    return _without_pages(rows)


def says_key(token: Token) -> bool:
    if token.field is Field.KEY:
        return True
    return not token.literal and bool(INLINE_KEY.search(token.raw))


def _part(text: str, number: int, keyed: bool) -> tuple[str, str] | None:
    """Where the item of that number is glued to the end of the one before: the two parts.

    The one before must have its key by then, and what follows must look like a stem: that is
    what a numbered list in an explanation does not.
    """
    if number < 2 or str(number) not in text[1:]:
        return None
    mark = rf"(?<=[。.；;）)】\sA-J√×对错]){number}\s*[、.．]\s*(?=[^\d\s])"
    for match in re.finditer(mark, text):
        left, right = text[: match.start()].rstrip(), text[match.start() :]
        if left and STEM_LOOK.search(right) and (keyed or _has_key(left)):
            return left, right
    return None


def may_part(text: str) -> bool:
    """Whether an item of some number would be seen behind the first words of a line."""
    found = re.finditer(r"(?<=[。.；;）)】\sA-J√×对错])\d{1,5}\s*[、.．]\s*(?=[^\d\s])", text)
    return any(match.start() and STEM_LOOK.search(text, match.start()) for match in found)


def _has_key(text: str) -> bool:
    return bool(_CONCLUDED.search(text)) or any(map(says_key, tokenize(Line(0, text))))


def _without_pages(rows: Sequence[Row]) -> list[Row]:
    """Numbers of pages that stand alone, and heads repeated beside them, are no text."""
    pages = {place for place, row in enumerate(rows) if row[0].look is Look.PAGE}
    bare = [place for place, row in enumerate(rows) if _is_bare_number(row)]
    counted = [int(rows[place][0].text) for place in bare]
    if len(bare) > 1 and counted == list(range(counted[0], counted[0] + len(counted))):
        pages.update(bare)
    beside = [place + step for place in pages for step in (-1, 1)]
    heads = Counter(rows[p][0].text for p in beside if 0 <= p < len(rows) and _is_text(rows[p]))
    pages.update(
        p for p in beside if 0 <= p < len(rows) and _is_text(rows[p]) and heads[rows[p][0].text] > 2
    )
    return [
        [Token(Look.PAGE, row[0].line, "", row[0].raw)] if place in pages else row
        for place, row in enumerate(rows)
    ]


def _is_text(row: Row) -> bool:
    return len(row) == 1 and row[0].look is Look.TEXT and not row[0].literal


def _is_bare_number(row: Row) -> bool:
    return _is_text(row) and bool(re.fullmatch(r"\d{1,3}", row[0].text))


def evidence_of(rows: Sequence[Sequence[Token]]) -> list[bool]:
    """For each line: whether an option or a key comes before the next numbered line.

    That is what tells a numbered item from a numbered list inside one.
    """
    found, answers = False, []
    for tokens in reversed(rows):
        found = found or any(token.look is Look.OPTION or says_key(token) for token in tokens)
        answers.append(found)
        if tokens[0].look in (Look.NUMBER, Look.HEADING, Look.CASE, Look.KEYS, Look.GRID):
            found = False
    return answers[::-1]
