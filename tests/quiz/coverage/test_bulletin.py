"""A bulletin from its draft to its issue, and what its documents hold."""

import re
from io import BytesIO

import pytest
from django.db.models import F
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from audit.models import AuditRecord
from audit.rules import Refusal
from quiz.coverage.bulletins.actions import (
    digest_of,
    discard_bulletin,
    draft_bulletin,
    figures_changed,
    fill_bulletin,
    issue_bulletin,
    save_bulletin,
)
from quiz.coverage.bulletins.documents import bulletin_pdf
from quiz.coverage.bulletins.word import bulletin_docx
from quiz.coverage.models import Bulletin
from quiz.delivery.rules import AttemptState
from quiz.results.actions import publish_results
from rosters.cohorts.models import EntryReason
from rosters.cohorts.rules import CohortKind, ReleaseKind
from rosters.roles.rules import Role
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_person, make_release, make_roster, make_unit, make_user
from tests.quiz.results.factories import (
    make_attempt,
    make_batch,
    make_candidate,
    make_exam,
    make_officer,
)

pytestmark = pytest.mark.django_db
DAY = NOW.date()


def make_county(absent="缺考人"):
    """Two offices and a town: 95, 70.5 / 50, absent, exempt / 80; the first is in two cohorts."""
    office, other = make_unit("财政局"), make_unit("审计局")
    town = make_unit("白水镇", kind=UnitKind.TOWNSHIP)
    names = ["甲一", "甲二", "乙一", absent, "乙三", "丙一"]
    units = [office, office, other, other, other, town]
    people = [make_person(name, unit=unit) for name, unit in zip(names, units, strict=True)]
    exam = make_exam(make_roster(*people), title="2026年度法律知识考试")
    batch = make_batch(exam)
    entries = list(exam.roster.entries.all())
    for entry, total in zip(entries, [95, "70.5", 50, None, "exempt", 80], strict=True):
        if total == "exempt":
            make_release(entry, ReleaseKind.EXEMPT)
        elif total is None:
            make_attempt(make_candidate(batch, entry), state=AttemptState.READY)
        else:
            make_attempt(make_candidate(batch, entry), total)
    EntryReason.objects.create(entry=entries[0], cohort=CohortKind.NEW_LEADER, fact="2026-01-01")
    return exam


@pytest.fixture
def exam():
    return make_county()


@pytest.fixture
def officer():
    return make_officer()


def publish(exam):
    publish_results(actor=make_officer(), exam=exam, now=NOW)


def make_draft(exam, officer, *, names=False, **texts):
    draft = draft_bulletin(actor=officer, exam=exam, names=names, now=NOW)
    for name, text in ({"issuer": "青山县司法局"} | texts).items():
        setattr(draft, name, text)
    draft.save()
    return draft


def issue(draft, officer, **said):
    said = {"seen": digest_of(draft), "number": "青司通〔2026〕1号", "day": DAY, "now": NOW} | said
    return issue_bulletin(actor=officer, bulletin=draft, **said)


def test_the_text_says_the_figures_with_the_rule_beside_each(exam, officer):
    publish(exam)
    body = make_draft(exam, officer).body
    assert (
        "应考6人，其中实考4人，缺考1人，免考1人，各项合计6人，与应考人数一致。\n"
        "参考率80.0%（实考人数÷应考人数扣除免考、调离、退休离职和重复登记人员后的人数，即4÷5）。\n"
        "合格3人（含优秀1人），不合格1人。按实考人数计算，合格率75.0%（合格人数÷实考人数，即3÷4）；"
        "按应考人数计算，合格率50.0%（合格人数÷应考人数，即3÷6）。"
        "优秀率25.0%（优秀人数÷实考人数，即1÷4）。\n"
        "平均分73.9分，最高分95分，最低分50分。\n"
    ) in body
    assert "（一）乡镇、街道。共1个单位；参考率达到100%的1个，为白水镇。" in body
    assert (
        "（二）县政府部门。共2个单位；参考率达到100%的1个，为财政局；"
        "低于全县参考率（80.0%）的1个，为审计局（50.0%）。"
    ) in body
    assert "缺考1人，涉及1个单位：审计局1人。\n" in body
    assert "新提任领导干部1人、行政执法人员6人，同属两类的分别计入各类，合计只计一次。" in body


