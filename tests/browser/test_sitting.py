"""A candidate's exam on a phone: the network goes and comes back, the page reloads, a second
device takes over, the script is switched off, the time runs out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from quiz.delivery.actions import record_answers
from quiz.delivery.models import Attempt, JournalEntry
from quiz.delivery.queries import last_answers, load_sheet, shape_of
from quiz.delivery.rules import Answer
from quiz.delivery.tokens import AttemptToken, make_token
from quiz.marking.models import Response
from tests.factories import make_person, make_user
from tests.quiz.delivery.factories import (
    FIVE_KINDS,
    HOUR,
    MATERIAL,
    NEW_KINDS,
    make_attempts,
    make_exam,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def candidate():
    return make_user(person=make_person("李青山"))


@pytest.fixture
def attempt(candidate):
    now = timezone.now()
    exam = make_exam(candidate.person, opens_at=now - HOUR, closes_at=now + 2 * HOUR)
    return make_attempts(exam)[0]


@pytest.fixture
def address(live_server, attempt):
    return live_server.url + reverse("delivery:attempt", args=[attempt.pk])


def open_paper(page: Page, address: str) -> None:
    """Through the gate to the first questions; whether the script has run is left open."""
    page.goto(address)
    page.check("input[name=pledge]")
    page.click(".gate form button")
    page.wait_for_selector(".question")


def start(page: Page, address: str) -> None:
    open_paper(page, address)
    page.wait_for_selector("body.sit-scripted")


class SlowScript:
    """The script of the exam page, on its way until it is told to arrive."""

    def __init__(self, page: Page) -> None:
        self.routes: list[Route] = []
        self.arrived = False
        page.route("**/sit.js*", self.hold)

    def hold(self, route: Route) -> None:
        if self.arrived:
            route.continue_()
        else:
            self.routes.append(route)

    def arrive(self) -> None:
        self.arrived = True
        for route in self.routes:
            route.continue_()


def start_unscripted(page: Page, address: str) -> SlowScript:
    script = SlowScript(page)
    open_paper(page, address)
    page.wait_for_selector("[data-sit=foot]", state="attached")
    return script


def option(page: Page, slot: int, n: int):
    return page.locator(f"#q{slot} .option").nth(n)


def state(page: Page, slot: int):
    return page.locator(f"#q{slot} [data-state]")


def choose(page: Page, slot: int, n: int) -> None:
    option(page, slot, n).click()


def go_on(page: Page) -> None:
    page.click("[data-sit=next]")


def hand_in(page: Page) -> None:
    page.click("[data-sit=open_card]")
    page.click("[data-sit=hand_in]")
    page.click("[data-sit=confirm]")
    expect(page.locator("[data-receipt=code]")).to_be_visible()


def given(attempt: Attempt) -> dict[int, str]:
    return {slot: one.answer for slot, one in last_answers(attempt.pk).items()}


def test_exam_survives_the_loss_of_the_network(
    page, context, candidate, attempt, address, sign_in, complaints
):
    sign_in(page, candidate)
    start(page, address)
    expect(page.locator(".question:visible")).to_have_count(1)
    choose(page, 1, 1)
    expect(state(page, 1)).to_have_attribute("data-state", "saved")
    assert given(attempt) == {1: "B"}
    assert complaints == []

    context.set_offline(True)
    go_on(page)
    choose(page, 2, 0)
    choose(page, 2, 1)
    expect(state(page, 2)).to_have_attribute("data-state", "kept")
    expect(page.locator("[data-sit=banner]")).to_be_visible()
    go_on(page)
    choose(page, 3, 0)
    go_on(page)
    page.fill("#q4 input >> nth=0", "2日")
    page.fill("#q4 input >> nth=1", "机关")
    go_on(page)
    page.fill("#q5 textarea", "听证适用于较大数额罚款。")
    page.click("[data-sit=next]")
    page.click("[data-sit=confirm]")
    expect(page.locator("[data-sit=confirm]")).to_be_enabled()
    expect(page.locator("[data-sit=review_state]")).not_to_be_empty()
    expect(page.locator("[data-receipt=code]")).not_to_be_visible()
    assert given(attempt) == {1: "B"}
    page.click("[data-sit=close_review]")

    context.set_offline(False)
    expect(state(page, 5)).to_have_attribute("data-state", "saved")
    full = {1: "B", 2: "AD", 3: "T", 4: "2日\n机关", 5: "听证适用于较大数额罚款。"}
    assert given(attempt) == full
    page.reload()
    expect(page.locator("#q5 textarea")).to_have_value("听证适用于较大数额罚款。")
    hand_in(page)
    attempt.refresh_from_db()
    expect(page.locator("[data-receipt=code]")).to_have_text(attempt.receipt)
    answers = Response.objects.order_by("item__slot").values_list("item__slot", "answer")
    assert dict(answers) == full
    assert page.evaluate("localStorage.length") == 0


def test_answers_kept_on_the_phone_survive_a_crash_of_the_page(
    page, context, candidate, attempt, address, sign_in
):
    sign_in(page, candidate)
    start(page, address)
    context.set_offline(True)
    choose(page, 1, 2)
    expect(state(page, 1)).to_have_attribute("data-state", "kept")
    page.close(run_before_unload=False)
    assert given(attempt) == {}
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(option(again, 1, 2).locator("input")).to_be_checked()
    expect(state(again, 1)).to_have_attribute("data-state", "saved")
    assert given(attempt) == {1: "D"}


def test_lost_acknowledgement_is_not_shown_as_saved_and_stored_once(
    page, context, candidate, attempt, address, sign_in
):
    sign_in(page, candidate)
    lost = []

    def lose_first_reply(route):
        answers = route.request.post_data_json["answers"]
        if answers and not lost:
            lost.extend(answers)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    context.route("**/my/answers/", lose_first_reply)
    start(page, address)
    choose(page, 1, 1)
    expect(state(page, 1)).to_have_attribute("data-state", "saved")
    assert [answer["answer"] for answer in lost] == ["B"]
    assert list(JournalEntry.objects.values_list("sequence", "answer")) == [(1, "B")]


def test_older_answer_never_overtakes_a_newer_one_when_numbers_collide(
    page, context, candidate, attempt, address, sign_in
):
    sign_in(page, candidate)
    start(page, address)
    now = timezone.now()
    shape = shape_of(load_sheet(attempt.paper_id))
    elsewhere = make_token(AttemptToken(attempt.pk, 1, shape))
    record_answers(token=elsewhere, answers=[Answer(1, 3, "F", now)], now=now)
    context.set_offline(True)
    choose(page, 1, 2)
    choose(page, 1, 3)
    expect(state(page, 1)).to_have_attribute("data-state", "kept")
    context.set_offline(False)
    expect(state(page, 1)).to_have_attribute("data-state", "saved")
    shown = page.locator("#q1 input:checked").get_attribute("value")
    assert given(attempt) == {1: shown, 3: "F"}


def test_answers_given_before_the_script_arrives_are_kept_and_sent(
    page, candidate, attempt, address, sign_in
):
    sign_in(page, candidate)
    script = start_unscripted(page, address)
    choose(page, 1, 1)
    choose(page, 2, 0)
    choose(page, 2, 1)
    page.click("#q4 input >> nth=1")
    page.keyboard.type("机关")
    script.arrive()
    expect(state(page, 4)).to_have_attribute("data-state", "saved")
    expect(page.locator("#q4 input >> nth=1")).to_be_focused()
    assert given(attempt) == {1: "B", 2: "AD", 4: "\n机关"}
    page.reload()
    expect(option(page, 1, 1).locator("input")).to_be_checked()


def test_change_before_the_script_arrives_counts_over_what_was_kept_on_the_phone(
    page, context, candidate, attempt, address, sign_in
):
    sign_in(page, candidate)
    start(page, address)
    context.route("**/my/answers/", lambda route: route.abort())
    choose(page, 1, 2)
    go_on(page)
    choose(page, 2, 0)
    expect(state(page, 2)).to_have_attribute("data-state", "kept")
    page.close(run_before_unload=False)
    context.unroute("**/my/answers/")
    again = context.new_page()
    script = SlowScript(again)
    again.goto(address, wait_until="commit")
    choose(again, 1, 1)
    choose(again, 2, 1)
    script.arrive()
    expect(state(again, 2)).to_have_attribute("data-state", "saved")
    assert given(attempt) == {1: "B", 2: "AD"}


def test_old_values_that_a_browser_puts_back_are_no_answers(
    page, candidate, attempt, address, sign_in
):
    sign_in(page, candidate)
    start(page, address)
    page.add_init_script(
        """document.addEventListener("readystatechange", () => {
            if (document.readyState === "interactive") document.querySelector("#q1 input").click();
        })"""
    )
    page.reload()
    expect(page.locator("#q1 input:checked")).to_have_count(0)
    choose(page, 1, 1)
    expect(state(page, 1)).to_have_attribute("data-state", "saved")
    assert list(JournalEntry.objects.values_list("slot", "answer")) == [(1, "B")]


def test_back_key_asks_first_when_the_page_was_touched_before_the_script_arrived(
    page, candidate, attempt, address, sign_in
):
    sign_in(page, candidate)
    script = start_unscripted(page, address)
    choose(page, 1, 1)
    script.arrive()
    page.wait_for_selector("body.sit-scripted")
    page.go_back()
    expect(page.locator("[data-sit=leave]")).to_be_visible()
    assert page.url == address


def test_second_device_takes_over_and_the_first_becomes_read_only(
    page, new_context, candidate, attempt, address, sign_in
):
    sign_in(page, candidate)
    start(page, address)
    choose(page, 1, 1)
    expect(state(page, 1)).to_have_attribute("data-state", "saved")
    other = new_context().new_page()
    sign_in(other, candidate)
    other.goto(address)
    expect(other.locator(".question")).to_have_count(0)
    other.click("form[action*=take-over] button")
    other.wait_for_selector("body.sit-scripted")
    expect(option(other, 1, 1).locator("input")).to_be_checked()
    choose(page, 1, 2)
    expect(page.locator("[data-sit=warning]")).to_be_visible()
    expect(option(page, 1, 0).locator("input")).to_be_disabled()
    choose(other, 1, 3)
    expect(state(other, 1)).to_have_attribute("data-state", "saved")
    assert given(attempt) == {1: "A"}
    hand_in(other)


def test_same_phone_brings_its_unsent_answers_along_when_it_takes_over(
    page, context, candidate, attempt, address, sign_in
):
    sign_in(page, candidate)
    start(page, address)
    context.route("**/my/answers/", lambda route: route.abort())
    choose(page, 1, 2)
    expect(state(page, 1)).to_have_attribute("data-state", "kept")
    page.close(run_before_unload=False)
    context.unroute("**/my/answers/")
    context.clear_cookies()
    again = context.new_page()
    sign_in(again, candidate)
    again.goto(address)
    again.click("form[action*=take-over] button")
    expect(state(again, 1)).to_have_attribute("data-state", "saved")
    assert given(attempt) == {1: "D"}


def test_clock_warns_by_text_and_closes_with_a_receipt(page, candidate, attempt, address, sign_in):
    sign_in(page, candidate)
    start(page, address)
    choose(page, 1, 1)
    expect(state(page, 1)).to_have_attribute("data-state", "saved")
    # Every reply carries the end, so the open page hears of a change when it next asks.
    Attempt.objects.update(ends_at=timezone.now() + timedelta(seconds=55))
    choose(page, 1, 2)
    expect(page.locator("[data-sit=warning]")).to_be_visible()
    choose(page, 1, 3)
    expect(state(page, 1)).to_have_attribute("data-state", "saved")
    Attempt.objects.update(ends_at=timezone.now() + timedelta(seconds=3))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-receipt=code]")).to_be_visible()
    expect(page.locator("[data-receipt=by_clock]")).to_be_visible()
    expect(page.locator("[data-receipt=answered]")).to_have_text("1")
    assert given(attempt) == {1: "A"}


def test_wrong_clock_of_the_phone_changes_nothing(page, candidate, attempt, address, sign_in):
    page.clock.install(time=timezone.now() - timedelta(hours=9))
    page.clock.resume()
    sign_in(page, candidate)
    start(page, address)
    expect(page.locator("[data-sit=clock]")).to_contain_text("59:")
    choose(page, 1, 1)
    expect(state(page, 1)).to_have_attribute("data-state", "saved")


def test_back_key_asks_first(page, candidate, attempt, address, sign_in):
    sign_in(page, candidate)
    start(page, address)
    choose(page, 1, 1)
    page.go_back()
    expect(page.locator("[data-sit=leave]")).to_be_visible()
    assert page.url == address
    page.click("[data-sit=stay]")
    expect(page.locator("#q1")).to_be_visible()


def test_answer_card_tells_answered_flagged_and_empty(page, candidate, attempt, address, sign_in):
    sign_in(page, candidate)
    start(page, address)
    choose(page, 1, 1)
    go_on(page)
    page.click("[data-sit=flag]")
    page.click("[data-sit=open_card]")
    expect(page.locator("[data-sit=card]")).to_be_visible()
    expect(state(page, 1)).to_have_attribute("data-state", "saved")
    slots = page.locator("[data-sit=slots] button")
    marks = slots.evaluate_all(
        "all => all.map(b => ['answered', 'flagged'].filter(n => b.hasAttribute('data-' + n)))"
    )
    assert marks == [["answered"], ["flagged"], [], [], []]
    page.reload()
    expect(page.locator("#q2")).to_be_visible()
    expect(page.locator("[data-sit=flag]")).to_have_attribute("aria-pressed", "true")


def test_material_of_a_case_stands_above_each_of_its_questions(
    page, candidate, live_server, sign_in
):
    now = timezone.now()
    kinds = [*FIVE_KINDS[:1], *NEW_KINDS]
    exam = make_exam(candidate.person, kinds=kinds, opens_at=now - HOUR, closes_at=now + HOUR)
    [attempt] = make_attempts(exam)
    sign_in(page, candidate)
    start(page, live_server.url + reverse("delivery:attempt", args=[attempt.pk]))
    material, next_button = (
        page.get_by_text(MATERIAL.split("\n")[0]),
        page.locator("[data-sit=next]"),
    )
    expect(material).to_be_hidden()
    next_button.click()
    expect(material).to_be_in_viewport()
    page.locator("#q2 .option").nth(0).click()
    page.locator("#q2 .option").nth(1).click()
    expect(page.locator("#q2 [data-state]")).to_have_attribute("data-state", "saved")
    next_button.click()
    expect(page.locator("#q3 legend")).to_be_in_viewport()
    expect(material).to_be_visible()
    page.locator(".case summary").click()
    expect(material).to_be_hidden()
    page.locator("[data-sit=previous]").click()
    expect(material).to_be_hidden()
    next_button.click()
    next_button.click()
    expect(page.locator(".case")).to_be_hidden()
    assert last_answers(attempt.pk)[2].answer == "AC"


@pytest.mark.parametrize("width", [320, 360])
def test_pages_fit_narrow_phones_with_large_targets(
    page, candidate, attempt, address, sign_in, width
):
    page.set_viewport_size({"width": width, "height": 640})
    sign_in(page, candidate)
    start(page, address)
    for _ in range(5):
        assert page.evaluate("document.documentElement.scrollWidth") == width
        heights = page.evaluate(
            """() => Array.from(document.querySelectorAll("button, .option, .blank > .input"))
            .filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height)"""
        )
        assert min(heights) >= 48
        go_on(page)
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.stem')).fontSize)")
    assert size >= 18


def test_whole_exam_with_the_script_switched_off(new_context, candidate, attempt, address, sign_in):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, candidate)
    open_paper(page, address)
    page.wait_for_load_state()
    expect(page.locator(".question:visible")).to_have_count(5)
    choose(page, 1, 1)
    choose(page, 3, 0)
    with page.expect_navigation():
        page.click("button[name=next][value=stay]")
    assert given(attempt) == {1: "B", 3: "T"}
    page.fill("#q5 textarea", "听证。")
    with page.expect_navigation():
        page.click("button[name=next][value=review]")
    expect(page.locator(".slots .slot")).to_have_text(["2", "4"])
    with page.expect_navigation():
        page.click("main form button")
    attempt.refresh_from_db()
    expect(page.locator(".receipt-code")).to_have_text(attempt.receipt)
