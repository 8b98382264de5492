"""QTI items and packages of versions 2.1, 2.2 and 3.0."""

import re
import zipfile
from io import BytesIO

import pytest

from audit.rules import Refusal
from questionbank.exchange.formats import package
from questionbank.exchange.formats.qti_writing import write_qti
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.lines import Line
from questionbank.questions.rules import ItemKind
from tests.questionbank.exchange.formats.readers import outcome, read, reasons
from tests.questionbank.exchange.texts import blanks, multiple, single, truth

NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
CHOICE = """<itemBody><p>看题：</p>
<choiceInteraction responseIdentifier="R" shuffle="true" maxChoices="1">
  <prompt>谁 <strong>管辖</strong>？</prompt>
  <simpleChoice identifier="x"><p>乡级</p></simpleChoice>
  <simpleChoice identifier="y">县级
    <feedbackInline outcomeIdentifier="F" identifier="y">对</feedbackInline></simpleChoice>
</choiceInteraction></itemBody>"""
GAPS = """<itemBody><p>期限是<textEntryInteraction responseIdentifier="R"/>日，
向<textEntryInteraction responseIdentifier="S"/>申请。</p></itemBody>"""
ESSAY = """<itemBody><p>简述听证。</p><extendedTextInteraction responseIdentifier="R"/>
<rubricBlock view="scorer"><p>告知（2分）</p><p>通知（3分）</p></rubricBlock></itemBody>"""


def declared(name, values, cardinality="single", mapping=""):
    said = "".join(f"<value>{value}</value>" for value in values)
    correct = f"<correctResponse>{said}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" '
        f'baseType="identifier">{correct}{mapping}</responseDeclaration>'
    )


def mapped(**worth):
    entries = "".join(f'<mapEntry mapKey="{k}" mappedValue="{v}"/>' for k, v in worth.items())
    return f"<mapping>{entries}</mapping>"


def qti(version, *parts):
    source = (
        f'<?xml version="1.0"?><assessmentItem xmlns="{NAMESPACES[version]}" identifier="i" '
        f'title="题" adaptive="false" timeDependent="false">{"".join(parts)}</assessmentItem>'
    )
    return source if version != "3.0" else spelled_anew(source)


def spelled_anew(source):
    """The names of QTI 3.0: `qti-choice-interaction` with `response-identifier`."""

    def kebab(name):
        return re.sub(r"(?<=[a-z])([A-Z])", lambda match: f"-{match[1].lower()}", name)

    ours = "assessmentItem|\\w*Interaction|\\w+Declaration|correctResponse|value|mapping|mapEntry"
    ours += "|itemBody|prompt|simpleChoice|feedbackInline|rubricBlock|modalFeedback"
    source = re.sub(rf"<(/?)({ours})\b", lambda m: f"<{m[1]}qti-{kebab(m[2])}", source)
    return re.sub(r" ([a-z]+[A-Z]\w*)=", lambda match: f" {kebab(match[1])}=", source)


ITEMS = [
    ((declared("R", ["y"]), CHOICE), single("看题：\n谁 管辖？", "乡级", "县级", key="B")),
    (
        (declared("R", ["x", "y"], "multiple"), CHOICE),
        multiple("看题：\n谁 管辖？", "乡级", "县级", key="AB"),
    ),
    (
        (declared("R", [], mapping=mapped(x="0", y="2")), CHOICE),
        single("看题：\n谁 管辖？", "乡级", "县级", key="B"),
    ),
    (
        (declared("R", ["x"]), CHOICE.replace("乡级", "正确").replace("县级", "错误")),
        truth("看题：\n谁 管辖？", "T"),
    ),
    (
        (
            declared("R", ["60"], mapping=mapped(六十="1", 两个月="0.5")),
            declared("S", ["上级"]),
            GAPS,
        ),
        blanks("期限是____日， 向____申请。", "六十\n上级"),
    ),
]


@pytest.mark.parametrize("version", NAMESPACES)
@pytest.mark.parametrize(("parts", "content"), ITEMS)
def test_qti_item(version, parts, content):
    reading = read(qti(version, *parts), "item.xml")
    assert (reading.rejected, reading.unread) == ([], [])
    assert [item.content for item in reading.parsed] == [content]


