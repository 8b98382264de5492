"""Files of laws: by command, in every form, and what is no law at all."""

import csv
import json
import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.models import AuditRecord
from questionbank.laws.actions import LawFile, import_laws
from questionbank.laws.files import read_lines
from questionbank.laws.models import Article, Law, LawAlias, LawVersion
from questionbank.laws.report import Certainty, LawsReport
from questionbank.laws.rules import PREAMBLE
from questionbank.questions.rules import QuestionState
from tests.questionbank.factories import cite, make_question
from tests.questionbank.laws.texts import (
    FIRST,
    REAL,
    markdown,
    national_database_word,
    needs_real_laws,
    saved,
)

pytestmark = pytest.mark.django_db

CODE = "中华人民共和国甲法典"
PASSED = ("2020年5月28日 某届全国人民代表大会第三次会议通过",)


def run(*files: tuple[str, bytes], **options) -> LawsReport:
    return import_laws(
        actor=SYSTEM, files=[LawFile(name, content) for name, content in files], **options
    )


def refusal_of(content: bytes, name: str = "文件.md") -> str:
    (file,) = run((name, content)).files
    assert file.reason and file.why
    assert not LawVersion.objects.exists() and not AuditRecord.objects.exists()
    return file.reason.code


def command(*arguments: str) -> tuple[str, str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("import_laws", *arguments, stdout=out, stderr=err)
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    return out.getvalue(), err.getvalue(), code


def test_a_word_file_of_the_national_database():
    (file,) = run(("中华人民共和国档案借阅法_20240628.docx", national_database_word())).files
    version = LawVersion.objects.get()
    assert (version.adopted_on, version.effective_on) == (date(2024, 6, 28), date(2024, 11, 1))
    assert version.history.split("\n") == [
        "2010年3月5日某届全国人民代表大会第一次会议通过",
        "根据2018年10月26日某届全国人民代表大会常务委员会第六次会议"
        "《关于修改〈中华人民共和国档案借阅法〉等两部法律的决定》修正",
        "2024年6月28日某届全国人民代表大会常务委员会第十次会议修订",
    ]
    assert list(version.articles.values_list("number", "text", "division")) == [
        ("1", "为了规范借阅，制定本法。", "第一章 总则"),
        ("2", "借阅应当登记：\n（一）姓名；\n（二）日期。", "第一章 总则"),
        ("2.1", "期限为三十日。", "第二章 附则"),
        ("3", "本法自2024年11月1日起施行。", "第二章 附则"),
    ]
    assert (file.certainty, file.version) == (Certainty.TEXT, version)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_text_files_in_every_encoding(encoding):
    wide = FIRST.replace("条 ", "条　").replace("\n\n", "\r\n")
    run(("借阅法.txt", wide.encode(encoding)))
    assert list(Article.objects.values_list("number", "division")) == [
        ("1", "第一章 总则"),
        ("2", "第一章 总则"),
        ("3", "第二章 附则\n第一节 施行"),
    ]
    assert Article.objects.get(number="1").text == "为了规范借阅，制定本法。"
    assert Law.objects.get().title == "中华人民共和国档案借阅法"


def test_the_parts_of_a_code_are_one_version_however_they_come():
    general = markdown(("1", "甲。"), ("2", "乙。"), title=f"{CODE}\n# 总则", history=PASSED)
    closing = markdown(
        ("4", "本法自2021年1月1日起施行。"), title=f"{CODE}\n# 附则", history=PASSED
    )  # fmt: skip
    middle = markdown(("3", "丙。"), title=f"{CODE}\n# 物权编", history=PASSED)
    first = run(("附则.md", closing), ("总则.md", general))
    assert [(one.verdict, one.statute.numbered) for one in first.files] == [
        ("added", 1),
        ("added", 2),
    ]
    assert first.undated == []
    assert run(("物权编.md", middle)).counts["extended"] == 1
    version = LawVersion.objects.get()
    rows = version.articles.order_by("position").values_list("number", "division")
    assert list(rows) == [("1", "总则"), ("2", "总则"), ("3", "物权编"), ("4", "附则")]
    assert version.effective_on == date(2021, 1, 1)
    assert run(("物权编.md", middle), ("总则.md", general)).counts["unchanged"] == 2


def test_one_bad_file_keeps_no_other_out():
    report = run(("a.md", b""), ("b.md", markdown(("1", "甲。"))), ("c.md", b"%PDF-1.7"))
    assert [file.reason and file.reason.code for file in report.files] == [
        "laws.empty",
        None,
        "laws.wrong_type",
    ]
    assert report.counts == {
        "added": 1, "extended": 0, "corrected": 0, "unchanged": 0, "refused": 2,
    }  # fmt: skip


def test_the_effective_day_is_given_certain_known_or_unknown():
    amended = ("2010年3月5日 通过", "2020年3月5日 《关于修改〈甲法〉的决定》修正")
    law = ("甲法.md", markdown(("1", "甲。"), ("2", "本法自2010年7月1日起施行。"), history=amended))
    for options, certainty, effective_on in (
        ({}, Certainty.UNKNOWN, None),
        ({"effective_on": date(2020, 6, 1)}, Certainty.GIVEN, date(2020, 6, 1)),
        ({}, Certainty.KNOWN, date(2020, 6, 1)),
    ):
        (file,) = run(law, **options).files
        assert (file.certainty, file.effective_on) == (certainty, effective_on)


def test_a_file_name_cannot_put_a_text_in_force_before_its_adoption():
    law = ("甲法（2009年1月1日起施行）.md", markdown(("1", "甲。")))
    (file,) = run(law).files
    assert (file.certainty, file.effective_on) == (Certainty.UNKNOWN, None)


def test_a_day_that_a_person_gives_is_the_version():
    undated = ("甲法.md", markdown(("1", "甲。"), history=()))
    assert run(undated).files[0].reason.code == "laws.no_day"
    run(undated, adopted_on=date(2019, 4, 23))
    assert LawVersion.objects.get().adopted_on == date(2019, 4, 23)


def test_a_dry_run_says_the_same_and_writes_nothing():
    file = ("甲法.md", markdown(("1", "甲。"), ("4", "乙。")))
    report = run(file, dry_run=True)
    assert (report.counts["added"], report.files[0].missing, report.files[0].version) == (
        1,
        2,
        None,
    )
    assert not Law.objects.exists() and not AuditRecord.objects.exists()
    assert run(file).counts["added"] == 1
    assert run(file, dry_run=True).counts["unchanged"] == 1


def test_the_command_reads_folders_and_reports_as_json(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "借阅法.md").write_text(FIRST)
    (tmp_path / "old" / "书.txt").write_text("这不是法律。")
    (tmp_path / "index.csv").write_text("法律,日期")
    out, _err, code = command(str(tmp_path), str(tmp_path / "无.md"), "--json")
    report = json.loads(out)
    assert code == 2
    assert [(one["file"], one["verdict"]) for one in report["files"]] == [
        ("书.txt", "refused"),
        ("借阅法.md", "added"),
        ("无.md", "refused"),
    ]
    assert report["files"][1] == {
        "file": "借阅法.md",
        "law": "中华人民共和国档案借阅法",
        "part": "",
        "version": "2010-03-05",
        "effective_on": "2010-07-01",
        "effective_from": "text",
        "articles": 3,
        "missing": 0,
        "verdict": "added",
        "reason": "",
    }
    assert (report["added"], report["refused"]) == (1, 2)
    assert report["currency"] == {"checked": 0, "sent": 0, "restored": 0}


def test_the_command_tells_people_what_became_of_each_file(tmp_path):
    path = tmp_path / "甲法.md"
    amended = ("2010年3月5日 通过", "2020年3月5日 《决定》修正")
    path.write_bytes(markdown(("1", "甲。"), ("3", "乙。"), history=amended))
    out, err, code = command(str(path))
    assert (err, code, len(out.splitlines())) == ("", 0, 3)
    assert command(str(path), "--dry-run", "--effective", "2020-06-01")[2] == 0
    assert LawVersion.objects.get().effective_on is None
    assert command(str(path), "--effective", "2020-06-01")[2] == 0
    assert LawVersion.objects.get().effective_on == date(2020, 6, 1)


def test_the_command_does_not_read_what_is_too_large(tmp_path, settings):
    settings.UPLOAD_MAX_BYTES = 100
    path = tmp_path / "大.md"
    path.write_text(FIRST)
    _out, err, code = command(str(path))
    assert code == 2 and "大.md" in err
    assert refusal_of(FIRST.encode()) == "laws.too_big"


def test_a_new_text_sends_the_questions_that_it_leaves_behind_to_re_review(tmp_path):
    run(("借阅法.md", FIRST.encode()))
    places = [cite(LawVersion.objects.get(), number) for number in ("1", "2")]
    kept, behind = (make_question(citations=[place]) for place in places)
    revised = FIRST.replace("应当登记", "可以登记").replace(
        "\n\n<!--", "\n\n2020年3月5日 某次会议修订\n\n<!--"
    )
    path = tmp_path / "借阅法.md"
    path.write_text(revised.replace("2010年7月1日", "2020年7月1日"))
    out, _err, code = command(str(path), "--json")
    assert (code, json.loads(out)["currency"]) == (0, {"checked": 2, "sent": 1, "restored": 0})
    kept.refresh_from_db()
    behind.refresh_from_db()
    assert (kept.state, behind.state) == (QuestionState.APPROVED, QuestionState.RE_REVIEW)


def zipped(**files: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def document_with(xml: bytes) -> bytes:
    """A sound Word file whose body is replaced."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(national_database_word())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return buffer.getvalue()


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document ' + W + b"><w:body><w:p><w:r>"
    b"<w:t>&b;&f;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" \r\n", "laws.empty"),
        (b"\x81\xff\x01" * 40, "laws.wrong_type"),
        (b"<html><body>x", "laws.wrong_type"),
        (zipped(a=b"x"), "laws.wrong_type"),
        (zipped(word__document__xml=b"x")[:-30], "laws.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "laws.old_word"),
        (document_with(b"<broken"), "laws.damaged"),
        (document_with(ENTITIES), "laws.no_statute"),
        (document_with(b"<a>" + b" " * 11 * 2**20), "laws.unfolds_too_big"),
        (document_with(b"<a>" + b" " * 130 * 2**20), "laws.unfolds_too_big"),
        (markdown(("1", "长" * 20_001)), "laws.article_too_long"),
        ("一、单项选择题\n1. 甲（　）。\nA. 乙\nB. 丙\n答案：A".encode(), "laws.no_statute"),
    ],
    ids=range(12),
)
def test_what_is_no_law_is_refused_in_words(content, code):
    assert refusal_of(content) == code


def test_entities_are_not_unfolded():
    lines = read_lines(document_with(ENTITIES), "a.docx")
    assert isinstance(lines, list)
    assert "ha" not in "".join(lines) and "root" not in "".join(lines)


def test_deep_nesting_is_no_crash():
    deep = b"<w:document " + W + b"><w:body><w:p>" + b"<w:r>" * 5000
    deep += b"</w:r>" * 5000 + b"</w:p></w:body></w:document>"
    assert refusal_of(document_with(deep)) in ("laws.damaged", "laws.no_statute")


def test_text_that_was_struck_out_of_a_word_file_is_left_out():
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    for text in ("甲法", "2010年3月5日通过", "第一条　期限为三十日。"):
        document.add_paragraph(text)
    struck = b"<w:del " + W + "><w:r><w:t>不</w:t></w:r></w:del>".encode()
    document.paragraphs[-1]._p.append(parse_xml(struck))
    run(("甲法.docx", saved(document)))
    assert Article.objects.get().text == "期限为三十日。"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    lines = read_lines(content, "文件")
    assert not isinstance(lines, list) or all("\n" not in line for line in lines)


@needs_real_laws
def test_all_real_texts_are_imported_with_the_counts_of_their_index():
    index = csv.DictReader((REAL / "index.csv").read_text(encoding="utf-8-sig").splitlines())
    expected = {(row["kind"], row["file"]): int(row["articles"]) for row in index}
    paths = sorted(path for kind in ("current", "old") for path in (REAL / kind).glob("*.md"))
    assert len(paths) == 92
    report = run(*((str(path.relative_to(REAL)), path.read_bytes()) for path in paths))
    assert [file.why for file in report.files if file.refused] == []
    counts = {tuple(Path(file.file).parts): file.statute.numbered for file in report.files}
    assert {key: counts[key] for key in expected} == expected
    assert sum(counts.values()) == Article.objects.exclude(number=PREAMBLE).count()
    code = LawVersion.objects.get(law__short_title="民法典")
    numbers = list(code.articles.order_by("position").values_list("number", flat=True))
    assert numbers == [str(number) for number in range(1, 1261)]
    endings = {text[-1] for text in Article.objects.values_list("text", flat=True)}
    assert endings <= set("。”）；：")  # no heading was taken for a paragraph
    days = {
        (version.law.short_title, version.adopted_on.year): version.effective_on
        for version in LawVersion.objects.select_related("law")
    }
    assert days["治安管理处罚法", 2025] == date(2026, 1, 1)
    assert days["治安管理处罚法", 2012] is None  # its text prints 2006-03-01
    assert days["网络安全法", 2025] is None  # its text prints 2017-06-01
    assert days["网络安全法", 2016] == date(2017, 6, 1)
    assert days["村民委员会组织法", 2025] is None
    assert days["生态环境法典", 2026] == date(2026, 8, 15)
    assert Law.objects.get(short_title="宪法修正案（2018年）") != Law.objects.get(
        short_title="宪法"
    )
    assert LawAlias.objects.get(name="地方组织法").law.short_title.startswith("地方各级")
    again = run(*((path.name, path.read_bytes()) for path in paths))
    assert again.counts["unchanged"] == 92


def test_a_cited_version_is_not_overwritten_by_an_import():
    run(("借阅法.md", FIRST.encode()))
    make_question(citations=[cite(LawVersion.objects.get(), "3")])
    changed = FIRST.replace("应当登记", "可以登记")
    (file,) = run(("借阅法.md", changed.encode())).files
    assert file.reason.code == "laws.text_differs" and "第二条" in file.why
