"""XML and HTML from strangers: no entities, no DTD, no network; HTML only as plain text."""

import html
import re
from typing import Any

from questionbank.exchange.rules.lines import tidy

_XML_MARKS = (b"<?xml", b"<quiz", b"<assessmentitem", b"<qti-assessment")
_KEPT = {"p", "br", "div", "li", "tr", "td", "th", "pre", *(f"h{n}" for n in range(1, 7))}
_BREAKS = re.compile(r"<br ?/?>|</(?:p|div|li|tr|pre|h[1-6])>")
_CJK = r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]"
_MOST_NESTED = 100


def looks_like_xml(content: bytes) -> bool:
    head = content[:200]
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip().lower().startswith(_XML_MARKS)


def parse_xml(content: bytes) -> Any | None:
    """The root element; None for what is no sound XML, declares entities or nests absurdly."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        return None
    return None if _too_deep(root) else root


def _too_deep(root: Any) -> bool:
    depth = 0
    from lxml import etree

    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MOST_NESTED:
            return True
    return False


def local_name(element: Any) -> str:
    """The name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def html_text(source: str) -> str:
    """What a reader of the HTML sees, one line a paragraph. Scripts, styles and tags are gone."""
    import nh3

    clean = nh3.clean(source, tags=_KEPT, attributes={}, clean_content_tags={"script", "style"})
    clean = re.sub(rf"(?<={_CJK})\s*\n\s*(?={_CJK})", "", clean)
    clean = _BREAKS.sub("\n", re.sub(r"\s+", " ", clean))
    text = html.unescape(re.sub(r"<[^>]*>", " ", clean))
    lines = (line.strip() for line in text.split("\n"))
    return tidy("\n".join(filter(None, (line.replace("\u00a0", " ") for line in lines))))


def pictures_in(source: str) -> list[str]:
    """The pictures and players that a text of HTML shows: their names."""
    found = re.findall(r"<(?:img|object|video|audio|iframe|embed)\b[^>]*>", source, re.IGNORECASE)
    names = (re.search(r"(?:alt|src|data)\s*=\s*[\"']([^\"']+)", tag) for tag in found)
    return [name[1] if name else tag[:40] for name, tag in zip(names, found, strict=True)]
