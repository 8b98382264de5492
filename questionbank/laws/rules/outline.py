"""The lines of a statute: its head, its divisions (编, 分编, 章, 节) and its articles. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from questionbank.laws.rules.articles import INVISIBLE, ArticleText, squeeze
from questionbank.laws.rules.numbers import PREAMBLE, read_number

_NUMERAL = "[〇零一二两三四五六七八九十百千]+"
_ARTICLE = re.compile(rf"第({_NUMERAL})条(?:之({_NUMERAL}))?(?:[\s:：]+(.*)|$)")
# A title may have commas; without a space before it, that would be a sentence.
_DIVISION = re.compile(
    rf"(第{_NUMERAL}(编|分编|章|节))(\s+[^。；：]{{1,80}}|[\u4e00-\u9fff][^。；，：]{{0,60}})$"
)
_LEVELS = {"编": 0, "分编": 1, "章": 2, "节": 3}


@dataclass(frozen=True)
class Outline:
    """A text taken apart. `titles` are the lines that a Markdown file marks with one #."""

    titles: tuple[str, ...]
    head: tuple[str, ...]
    articles: tuple[ArticleText, ...]


@dataclass
class _Reader:
    titles: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    articles: list[tuple[str, str, list[str]]] = field(default_factory=list)
    divisions: dict[int, str] = field(default_factory=dict)
    preamble: list[str] = field(default_factory=list)
    in_body: bool = False
    in_preamble: bool = False
    wrapped: int | None = None  # level of the heading just read, which may go on in the next line

    def take(self, line: str) -> None:
        marks = len(line) - len(line.lstrip("#"))
        text = line[marks:].strip().strip("*").strip()
        if marks == 1 and not self.in_body:
            self.titles.append(text)
        elif marks or _is_heading(text):
            self._open(text)
        elif match := _ARTICLE.match(text):
            self._article(match)
        elif text and self.wrapped is not None and not re.search("[。；：]", text):
            self.divisions[self.wrapped] += squeeze(text)
        elif text and self.articles:
            self.articles[-1][2].append(text)
        elif text and self.in_preamble:
            self.preamble.append(text)
        elif text and not self.in_body:
            self.head.append(text)

    def _open(self, text: str) -> None:
        self.in_body = True
        match = _DIVISION.match(text)
        self.in_preamble = squeeze(text) == "序言" and not self.articles
        if self.in_preamble:
            self.preamble.clear()
            self.wrapped = None
            return
        level = _LEVELS[match[2]] if match else min(self.divisions, default=_LEVELS["章"])
        self.divisions = {key: name for key, name in self.divisions.items() if key < level}
        self.wrapped = level if match else None
        if match:
            self.divisions[level] = f"{match[1]} {squeeze(match[3])}"
        elif squeeze(text) not in ("", "目录"):
            self.divisions[level] = squeeze(text)

    def _article(self, match: re.Match[str]) -> None:
        self.in_body, self.in_preamble, self.wrapped = True, False, None
        number = str(read_number(match[1]) or match[1])
        if match[2]:
            number += f".{read_number(match[2]) or match[2]}"
        division = "\n".join(self.divisions[key] for key in sorted(self.divisions))
        text = (match[3] or "").strip()
        self.articles.append((number, division, [text] if text else []))


def read_outline(lines: Iterable[str]) -> Outline:
    """What the lines are. A table of contents is read over: the body opens its headings anew."""
    reader = _Reader()
    for line in _clean(lines):
        reader.take(line)
    articles = [
        ArticleText(number, "\n".join(texts), division)
        for number, division, texts in reader.articles
    ]
    if reader.preamble and articles:
        articles.insert(0, ArticleText(PREAMBLE, "\n".join(reader.preamble), "序言"))
    return Outline(tuple(reader.titles), tuple(reader.head), tuple(articles))


def _clean(lines: Iterable[str]) -> Sequence[str]:
    text = _without_comments("\n".join(lines)).translate(INVISIBLE)
    return [re.sub(r"[^\S\n]+", " ", line).strip() for line in text.splitlines()]


def _without_comments(text: str) -> str:
    """One pass, however many comments are opened; one that is never closed stays."""
    kept, rest = "", text
    while rest:
        before, opened, behind = rest.partition("<!--")
        _comment, closed, after = behind.partition("-->")
        if not closed:
            return kept + before + opened + behind
        kept, rest = kept + before, after
    return kept


def _is_heading(text: str) -> bool:
    return squeeze(text) in ("目录", "序言", "附则") or _DIVISION.match(text) is not None
