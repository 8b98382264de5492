"""How articles of law are numbered, cited and declared in question files. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from audit.rules import Refusal

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class LawKind(StrEnum):
    """Kinds of legal text, by rank (立法法; party regulations and documents beside it)."""

    CONSTITUTION = "constitution"  # 宪法
    STATUTE = "statute"  # 法律
    REGULATION = "regulation"  # 行政法规
    SUPERVISION = "supervision"  # 监察法规
    LOCAL = "local"  # 地方性法规
    RULES = "rules"  # 规章
    PARTY = "party"  # 党内法规
    DOCUMENT = "document"  # 规范性文件


_KIND_NAMES = {
    "宪法": LawKind.CONSTITUTION,
    "法律": LawKind.STATUTE,
    "行政法规": LawKind.REGULATION,
    "监察法规": LawKind.SUPERVISION,
    "地方性法规": LawKind.LOCAL,
    "规章": LawKind.RULES,
    "党内法规": LawKind.PARTY,
    "规范性文件": LawKind.DOCUMENT,
}


@dataclass(frozen=True)
class Cited:
    """An article as an author names it: the law by any of its titles, the version perhaps unsaid.

    article  "36", or "36.1" for 第三十六条之一
    """

    law: str
    article: str
    paragraph: int | None = None
    adopted_on: date | None = None


@dataclass(frozen=True)
class LawPlace:
    """An article of one version of one law, named so that every machine names it alike.

    quote  words of the article that the key rests on, "" when the author gave none
    """

    title: str
    adopted_on: date
    article: str
    paragraph: int | None = None
    quote: str = ""


@dataclass(frozen=True)
class LawDeclaration:
    """What the head of a question file says about a law it cites."""

    title: str
    short_title: str
    kind: LawKind
    adopted_on: date
    effective_on: date | None


@dataclass(frozen=True)
class KnownLaw:
    """A law with the days on which its versions were adopted; `current` is the one in force."""

    title: str
    versions: frozenset[date] = frozenset()
    current: date | None = None


def read_number(text: str) -> int | None:
    """Value of a numeral of 1 to 9999, in digits or Chinese (一千二百六十, 一百〇二); else None."""
    value = int(text) if re.fullmatch("[0-9]{1,4}", text) else _read_chinese(text)
    return value if value and value < 10_000 else None


def _read_chinese(text: str) -> int | None:
    total, digit = 0, None
    for character in text:
        if character in _UNITS:
            total += (1 if digit is None or digit == 0 else digit) * _UNITS[character]
            digit = None
        elif character in _DIGITS:
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0)


def write_number(value: int) -> str:
    """The Chinese numeral of 1 to 9999 as statutes print it: 十, 二十一, 一百零二, 一千二百六十."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def article_label(article: str, paragraph: int | None = None) -> str:
    """第三十六条之一第二款 for ("36.1", 2); what is no number of a statute stands as it is."""
    number, _, inserted = article.partition(".")
    label = f"第{_in_chinese(number)}条"
    if inserted:
        label += f"之{_in_chinese(inserted)}"
    return label + (f"第{_in_chinese(str(paragraph))}款" if paragraph else "")


def _in_chinese(digits: str) -> str:
    return write_number(int(digits)) if re.fullmatch("[1-9][0-9]{0,3}", digits) else digits


_NUMERAL = r"[〇零一二两三四五六七八九十百千\d]+"
_CITATION = re.compile(
    rf"《(?P<law>[^》]+)》"
    rf"|[（(](?P<year>\d{{4}})[-.年](?P<month>\d{{1,2}})[-.月](?P<day>\d{{1,2}})日?[）)]"
    rf"|第(?P<article>{_NUMERAL})条(?:之(?P<inserted>{_NUMERAL}))?"
    rf"|第(?P<paragraph>{_NUMERAL})款"
    rf"|第[（(]?{_NUMERAL}[）)]?项"
    r"|(?P<filler>[、，,；;。.和及与\s]+)"
)


def read_citations(text: str) -> tuple[tuple[Cited, ...], str]:
    """The articles named in a text such as `《行政处罚法》第三十六条第一款、第三十七条`.

    The second value is what was not understood, "" when everything was. Items (项) are read and
    dropped: a citation goes down to the paragraph.
    """
    reader = _CitationReader()
    position, rest = 0, ""
    while position < len(text):
        match = _CITATION.match(text, position)
        if match is None or not reader.take(match):
            end = match.end() if match else position + 1
            rest += text[position:end]
            position = end
        else:
            position = match.end()
    return tuple(dict.fromkeys(reader.cited)), (rest + reader.unused()).strip()