@pytest.mark.parametrize("version", NAMESPACES)
def test_qti_extended_text_is_a_short_answer_with_the_scorers_rubric(version):
    (item,) = read(qti(version, declared("R", []), ESSAY), "item.xml").parsed
    assert (item.content.kind, item.content.stem) == (ItemKind.SHORT, "简述听证。")
    assert item.content.key == "告知（2分）\n通知（3分）"


@pytest.mark.parametrize("version", NAMESPACES)
@pytest.mark.parametrize(
    ("body", "type_"),
    [
        ('<itemBody><orderInteraction responseIdentifier="R"/></itemBody>', "orderInteraction"),
        (
            '<itemBody><matchInteraction/><inlineChoiceInteraction/></itemBody>',
            "inlineChoiceInteraction, matchInteraction",
        ),
        (CHOICE.replace("</itemBody>", "<choiceInteraction/></itemBody>"), "choiceInteraction"),
        ("<itemBody><p>只有文字。</p></itemBody>", "itemBody"),
        ("", "itemBody"),
        ('<templateDeclaration identifier="A"/>' + GAPS, "adaptive"),
    ],
)  # fmt: skip
def test_qti_interaction_that_has_no_like_is_rejected(version, body, type_):
    assert reasons(read(qti(version, body), "item.xml")) == [
        ("exchange.type_not_taken", {"type": type_})
    ]


def test_qti_feedback_is_the_rationale_when_it_is_the_only_one():
    feedback = '<modalFeedback outcomeIdentifier="F" identifier="a">因为\n第八条。</modalFeedback>'
    (item,) = read(qti("2.2", declared("R", ["y"]), CHOICE, feedback), "a.xml").parsed
    assert item.content.rationale == "因为 第八条。"
    two = feedback + feedback.replace("因为", "所以")
    reading = read(qti("2.2", declared("R", ["y"]), CHOICE, two), "a.xml")
    assert reading.parsed[0].content.rationale == ""
    assert [line.text for line in reading.unread] == ["因为 第八条。", "所以 第八条。"]


def test_qti_pictures_are_told():
    body = CHOICE.replace("看题：", '看题：<img src="map.png" alt="图"/>')
    reading = read(qti("2.1", declared("R", ["y"]), body), "a.xml")
    assert (len(reading.parsed), [line.text for line in reading.unread]) == (1, ["map.png"])


def manifest(*resources):
    listed = "".join(
        f'<resource identifier="r{n}" type="{kind}" href="{href}"/>\n'
        for n, (kind, href) in enumerate(resources)
    )
    return (
        '<?xml version="1.0"?><manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
        f'identifier="m"><resources>{listed}</resources></manifest>'
    )


def zipped(*members):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


ITEM = qti("2.1", declared("R", ["y"]), CHOICE)
KIND = "imsqti_item_xmlv2p1"


@pytest.mark.parametrize("folder", ["", "bank/"])
def test_package_is_read_in_the_order_of_its_manifest(folder):
    second = qti("2.1", declared("R", ["x"]), CHOICE.replace("看题", "再看"))
    resources = [(KIND, "b%20b.xml"), (KIND, "sub/a.xml"), (KIND, "none.xml"), (KIND, "broken.xml")]
    resources += [("imsqti_test_xmlv2p1", "test.xml"), ("webcontent", "map.png")]
    content = zipped(
        (f"{folder}imsmanifest.xml", manifest(*resources)),
        (f"{folder}b b.xml", ITEM),
        (f"{folder}sub/a.xml", second),
        (f"{folder}broken.xml", "<assessmentItem>"),
        (f"{folder}test.xml", "<assessmentTest/>"),
        (f"{folder}left.xml", ITEM),
        (f"{folder}map.png", b"\x89PNG"),
    )
    reading = read(content, "bank.zip")
    assert [(item.line, item.content.key) for item in reading.parsed] == [
        (Line(1, "题", f"{folder}b b.xml"), "B"),
        (Line(2, "题", f"{folder}sub/a.xml"), "A"),
    ]
    assert reasons(reading) == [
        ("exchange.part_unreadable", {"file": f"{folder}none.xml"}),
        ("exchange.part_unreadable", {"file": f"{folder}broken.xml"}),
    ]
    assert {line.text for line in reading.unread} == {
        f"{folder}left.xml",
        f"imsqti_test_xmlv2p1: {folder}test.xml",
    }


