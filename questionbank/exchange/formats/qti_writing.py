"""Items as a QTI 3.0 package. https://www.imsglobal.org/spec/qti/v3p0/impl

What QTI has no place for stands in a rubric block that only authors and tutors see.
"""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from questionbank.exchange.formats.notes import labels_of, write_note
from questionbank.exchange.formats.package import LAWS, MANIFEST
from questionbank.exchange.formats.qti import TOOL
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.writing import write_declaration
from questionbank.laws.rules import LawDeclaration
from questionbank.questions.rules import BLANK, CHOICE_KINDS, LETTERS, Content, ItemKind
from rosters.typesetting.glyphs import printable

_ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = {
    _ITEM: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd",
    _PACKAGE: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
}
_MATCH = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_EPOCH = (2026, 1, 1, 0, 0, 0)  # the same questions make the same file
_TRUTH = (("T", "正确"), ("F", "错误"))


def write_qti(items: Sequence[ParsedItem], declarations: Iterable[LawDeclaration] = ()) -> bytes:
    laws = "\n".join(map(write_declaration, declarations))
    parts = {f"items/q{number:05}.xml": _item(item, number) for number, item in enumerate(items, 1)}
    if laws:
        parts[LAWS] = laws.encode()
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {MANIFEST: _manifest(parts), **parts}.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


def _root(name: str, namespace: str, **attributes: str) -> Any:
    from lxml import etree

    root = etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{namespace} {_SCHEMAS[namespace]}")
    _set(root, attributes)
    return root


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    child.text = printable(text) or None
    _set(child, attributes)
    return child


def _set(element: Any, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        element.set(name.rstrip("_").replace("_", "-"), printable(value))


def _saved(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _manifest(parts: Iterable[str]) -> bytes:
    root = _root("manifest", _PACKAGE, identifier="MANIFEST")
    metadata = _add(root, "metadata")
    _add(metadata, "schema", "QTI Package")
    _add(metadata, "schemaversion", "3.0.1")
    _add(root, "organizations")
    resources = _add(root, "resources")
    for number, path in enumerate(parts, 1):
        kind = "imsqti_item_xmlv3p0" if path.endswith(".xml") else "webcontent"
        resource = _add(resources, "resource", identifier=f"r{number:05}", type=kind, href=path)
        _add(resource, "file", href=path)
        resource.tail = "\n"
    return _saved(root)


def _item(item: ParsedItem, number: int) -> bytes:
    content = item.content
    title = item.code or content.stem.replace("\n", " ")[:60]
    root = _root(
        "qti-assessment-item", _ITEM, identifier=f"q{number:05}", title=title, adaptive="false",
        time_dependent="false", tool_name=TOOL,
    )  # fmt: skip
    root.set(_LANGUAGE, "zh-Hans")
    for place, values in enumerate(_right(content), 1):
        _declare(root, content, place, values)
    score = _add(
        root, "qti-outcome-declaration", identifier="SCORE", cardinality="single",
        base_type="float",
    )  # fmt: skip
    body = _add(root, "qti-item-body")
    _note(body, item)
    if content.material:
        _paragraphs(_add(body, "div", class_="material"), content.material)
    _ask(body, content)
    if content.kind is ItemKind.SHORT:
        score.set("external-scored", "human")
    else:
        _process(root, content)
    return _saved(root)


def _right(content: Content) -> list[list[str]]:
    """For each response its right values; the first of a blank is the one that is shown."""
    if content.kind is ItemKind.BLANKS:
        return [line.split("/") for line in content.key.split("\n")]
    return [list(content.key) if content.kind is not ItemKind.SHORT else [content.key]]


def _response(content: Content, place: int) -> str:
    return f"RESPONSE{place}" if content.kind is ItemKind.BLANKS else "RESPONSE"


def _declare(root: Any, content: Content, place: int, values: list[str]) -> None:
    choice = content.kind in CHOICE_KINDS or content.kind is ItemKind.TRUE_FALSE
    single = not choice or content.kind in (ItemKind.SINGLE, ItemKind.TRUE_FALSE)
    declared = _add(
        root, "qti-response-declaration", identifier=_response(content, place),
        cardinality="single" if single else "multiple",
        base_type="identifier" if choice else "string",
    )  # fmt: skip
    correct = _add(declared, "qti-correct-response")
    for value in [next(filter(None, values))] if single else values:
        _add(correct, "qti-value", value)
    if content.kind is ItemKind.BLANKS:
        mapping = _add(declared, "qti-mapping", default_value="0")
        for value in values:
            _add(mapping, "qti-map-entry", map_key=value, mapped_value="1")


def _note(body: Any, item: ParsedItem) -> None:
    rubric = _add(body, "qti-rubric-block", use="instructions", view="author tutor")
    text = write_note(item.content.rationale, labels_of(item))
    _paragraphs(_add(rubric, "qti-content-body"), text)


def _paragraphs(parent: Any, text: str) -> None:
    for line in text.split("\n"):
        _add(parent, "p", line)


def _ask(body: Any, content: Content) -> None:
    stem = _add(body, "div", class_="stem")
    if content.kind is ItemKind.BLANKS:
        _gapped(stem, content)
        return
    _paragraphs(stem, content.stem)
    if content.kind is ItemKind.SHORT:
        _add(body, "qti-extended-text-interaction", response_identifier="RESPONSE")
        return
    options: Iterable[tuple[str, str]] = zip(LETTERS, content.options, strict=False)
    single = content.kind in (ItemKind.SINGLE, ItemKind.TRUE_FALSE)
    interaction = _add(
        body, "qti-choice-interaction", response_identifier="RESPONSE", shuffle="false",
        max_choices="1" if single else "0",
    )  # fmt: skip
    for letter, text in _TRUTH if content.kind is ItemKind.TRUE_FALSE else options:
        _paragraphs(_add(interaction, "qti-simple-choice", identifier=letter), text)


def _gapped(stem: Any, content: Content) -> None:
    """The stem with a text entry for each blank, counted through all its lines."""
    place = 0
    for line in content.stem.split("\n"):
        first, *rest = line.split(BLANK)
        paragraph = _add(stem, "p", first)
        for text in rest:
            place += 1
            gap = _add(
                paragraph, "qti-text-entry-interaction",
                response_identifier=_response(content, place),
            )  # fmt: skip
            gap.tail = printable(text) or None


def _process(root: Any, content: Content) -> None:
    if content.kind is not ItemKind.BLANKS:
        _add(root, "qti-response-processing", template=_MATCH)
        return
    rule = _add(_add(root, "qti-response-processing"), "qti-set-outcome-value", identifier="SCORE")
    total = _add(rule, "qti-sum")
    for place in range(1, content.key.count("\n") + 2):
        _add(total, "qti-map-response", identifier=_response(content, place))
