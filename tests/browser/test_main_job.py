"""The whole main job in a real browser: the officer at 1366 x 768, one candidate on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from questionbank.questions.models import Question
from questionbank.questions.rules import QuestionState
from quiz.assembly.models import Exam
from quiz.delivery.actions import record_answers, start_attempt, take_pledge
from quiz.delivery.models import Attempt
from quiz.delivery.queries import load_sheet, shape_of
from quiz.delivery.rules import Answer
from quiz.delivery.tokens import AttemptToken, make_token
from quiz.marking.actions import submit_attempt
from rosters.accounts.models import User
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.rosters.intake.factories import book, identity_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STARTER = Path(__file__).resolve().parents[2] / "questionbank" / "starter"
HEADER = ("姓名", "身份证号", "工作单位", "单位性质", "手机号", "执法证号", "有效期至")
PEOPLE = ("孟青山", "程白石", "陆云舟", "方竹溪")
UNIT = ("县司法局", "政府部门")
NEW_PASSWORD = "Baishan-2026-river"


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {
        "viewport": {"width": 1366, "height": 768},
        "has_touch": False,
    }


@pytest.fixture
def roster_file(tmp_path):
    rows = [
        (
            name,
            identity_number(order=n),
            "县司法局",
            "政府部门",
            f"1540000000{n}",
            f"Z{n:08}",
            "长期",
        )
        for n, name in enumerate(PEOPLE, start=1)
    ]
    rows.append(("", identity_number(order=9), *UNIT, "", "Z9", "长期"))
    path = tmp_path / "执法人员.xlsx"
    path.write_bytes(book(*rows, header=HEADER))
    return path


def follow(page: Page, button: Locator) -> None:
    """Clicks, and waits for the page that this leads to."""
    with page.expect_navigation():
        button.click()


def text_of(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def import_people(page: Page, home: str, file: Path) -> None:
    page.goto(home + reverse("intake:upload"))
    page.set_input_files("input[type=file]", file)
    page.locator("main form button").first.click()
    page.wait_for_url("**/rosters/import/*/")
    assert "文件共5行 = 新增4 + 变更0 + 无变化0 + 退回1 + 待确定0 + 不导入0" in text_of(page)
    follow(page, page.locator("a[href$='/confirm/']"))
    page.locator("form[action$='/apply/'] button").click()
    page.wait_for_url("**/applied/")
    follow(page, page.locator("main a.button-primary"))
    for name in PEOPLE:
        expect(page.get_by_role("link", name=name)).to_be_visible()


def import_questions(page: Page, home: str) -> None:
    for file in sorted(STARTER.glob("0[123]-*.txt")):
        page.goto(home + reverse("exchange:upload"))
        page.set_input_files("input[name=file]", file)
        follow(page, page.locator("main form button").first)
        follow(page, page.locator("form[action$='/apply/'] button").first)


def approve_questions(browser: Browser, home: str, sign_in: Callable[[Page, User], None]) -> None:
    """A second person; whoever brought the questions cannot approve them."""
    page = browser.new_page()
    sign_in(page, make_user(Role.REVIEWER))
    page.goto(home + reverse("questions:list") + "?state=in_review")
    follow(page, page.locator("button[name=scope][value=all]"))
    follow(page, page.locator("main form .button-primary"))
    assert set(Question.objects.values_list("state", flat=True)) == {QuestionState.APPROVED}
    page.close()


def freeze_roster(page: Page, home: str) -> None:
    page.goto(home + reverse("cohorts:freeze"))
    page.fill("input[name=name]", "执法人员名册")
    page.locator("form:has(input[name=name]) button").click()
    page.wait_for_url(lambda url: "/freeze/" not in url)
    follow(page, page.get_by_role("link", name=PEOPLE[3]))
    page.select_option("select[name=kind]", "exempt")
    page.fill("input[name=basis]", "县委组织部批复第3号")
    follow(page, page.locator("form:has(input[name=basis]) button"))


def make_exam(page: Page, home: str) -> Exam:
    page.goto(home + reverse("assembly:new"))
    page.fill("input[name=title]", "行政执法人员法律知识考试")
    page.select_option("select[name=roster]", index=1)
    now = timezone.localtime()
    page.fill("input[name=starts_on]", f"{now:%Y-%m-%d}")
    page.fill("input[name=ends_on]", f"{now.year + 1}-01-31")
    page.locator("main form button").first.click()
    page.wait_for_url("**/edit/")
    follow(page, page.locator("main form .button-primary"))
    exam = Exam.objects.get()
    page.goto(home + reverse("assembly:lock", args=[exam.pk]))
    page.locator("main form button").click()
    page.wait_for_url("**/papers/")
    return exam


def plan_and_release(page: Page, home: str, exam: Exam) -> None:
    page.goto(home + reverse("scheduling:batches", args=[exam.pk]))
    now = timezone.localtime()
    page.fill("#id_batches-0-opens_at", f"{now:%Y-%m-%d}T00:00")
    page.fill("#id_batches-0-closes_at", f"{now.year + 1}-01-31T23:00")
    page.fill("#id_batches-0-capacity", "10")
    page.fill("input[name=share]", "100")
    follow(page, page.locator("main form[method=post] button"))
    page.goto(home + reverse("delivery:release", args=[exam.pk]))
    follow(page, page.locator("main form[method=post] button"))
    assert Attempt.objects.count() == 3


def read_code(page: Page, home: str) -> str:
    """Issues activation codes for the roster and reads the first candidate's slip."""
    page.goto(home + reverse("cohorts:codes", args=[Exam.objects.get().roster_id]))
    follow(page, page.locator("main form button").first)
    slip = page.locator(".slips li", has_text=PEOPLE[0])
    return slip.locator(".slip-code").inner_text().strip()