def test_units_are_ranked_within_their_kind_and_named_by_kind(exam, officer):
    publish(exam)
    kinds = make_draft(exam, officer).figures["kinds"]
    assert [
        (kind["label"], [(u["name"], u["rank"], u["average"]) for u in kind["units"]])
        for kind in kinds
    ] == [
        ("乡镇、街道", [("白水镇", 1, "80.0")]),
        ("县政府部门", [("财政局", 1, "82.8"), ("审计局", 2, "50.0")]),
    ]


def test_before_publication_nothing_says_who_passed(exam, officer):
    draft = make_draft(exam, officer)
    told = draft.body + repr(draft.figures)
    assert re.findall("合格率|合格人数|平均分|优秀率|passed|failed|excellent'|average", told) == []
    assert "截至2026年11月22日，应考6人，其中实考4人" in draft.body


def test_a_bulletin_is_not_issued_before_publication(exam, officer):
    draft = make_draft(exam, officer)
    assert issue(draft, officer) == Refusal(
        "bulletins.not_published", {"title": draft.title, "exam": exam.title}
    )
    draft.refresh_from_db()
    assert (draft.issued_at, draft.number) == (None, "")


def test_figures_that_changed_are_noticed_and_taken(exam, officer):
    draft = make_draft(exam, officer)
    assert not figures_changed(draft, NOW)
    publish(exam)
    assert figures_changed(draft, NOW)
    assert issue(draft, officer).code == "bulletins.figures_changed"
    seen = digest_of(draft)
    filled = fill_bulletin(
        actor=officer, bulletin=draft, seen=seen, text=False, names=False, now=NOW
    )
    assert (filled.body, figures_changed(filled, NOW)) == (draft.body, False)
    again = fill_bulletin(
        actor=officer, bulletin=filled, seen=digest_of(filled), text=True, names=False, now=NOW
    )
    assert "合格率75.0%" in again.body


def test_names_are_in_it_by_choice_only(exam, officer):
    publish(exam)
    without, named = make_draft(exam, officer), make_draft(exam, officer, names=True)
    assert "缺考人" not in repr(without.figures["kinds"]) + without.body.replace("缺考人员", "")
    assert named.figures["names"] == [{"unit": "审计局", "names": ["缺考人"]}]
    assert "［附件：缺考人员］" in named.body


def test_an_issued_bulletin_never_changes(exam, officer):
    publish(exam)
    draft = make_draft(exam, officer)
    issued = issue(draft, officer)
    kept = Bulletin.objects.values().get()
    assert (issued.number, issued.issued_on, issued.issued_by) == (
        "青司通〔2026〕1号",
        DAY,
        officer,
    )
    assert len(issued.content_hash) == 64
    seen = digest_of(issued)
    refusal = Refusal("bulletins.issued", {"title": draft.title})
    texts = {"title": "甲", "issuer": "乙", "addressees": "", "body": "丙"}
    told = {"actor": officer, "bulletin": draft}
    assert [
        issue(draft, officer, number="青司通〔2026〕2号"),
        save_bulletin(**told, seen=seen, texts=texts),
        fill_bulletin(**told, seen=seen, text=True, names=True, now=NOW),
        discard_bulletin(**told),
    ] == [refusal] * 4
    assert Bulletin.objects.values().get() == kept


def test_a_draft_is_acted_on_as_it_was_seen(exam, officer):
    publish(exam)
    draft = make_draft(exam, officer)
    seen = digest_of(draft)
    texts = {"title": "通报", "issuer": "县司法局", "addressees": "各乡镇", "body": "一、情况"}
    saved = save_bulletin(actor=officer, bulletin=draft, seen=seen, texts=texts)
    assert {name: getattr(saved, name) for name in texts} == texts
    stale = Refusal("bulletins.stale", {"title": "通报"})
    assert save_bulletin(actor=officer, bulletin=draft, seen=seen, texts=texts) == stale
    assert issue(draft, officer, seen=seen) == stale


@pytest.mark.parametrize(
    ("texts", "said", "code"),
    [
        ({"issuer": ""}, {}, "bulletins.issuer_missing"),
        ({}, {"day": DAY.replace(day=23)}, "bulletins.day_to_come"),
        ({"body": "［表：缺考人员］"}, {}, "bulletins.unknown_table"),
    ],
)
def test_what_is_incomplete_is_not_issued(exam, officer, texts, said, code):
    publish(exam)
    assert issue(make_draft(exam, officer, **texts), officer, **said).code == code