class _CitationReader:
    """Remembers the law and article that a following 条 or 款 belongs to."""

    def __init__(self) -> None:
        self.cited: list[Cited] = []
        self._law = ""
        self._adopted_on: date | None = None
        self._law_used = True
        self._open = False
        self._uncited = ""

    def take(self, match: re.Match[str]) -> bool:
        """Whether the piece made sense where it stands."""
        if match["law"]:
            self._uncited = self.unused()
            self._law, self._adopted_on, self._law_used = match["law"].strip(), None, False
            return True
        if match["year"]:
            return self._take_version(match)
        if match["article"]:
            return self._take_article(match)
        if match["paragraph"]:
            return self._take_paragraph(match)
        self._open = self._open and match["filler"] is None
        return True

    def unused(self) -> str:
        """The laws named without any article."""
        return self._uncited + ("" if self._law_used else f"《{self._law}》")

    def _take_version(self, match: re.Match[str]) -> bool:
        try:
            named = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return False
        self._adopted_on = named
        return bool(self._law)

    def _take_article(self, match: re.Match[str]) -> bool:
        number = read_number(match["article"])
        inserted = read_number(match["inserted"]) if match["inserted"] else None
        if not self._law or number is None:
            return False
        if match["inserted"] and (inserted is None or inserted >= 100):
            return False
        article = f"{number}.{inserted}" if inserted else str(number)
        self.cited.append(Cited(self._law, article, None, self._adopted_on))
        self._law_used = self._open = True
        return True

    def _take_paragraph(self, match: re.Match[str]) -> bool:
        number = read_number(match["paragraph"])
        if not self.cited or number is None or number >= 100:
            return False
        last = replace(self.cited[-1], paragraph=number)
        if self._open:
            self.cited[-1] = last
        else:
            self.cited.append(last)
        self._open = False
        return True


def write_citations(places: Iterable[tuple[str, date | None, str, int | None]]) -> str:
    """The text that `read_citations` reads back: (title, version, article, paragraph) each."""
    parts: list[str] = []
    previous: tuple[str, date | None] | None = None
    for title, adopted_on, article, paragraph in places:
        label = article_label(article, paragraph)
        if previous == (title, adopted_on):
            parts.append(f"、{label}")
        else:
            version = f"（{adopted_on.isoformat()}）" if adopted_on else ""
            parts.append(f"{'；' if parts else ''}《{title}》{version}{label}")
        previous = (title, adopted_on)
    return "".join(parts)


def read_declaration(text: str) -> LawDeclaration | None:
    """A line `法规：…；全称：…；类别：…；版本：2021-01-22；施行：2021-07-15`; None if broken."""
    pairs = [part.partition("：") for part in re.split("[；;]", text.replace(":", "："))]
    facts = {name.strip(): value.strip() for name, _, value in pairs}
    try:
        adopted_on = date.fromisoformat(facts["版本"])
        effective_on = date.fromisoformat(facts["施行"]) if facts.get("施行") else None
    except (KeyError, ValueError):
        return None
    short_title = facts.get("法规", "")
    title, kind = facts.get("全称") or short_title, _KIND_NAMES.get(facts.get("类别", "法律"))
    if not short_title or len(short_title) > 80 or len(title) > 120 or kind is None:
        return None
    return LawDeclaration(title, short_title, kind, adopted_on, effective_on)


def with_declared(
    known: Mapping[str, KnownLaw], declarations: Iterable[LawDeclaration]
) -> dict[str, KnownLaw]:
    """The laws by name once the declarations are stored; a file means the newest it declares."""
    laws = dict(known)
    newest: dict[str, date] = {}
    for declared in declarations:
        law = laws.get(declared.title) or laws.get(declared.short_title)
        title = law.title if law else declared.title
        newest[title] = max(declared.adopted_on, newest.get(title, date.min))
        versions = (law.versions if law else frozenset()) | {declared.adopted_on}
        entry = KnownLaw(title, versions, newest[title])
        for name in (title, declared.title, declared.short_title):
            laws[name] = entry
        laws |= {name: entry for name, other in laws.items() if other.title == title}
    return laws


def resolve(cited: Cited, laws: Mapping[str, KnownLaw]) -> LawPlace | Refusal:
    """The version that a citation means: the one it names, else the one in force."""
    law = laws.get(cited.law)
    if law is None:
        return Refusal("laws.unknown_law", {"law": cited.law})
    adopted_on = cited.adopted_on or law.current
    if adopted_on is None or adopted_on not in law.versions:
        said = cited.adopted_on.isoformat() if cited.adopted_on else "-"
        return Refusal("laws.unknown_version", {"law": cited.law, "version": said})
    return LawPlace(law.title, adopted_on, cited.article, cited.paragraph)
