"""Real Chromium against a live server: where it is found, how it starts, how it signs in."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from rosters.accounts.models import User
from tests.factories import PASSWORD

# Playwright keeps an event loop in this thread until the whole run ends, which Django would take
# for async code in this test and in all that follow it. There is no async code in the project.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# As long as for actions: a busy machine is slow, and what comes is not waited for any longer.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    found = os.environ.get("YINGZHI_CHROMIUM") or shutil.which("chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {"args": arguments} | ({"executable_path": found} if found else {})


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    """The phone of a candidate; desktop stories ask for their own size."""
    return {
        "viewport": {"width": 360, "height": 740},
        "has_touch": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """Signs a user of the factories in by the form."""

    def enter(page: Page, user: User) -> None:
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("#id_login", user.username)
        page.fill("#id_password", PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(lambda url: "/login/" not in url)

    return enter


@pytest.fixture
def complaints(context: BrowserContext) -> Iterator[list[str]]:
    """What a page wrote to the console as an error, blocked scripts and styles included."""
    heard: list[str] = []
    context.on("weberror", lambda error: heard.append(str(error.error)))
    context.on(
        "console", lambda message: heard.append(message.text) if message.type == "error" else None
    )
    yield heard