def sit_on_the_phone(browser: Browser, home: str, code: str) -> None:
    """First sign-in by name and code, then the whole exam with its first question answered."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    phone = context.new_page()
    phone.goto(home + reverse("accounts:activate"))
    fields = phone.locator("main form input:visible")
    for n, value in enumerate((PEOPLE[0], code, NEW_PASSWORD, NEW_PASSWORD)):
        fields.nth(n).fill(value)
    phone.locator("main form button").first.click()
    phone.wait_for_url(lambda url: "/activate/" not in url)
    phone.goto(home + reverse("delivery:mine"))
    follow(phone, phone.locator("main a[href*='/attempts/']").first)
    phone.check("input[name=pledge]")
    phone.click(".gate form button")
    phone.wait_for_selector("body.sit-scripted")
    phone.locator("#q1 .option").nth(0).click()
    expect(phone.locator("#q1 [data-state]")).to_have_attribute("data-state", "saved")
    phone.click("[data-sit=open_card]")
    phone.click("[data-sit=hand_in]")
    phone.click("[data-sit=confirm]")
    expect(phone.locator("[data-receipt=code]")).to_be_visible()
    context.close()


def sit_by_hand(attempt: Attempt) -> None:
    """Another candidate, through the same actions: every key right, and a short answer written."""
    now = timezone.now()
    take_pledge(attempt_id=attempt.pk, now=now)
    start_attempt(attempt_id=attempt.pk, now=now)
    token = make_token(AttemptToken(attempt.pk, 1, shape_of(load_sheet(attempt.paper_id))))
    answers = [
        Answer(item.slot, item.slot, right_answer(item.version), now)
        for item in attempt.paper.items.select_related("version")
    ]
    record_answers(token=token, answers=answers, now=now)
    submit_attempt(token=token, now=now)


def right_answer(version) -> str:
    if version.kind == "short":
        return "参照条文作答。"
    if version.kind == "blanks":
        return "\n".join(line.split("/")[0] for line in version.key.splitlines())
    return version.key


def mark_and_publish(page: Page, home: str, exam: Exam) -> None:
    page.goto(home + reverse("marking:exam", args=[exam.pk]))
    while page.locator("input[name=mark]").count():
        page.fill("input[name=mark]", "8")
        follow(page, page.locator(".marking-form button"))
    page.goto(home + reverse("results:publish", args=[exam.pk]))
    follow(page, page.locator("main form button"))
    page.goto(home + reverse("results:exam", args=[exam.pk]))
    follow(page, page.locator("form[action$='/issue/'] button"))


def test_main_job_from_import_to_coverage(
    page, browser, live_server, sign_in, roster_file, complaints
):
    home = live_server.url
    sign_in(page, make_user(Role.OFFICER, username="officer"))
    import_people(page, home, roster_file)
    import_questions(page, home)
    approve_questions(browser, home, sign_in)
    freeze_roster(page, home)
    exam = make_exam(page, home)
    plan_and_release(page, home, exam)
    sit_on_the_phone(browser, home, read_code(page, home))
    for attempt in Attempt.objects.filter(state="ready"):
        sit_by_hand(attempt)
    mark_and_publish(page, home, exam)

    page.goto(home + reverse("coverage:exam", args=[exam.pk]))
    assert "应考 4 = 实考 3 + 缺考 0 + 缓考 0 + 免考 1 + 退休或离职 0" in text_of(page)
    for name, beginning in (("导出表格（xlsx）", b"PK"), ("情况报告（PDF）", b"%PDF-")):
        export = page.locator("details.export", has_text=name)
        export.locator("summary").click()
        export.locator("select").select_option("report")
        with page.expect_download() as download:
            export.locator("button").click()
        assert Path(download.value.path()).read_bytes().startswith(beginning)

    page.goto(home + reverse("desk:exam", args=[exam.pk]))
    assert page.locator(".steps > li[data-state=done]").count() == 10
    certificate = exam.publication.outcomes.filter(verdict="excellent").first().certificate
    stranger = browser.new_page()
    stranger.goto(home + reverse("results:verify", args=[certificate.code]))
    shown = text_of(stranger)
    assert "有效" in shown and certificate.facts["name"] not in shown
    stranger.close()
    assert complaints == []
