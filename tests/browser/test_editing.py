"""An officer writes questions by keyboard, and sees them as a phone will show them."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, expect

from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions.models import Question
from questionbank.questions.queries import case_sheet, content_of
from questionbank.questions.rules import CasePlace, Content, ItemKind, QuestionState
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import make_law_version, make_question

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": {"width": 1366, "height": 768}, "has_touch": False}


@pytest.fixture
def officer(page, sign_in):
    user = make_user(Role.OFFICER)
    sign_in(page, user)
    return user


def open_new(page: Page, home: str) -> None:
    page.goto(home + reverse("questions:new"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_question_is_written_by_keyboard_and_submitted(page, live_server, officer, complaints):
    make_law_version(articles={"36": "违法行为在二年内未被发现的，不再给予行政处罚。"})
    open_new(page, live_server.url)
    asked, checks = page.locator("[data-asked]"), page.locator("[data-checks]")

    page.locator("body").click(position={"x": 2, "y": 2})
    press(page, "Alt+2")
    expect(page.locator('input[name="kind"][value="multiple"]')).to_be_checked()
    page.focus('[name="stem"]')
    page.keyboard.type("下列期限正确的有（　）。")
    expect(asked.locator(".stem")).to_have_text("下列期限正确的有（　）。")

    page.keyboard.press("Tab")  # to the mark of option A, and on to its text
    press(page, "Space", "Tab")
    page.keyboard.type("二年")
    page.keyboard.press("Enter")
    page.keyboard.type("三年")
    page.keyboard.press("Enter")
    page.keyboard.type("二年")
    expect(asked.locator(".option")).to_have_count(3)
    expect(asked.locator('input[type="checkbox"]')).to_have_count(3)
    equal = Refusal("questions.equal_options", {"first": "A", "second": "C"})
    with override("zh-hans"):
        expect(checks.get_by_text(explain(equal))).to_be_visible()
    press(page, "Control+a")
    page.keyboard.type("五年")
    press(page, "Shift+Tab", "Space")

    page.focus('[name="citation_0"]')
    page.keyboard.type("《行政处罚法》第三十六条")
    page.keyboard.press("Tab")
    page.keyboard.type("在二年内未被发现")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    question = Question.objects.get()
    assert page.url == live_server.url + reverse("questions:detail", args=[question.pk])
    assert content_of(question.current) == Content(
        ItemKind.MULTIPLE, "下列期限正确的有（　）。", ("二年", "三年", "五年"), "AC"
    )
    assert (question.state, question.current.author) == (QuestionState.IN_REVIEW, officer)
    assert complaints == []


def test_an_error_takes_the_focus_and_a_draft_is_kept_with_control_s(page, live_server, officer):
    open_new(page, live_server.url)
    page.focus('[name="stem"]')
    page.keyboard.type("行政处罚遵循公开的原则。")
    page.focus('[name="code"]')
    page.keyboard.press("Enter")  # in a line of text sends nothing
    press(page, "Alt+4")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator('[name="truth"][value="T"]')).to_be_focused()
    assert page.input_value('[name="stem"]') == "行政处罚遵循公开的原则。"
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    question = Question.objects.get()
    assert (question.state, question.current.key) == (QuestionState.DRAFT, "T")


def test_leaving_with_unsaved_words_asks_first(page, live_server, officer):
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    open_new(page, live_server.url)
    page.focus('[name="stem"]')
    page.keyboard.type("未保存")
    page.get_by_role("link", name="取消").click()
    expect(page.locator('[name="stem"]')).to_have_value("未保存")
    assert asked == ["beforeunload"]


def test_rows_come_and_go_and_types_show_their_own_fields(page, live_server, officer):
    open_new(page, live_server.url)
    options = page.locator("[data-option]:visible")
    expect(options).to_have_count(4)
    for letter, text in zip("ABCD", "甲乙丙丁", strict=True):
        page.fill(f'[name="option_{letter}"]', text)
    page.locator('[name="right"][value="D"]').check()
    page.locator('[data-option="B"] [data-drop]').click()
    expect(options).to_have_count(3)
    assert [page.input_value(f'[name="option_{letter}"]') for letter in "ABCD"] == [
        "甲", "丙", "丁", "",
    ]  # fmt: skip
    expect(page.locator('[name="right"][value="C"]')).to_be_checked()
    page.locator("[data-add-option]").click()
    expect(page.locator('[name="option_D"]')).to_be_focused()
    page.locator("[data-add-citation]").click()
    expect(page.locator('[name="citation_3"]')).to_be_focused()
    press(page, "Alt+6")
    expect(options).to_have_count(0)
    expect(page.locator('[name="answer"]')).to_be_visible()


def test_sub_questions_change_places_by_button(page, live_server, officer):
    for position, key in enumerate("TF", start=1):
        make_question(
            ItemKind.TRUE_FALSE, key=key, code=f"C-{position}", material="案情。",
            case=CasePlace("C", position),
        )  # fmt: skip
    case = Question.objects.get(code="C-1").case
    page.goto(live_server.url + reverse("questions:case", args=[case.pk]))
    page.locator("[data-up]").nth(1).click()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert [str(part) for part in case_sheet(case).parts] == ["C-2", "C-1"]