def test_a_number_stands_on_one_bulletin(exam, officer):
    publish(exam)
    first = make_draft(exam, officer)
    issue(first, officer)
    second = make_draft(exam, officer)
    assert issue(second, officer) == Refusal(
        "bulletins.number_used", {"number": "青司通〔2026〕1号", "title": first.title}
    )
    assert Bulletin.objects.exclude(issued_at=None).get() == first


def test_a_new_draft_takes_issuer_and_addressees_from_the_last(exam, officer):
    make_draft(exam, officer, addressees="各乡镇（街道）")
    again = draft_bulletin(actor=officer, exam=exam, names=False, now=NOW)
    assert (again.issuer, again.addressees) == ("青山县司法局", "各乡镇（街道）")


def issued_with_names(exam, officer):
    publish(exam)
    draft = make_draft(exam, officer, names=True, addressees="各乡镇（街道），县级各部门")
    draft.body += "抄送：县委办公室。\n"
    draft.save()
    return issue(draft, officer)


def test_the_word_document_has_the_form_of_an_official_paper(exam, officer):
    document = Document(BytesIO(bulletin_docx(issued_with_names(exam, officer))))
    page = document.sections[0]
    sizes = [page.page_width, page.page_height, page.top_margin, page.bottom_margin]
    sizes += [page.left_margin, page.right_margin]
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 35, 28, 26]
    by_text = {p.text: p for p in document.paragraphs}
    looks = {
        text: (
            run.font.size.pt,
            run._r.rPr.rFonts.get(qn("w:eastAsia")),
            by_text[text].paragraph_format.line_spacing.pt,
        )
        for text in ("关于2026年度法律知识考试情况的通报", "二、总体情况", "特此通报。")
        for run in by_text[text].runs
    }
    assert looks == {
        "关于2026年度法律知识考试情况的通报": (22, "方正小标宋简体", 33),
        "二、总体情况": (16, "黑体", 28),
        "特此通报。": (16, "仿宋_GB2312", 28),
    }
    town = by_text["（一）乡镇、街道。共1个单位；参考率达到100%的1个，为白水镇。"]
    assert [run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in town.runs] == [
        "楷体_GB2312", "仿宋_GB2312"
    ]  # fmt: skip
    assert town._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    texts = [p.text for p in document.paragraphs]
    order = ["青山县司法局文件", "青司通〔2026〕1号", "关于2026年度法律知识考试情况的通报",
             "各乡镇（街道），县级各部门：", "特此通报。", "附件：1．乡镇、街道考试情况",
             "青山县司法局", "2026年11月22日", "附件1", "附件3", "抄送：县委办公室。"]  # fmt: skip
    assert [text for text in texts if text in order] == order


def test_the_tables_in_word_say_the_figures_and_repeat_their_header(exam, officer):
    document = Document(BytesIO(bulletin_docx(issued_with_names(exam, officer))))
    cells = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    assert cells[0] == [
        ["范围", "应考", "实考", "缺考", "免考", "参考率", "合格", "合格率（实考）",
         "合格率（应考）", "优秀率", "平均分"],
        ["全县", "6", "4", "1", "1", "80.0%", "3", "75.0%", "50.0%", "25.0%", "73.9"],
    ]  # fmt: skip
    assert cells[3] == [["单位", "人数", "姓名"], ["审计局", "1", "缺考人"]]
    for laid in document.tables:
        assert laid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_page_numbers_and_stand_ins_for_fonts_are_in_the_package(exam, officer):
    document = Document(BytesIO(bulletin_docx(issued_with_names(exam, officer))))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert 'w:instr="PAGE"' in footer._element.xml
    fonts = next(
        part.blob.decode()
        for part in document.part.package.iter_parts()
        if str(part.partname) == "/word/fontTable.xml"
    )
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in fonts


def test_the_pdf_says_the_same(exam, officer):
    pdf = PdfReader(BytesIO(bulletin_pdf(issued_with_names(exam, officer))))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
    for part in ("青司通〔2026〕1号", "参考率80.0%（", "附件1", "缺考人", "抄送：县委办公室。"):
        assert part in text
    assert [round(float(size) / 72 * 25.4) for size in pdf.pages[0].mediabox[2:]] == [210, 297]


