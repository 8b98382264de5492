"""Lists of cards to be cancelled: drafted, announced once, printed without identity numbers."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from audit.models import AuditRecord
from audit.rules import Refusal
from quiz.clearance.actions import (
    announce_list,
    begin_list,
    discard_list,
    keep_cards,
    put_on_list,
    reopen_cards,
    take_off_list,
)
from quiz.clearance.documents import cancellation_pdf
from quiz.clearance.models import CancellationList, CancelledCard, KeptCard
from quiz.clearance.queries import digest_of, load_lines, printed_lines
from quiz.clearance.rules import CardState, Finding, Parameters
from quiz.clearance.workbook import cancellation_workbook, worklist_workbook
from rosters.people.models import Credential, Person
from rosters.people.rules import CredentialStatus, PersonStatus
from tests.factories import NOW, make_unit
from tests.quiz.clearance.factories import DAY, make_card, make_expired, make_holder
from tests.quiz.results.factories import make_officer

pytestmark = pytest.mark.django_db
TITLE = "青山县行政执法证件注销名单（公示）"


@pytest.fixture
def officer():
    return make_officer()


def begin(officer, *cards, finding=Finding.EXPIRED, title=TITLE):
    picks = {(card.pk, finding) for card in cards}
    return begin_list(actor=officer, title=title, picks=picks, day=DAY, now=NOW)


def announce(officer, draft, **said):
    said = {"seen": digest_of(draft), "number": "青司公〔2026〕3号", "day": DAY, "now": NOW} | said
    return announce_list(actor=officer, cancellation=draft, **said)


def test_keeping_is_recorded_with_its_basis_and_checked(officer):
    card = make_expired("1")
    pick = (card.pk, Finding.EXPIRED)
    until = DAY + timedelta(days=30)
    said = {"actor": officer, "picks": {pick}, "basis": "换发中", "day": DAY, "now": NOW}
    assert keep_cards(**said | {"picks": set()}, until=until) == Refusal("clearance.nothing_ticked")
    assert keep_cards(**said, until=DAY) == Refusal("clearance.until_past")
    assert keep_cards(**said | {"basis": " "}, until=until) == Refusal("clearance.basis_missing")
    fallen = {pick, (card.pk, Finding.NO_POSTING)}
    assert keep_cards(**said | {"picks": fallen}, until=until) == Refusal(
        "clearance.changed", {"number": 1}
    )
    assert not KeptCard.objects.exists()
    assert keep_cards(**said, until=until) == 1
    kept = KeptCard.objects.get()
    assert (kept.credential, kept.finding, kept.basis, kept.until) == (
        card, Finding.EXPIRED, "换发中", until
    )  # fmt: skip
    facts = {"until": until.isoformat(), "picks": [[card.pk, Finding.EXPIRED]]}
    assert AuditRecord.objects.get(action="keep_cards").facts == facts
    assert reopen_cards(actor=officer, picks={pick}, day=DAY, now=NOW) == 1
    line = load_lines(Credential.objects.all(), Parameters(), DAY)[0]
    assert [one.state for one in line.judged] == [CardState.OPEN]


def test_a_line_says_holder_unit_and_reasons_as_they_were(officer):
    person = make_holder("张三", unit=make_unit("县农业农村局"))
    card = make_expired("15000001", person)
    Person.objects.filter(pk=person.pk).update(status=PersonStatus.RETIRED)
    picks = {(card.pk, Finding.EXPIRED), (card.pk, Finding.HOLDER_LEFT)}
    draft = begin_list(actor=officer, title=TITLE, picks=picks, day=DAY, now=NOW)
    Person.objects.filter(pk=person.pk).update(name="张四")
    line = draft.cards.get()
    assert (line.number, line.name, line.unit_name, line.finding, line.reason) == (
        "15000001", "张三", "县农业农村局", Finding.HOLDER_LEFT, "退休；证件已过有效期"
    )  # fmt: skip


def test_a_card_is_on_one_draft_only_and_leaves_it_again(officer):
    card, other = make_expired("1"), make_expired("2")
    draft = begin(officer, card)
    pick = {(card.pk, Finding.EXPIRED), (other.pk, Finding.EXPIRED)}
    said = {"actor": officer, "cancellation": draft, "day": DAY}
    assert put_on_list(**said, picks=pick) == Refusal(
        "clearance.on_another_list", {"number": "1", "title": TITLE}
    )
    assert put_on_list(**said, picks={(other.pk, Finding.EXPIRED)}) == draft
    states = {
        line.card.number: one.state
        for line in load_lines(Credential.objects.all(), Parameters(), DAY)
        for one in line.judged
    }
    assert states == {"1": CardState.LISTED, "2": CardState.LISTED}
    first = draft.cards.get(number="1").pk
    assert take_off_list(actor=officer, cancellation=draft, lines=[first, 999_999]) == 1
    assert take_off_list(actor=officer, cancellation=draft, lines=[first]) == Refusal(
        "clearance.nothing_ticked"
    )
    assert [line.number for line in draft.cards.all()] == ["2"]
    assert discard_list(actor=officer, cancellation=draft) is None
    assert not CancelledCard.objects.exists()


def test_announcing_cancels_the_cards_and_freezes_the_list(officer):
    cards = [make_expired("1"), make_expired("2")]
    bystander = make_card("3")
    draft = begin(officer, *cards)
    day = DAY - timedelta(days=2)
    announced = announce(officer, draft, day=day)
    assert isinstance(announced, CancellationList)
    assert (announced.number, announced.announced_on, announced.announced_at) == (
        "青司公〔2026〕3号", day, NOW
    )  # fmt: skip
    assert len(announced.content_hash) == 64
    assert list(Credential.objects.order_by("number").values_list("status", "cancelled_on")) == [
        (CredentialStatus.CANCELLED, day),
        (CredentialStatus.CANCELLED, day),
        (CredentialStatus.VALID, None),
    ]
    kept = CancellationList.objects.values().get(), list(CancelledCard.objects.values())
    other = make_expired("4", bystander.person)
    said = {"actor": officer, "cancellation": draft}
    picks = {(other.pk, Finding.EXPIRED)}
    assert [
        announce(officer, draft, number="2号"),
        put_on_list(**said, picks=picks, day=DAY),
        take_off_list(**said, lines=[line.pk for line in draft.cards.all()]),
        discard_list(**said),
    ] == [Refusal("clearance.announced", {"title": TITLE})] * 4
    assert (CancellationList.objects.values().get(), list(CancelledCard.objects.values())) == kept


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"number": " "}, "clearance.number_missing"),
        ({"day": DAY + timedelta(days=1)}, "clearance.day_to_come"),
        ({"seen": "0" * 64}, "clearance.stale"),
    ],
)
def test_a_list_is_announced_as_it_was_seen_under_number_and_day(officer, said, code):
    draft = begin(officer, make_expired("1"))
    assert announce(officer, draft, **said).code == code
    assert Credential.objects.get().status == CredentialStatus.VALID


def test_an_empty_list_or_a_used_number_or_a_card_cancelled_meanwhile_stops_it(officer):
    first = begin(officer, make_expired("1"))
    announce(officer, first)
    card = make_expired("2")
    second = begin(officer, card, title="第二批")
    assert announce(officer, second) == Refusal(
        "clearance.number_used", {"number": "青司公〔2026〕3号", "title": TITLE}
    )
    Credential.objects.filter(pk=card.pk).update(status=CredentialStatus.CANCELLED)
    assert announce(officer, second, number="4号") == Refusal(
        "clearance.cancelled_before", {"number": "2"}
    )
    second.cards.all().delete()
    assert announce(officer, second, number="4号") == Refusal(
        "clearance.list_empty", {"title": "第二批", "number": "4号"}
    )


def make_long_list(officer, many=60):
    units = [make_unit("甲局", order=2), make_unit("乙局", order=1)]
    cards = [
        make_expired(f"1500{place:04}", make_holder(f"考生{place}", unit=units[place % 2]))
        for place in range(many)
    ]
    return begin(officer, *cards)


def printed(pdf):
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def test_the_printed_list_repeats_its_header_and_numbers_its_pages(officer):
    announced = announce(officer, make_long_list(officer))
    lines = printed_lines(announced)
    assert [line.unit_name for line in lines] == ["乙局"] * 30 + ["甲局"] * 30
    pages = printed(cancellation_pdf(announced, lines))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"—{number}/{len(pages)}—" in page
    assert all("序号姓名单位证号注销原因" in page for page in pages[:-1])
    whole = "".join(pages)
    assert "青司公〔2026〕3号" in whole and "2026年11月22日起停止使用" in whole
    assert "1考生1乙局15000001证件已过有效期" in whole
    assert "发布单位（盖章）：" in whole and "草案" not in whole


def test_a_draft_is_marked_and_holds_no_identity_number(officer):
    person = make_holder("张三")
    Person.objects.filter(pk=person.pk).update(id_sealed=b"sealed", id_lookup="x")
    draft = begin(officer, make_expired("1", person))
    lines = printed_lines(draft)
    assert f"{TITLE}（草案）根据" in printed(cancellation_pdf(draft, lines))[0]


def test_a_missing_glyph_stops_the_print_and_names_the_person(officer):
    draft = begin(officer, make_expired("1", make_holder("张\U0010fffd")))
    refusal = cancellation_pdf(draft, printed_lines(draft))
    assert refusal.code == "typesetting.glyph_missing"
    assert (refusal.facts["name"], refusal.facts["code_point"]) == ("张\U0010fffd", "U+10FFFD")


def test_the_workbook_says_the_same(officer):
    announced = announce(officer, begin(officer, make_expired("=1+1", make_holder("张三"))))
    sheet = load_workbook(BytesIO(cancellation_workbook(announced, printed_lines(announced))))
    rows = list(sheet.active.values)
    line = announced.cards.get()
    assert [rows[0][0], rows[1][0]] == [TITLE, "青司公〔2026〕3号"]
    assert rows[2:] == [
        ("序号", "姓名", "单位", "证号", "注销原因"),
        ("1", "张三", line.unit_name, "=1+1", "证件已过有效期"),
    ]
    assert sheet.active.print_title_rows == "$3:$3"


def test_the_work_list_as_a_workbook_has_a_row_for_each_ground():
    unit = make_unit("甲局")
    person = make_holder("张三", unit=unit)
    make_card("1", person, valid_to=date(2030, 1, 1))
    make_card("2", person)
    lines = load_lines(Credential.objects.all(), Parameters(), DAY)
    rows = list(load_workbook(BytesIO(worklist_workbook(lines))).active.values)
    assert [row[:3] for row in rows[1:]] == [("张三", "甲局", "1"), ("张三", "甲局", "2")]
    assert all(len(row) == 8 for row in rows)