def test_xml_base_moves_a_resource():
    listed = manifest((KIND, "a.xml")).replace("<resources>", '<resources xml:base="items/">')
    reading = read(zipped(("imsmanifest.xml", listed), ("items/a.xml", ITEM)), "bank.zip")
    assert len(reading.parsed) == 1


@pytest.mark.parametrize(
    "path", ["../a.xml", "/etc/a.xml", "a/../../b.xml", "C:\\a.xml", "a\\b.xml"]
)
def test_package_with_paths_that_lead_out_is_refused(path):
    content = zipped(("imsmanifest.xml", manifest((KIND, "a.xml"))), ("a.xml", ITEM), (path, "x"))
    expected = Refusal("exchange.package_paths", {"file": "b.zip", "path": path})
    assert outcome(content, "b.zip") == expected


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_package_with_a_name_twice_is_refused():
    content = zipped(("imsmanifest.xml", manifest()), ("a.xml", ITEM), ("a.xml", ITEM))
    expected = Refusal("exchange.package_paths", {"file": "b.zip", "path": "a.xml"})
    assert outcome(content, "b.zip") == expected


def test_resource_outside_of_the_package_is_rejected():
    reading = read(
        zipped(
            ("imsmanifest.xml", manifest((KIND, "../../etc/passwd"))),
        ),
        "b.zip",
    )
    assert reasons(reading) == [("exchange.part_unreadable", {"file": "../../etc/passwd"})]


def test_package_that_unfolds_beyond_measure_is_refused():
    bomb = b"<a>" + b" " * (package._MOST_XML + 1)
    content = zipped(("imsmanifest.xml", manifest((KIND, "a.xml"))), ("a.xml", bomb))
    assert len(content) < 2**20
    assert outcome(content, "b.zip") == Refusal(
        "exchange.unfolds_too_big", {"file": "b.zip", "limit": 80}
    )


def test_member_larger_than_any_item_is_refused():
    bomb = b"<a>" + b" " * (package._MOST_ITEM + 1)
    content = zipped(("imsmanifest.xml", manifest((KIND, "a.xml"))), ("a.xml", bomb))
    assert outcome(content, "b.zip") == Refusal(
        "exchange.unfolds_too_big", {"file": "b.zip", "limit": 80}
    )


def test_package_without_a_sound_manifest_is_refused():
    for source in (
        "<manifest>",
        "<quiz/>",
        '<!DOCTYPE m [<!ENTITY a "b">]><manifest>&a;</manifest>',
    ):
        content = zipped(("imsmanifest.xml", source))
        assert outcome(content, "b.zip") == Refusal("exchange.xml_unsafe", {"file": "b.zip"})


def test_written_package_has_the_structure_of_qti_3():
    """Names, order and attributes as the information model of QTI 3.0 has them."""
    from lxml import etree

    content = blanks("期限是____，向____。", "六十日/60日\n上级")
    written = write_qti([ParsedItem(Line(1, ""), 1, content, "A-1")])
    with zipfile.ZipFile(BytesIO(written)) as archive:
        assert archive.namelist() == ["imsmanifest.xml", "items/q00001.xml"]
        listed = etree.fromstring(archive.read("imsmanifest.xml"))
        root = etree.fromstring(archive.read("items/q00001.xml"))
    assert listed.tag == "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}manifest"
    assert [etree.QName(child).localname for child in listed] == [
        "metadata", "organizations", "resources",
    ]  # fmt: skip
    (resource,) = listed.iter("{*}resource")
    assert dict(resource.attrib) == {
        "identifier": "r00001", "type": "imsqti_item_xmlv3p0", "href": "items/q00001.xml",
    }  # fmt: skip
    assert root.tag == "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}qti-assessment-item"
    assert (root.get("identifier"), root.get("time-dependent"), root.get("title")) == (
        "q00001", "false", "A-1",
    )  # fmt: skip
    assert [etree.QName(child).localname for child in root] == [
        "qti-response-declaration", "qti-response-declaration", "qti-outcome-declaration",
        "qti-item-body", "qti-response-processing",
    ]  # fmt: skip
    gaps = [gap.get("response-identifier") for gap in root.iter("{*}qti-text-entry-interaction")]
    assert gaps == [d.get("identifier") for d in root.iter("{*}qti-response-declaration")]
    assert gaps == ["RESPONSE1", "RESPONSE2"]
    rubric = next(root.iter("{*}qti-rubric-block"))
    assert dict(rubric.attrib) == {"use": "instructions", "view": "author tutor"}