def test_a_character_that_cannot_be_printed_is_named(officer):
    exam = make_county(absent="张\U0010fffd")
    publish(exam)
    refusal = bulletin_pdf(make_draft(exam, officer, names=True))
    assert (refusal.code, refusal.facts["code_point"]) == ("typesetting.glyph_missing", "U+10FFFD")


def test_many_units_are_counted_and_named_in_the_annex(officer):
    people = [make_person(unit=make_unit(f"第{place:02}科")) for place in range(12)]
    exam = make_exam(make_roster(*people))
    batch = make_batch(exam)
    for entry in exam.roster.entries.all():
        make_attempt(make_candidate(batch, entry), 80)
    publish(exam)
    body = make_draft(exam, officer).body
    assert "；参考率达到100%的12个，分别为第00科、" in body
    assert "第09科等（详见附件）。" in body
    assert "第10科" not in body
    assert "没有人员缺考。" in body
    assert "（一）巩固参考成果。" in body


def test_the_whole_way_by_the_pages(client, exam, officer):
    client.force_login(officer)
    page = client.get(reverse("coverage:bulletins", args=[exam.pk]))
    assert (page.status_code, list(page.context["page"])) == (200, [])
    client.post(reverse("coverage:bulletin_draft", args=[exam.pk]), {"names": "on"})
    draft = Bulletin.objects.get()
    page = client.get(reverse("coverage:bulletin", args=[draft.pk]))
    assert (page.context["published"], page.context["changed"]) == (False, False)
    publish(exam)
    page = client.get(reverse("coverage:bulletin", args=[draft.pk]))
    assert (page.context["published"], page.context["changed"]) == (True, True)
    refill = {"seen": digest_of(draft), "text": "on"}
    client.post(reverse("coverage:bulletin_fill", args=[draft.pk]), refill)
    draft.refresh_from_db()
    assert draft.figures["names"] is None
    edit = reverse("coverage:bulletin_edit", args=[draft.pk])
    said = {
        "seen": digest_of(draft),
        "title": draft.title,
        "issuer": "县司法局",
        "body": "［表：甲］",
    }
    wrong = client.post(edit, said)
    assert wrong.status_code == 422
    assert "“甲”" in str(wrong.context["form"].non_field_errors())
    assert client.post(edit, said | {"body": draft.body}).status_code == 302
    draft.refresh_from_db()
    address = reverse("coverage:bulletin_issue", args=[draft.pk])
    told = {"seen": digest_of(draft), "number": "1号", "day": DAY.isoformat()}
    assert client.post(address, told | {"day": "2999-01-01"}).status_code == 422
    assert client.post(address, told).status_code == 302
    draft.refresh_from_db()
    assert (draft.number, draft.issued_on) == ("1号", DAY)
    assert client.get(edit).status_code == 302


def test_documents_are_handed_out_for_a_stated_purpose(client, exam, officer):
    issued = issued_with_names(exam, officer)
    client.force_login(officer)
    for end, action in (("pdf", "print"), ("docx", "export")):
        address = reverse(f"coverage:bulletin_{end}", args=[issued.pk])
        assert client.post(address).status_code == 302
        answer = client.post(address, {"purpose": "archive"})
        assert b"".join(answer.streaming_content)[:2] == (b"%P" if end == "pdf" else b"PK")
        told = AuditRecord.objects.get(action=action)
        assert told.subject_id == str(issued.pk)
        assert told.facts == {"what": f"bulletin.{end}", "count": 1, "purpose": "archive"}


def test_leaders_read_what_is_issued_and_others_nothing(client, exam, officer):
    draft = make_draft(exam, officer)
    client.force_login(make_user(Role.LEADER))
    listing = reverse("coverage:bulletins", args=[exam.pk])
    reading = reverse("coverage:bulletin", args=[draft.pk])
    assert list(client.get(listing).context["page"]) == []
    assert client.get(reading).status_code == 404
    Bulletin.objects.update(issued_at=NOW, issued_on=DAY, number=F("pk"))
    assert list(client.get(listing).context["page"]) == [draft]
    page = client.get(reading)
    assert (page.status_code, page.context["writes"]) == (200, False)
    assert client.post(reverse("coverage:bulletin_discard", args=[draft.pk])).status_code == 403
    client.force_login(make_user(Role.LEADER, unit=make_unit()))
    assert client.get(listing).status_code == 403
