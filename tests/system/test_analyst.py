"""What has France done with Japan since 2018, and where does it say so? Asked in a browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import CHROMIUM

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """The home page of the shipped documents' release."""
    opened = browser.new_page()
    opened.goto(server)
    yield opened
    opened.close()


def test_by_mouse_in_four_actions(page: Page) -> None:
    page.get_by_role("combobox").fill("France Japan")  # 1: search
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="What France and Japan have done together").click()  # 2
    page.get_by_role("navigation", name="Since when").get_by_role("link", name="2018").click()  # 3
    assert "France and Japan since 2018" in page.locator("h1").inner_text()
    assert "3 March 2017" not in page.locator("main").inner_text()
    quote = page.locator("blockquote a").first
    sentence = quote.inner_text()
    quote.click()  # 4: where does it say so?
    shown(page, sentence)


def test_by_keyboard_alone(page: Page) -> None:
    press(page, lambda: page.evaluate("document.activeElement.id") == "q")
    page.keyboard.type("France Japan since 2018")  # 1: search
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    press(page, lambda: "done together since 2018" in focused(page))
    page.keyboard.press("Enter")  # 2
    page.wait_for_url("**with=country/japan*")
    press(page, lambda: bool(page.evaluate("!!document.activeElement.closest('blockquote')")))
    sentence = focused(page)
    page.keyboard.press("Enter")  # 3: where does it say so?
    shown(page, sentence)


def focused(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText"))


def press(page: Page, there: object) -> None:
    """Tab on until `there` is so."""
    assert callable(there)
    for _ in range(80):
        page.keyboard.press("Tab")
        if there():
            return
    pytest.fail("it is not reached by 80 tabs")


def shown(page: Page, sentence: str) -> None:
    """The sentence stands marked in the text of a document, in view."""
    page.wait_for_url("**/page/document/**")
    marked = page.locator("mark.passage")
    marked.first.wait_for()
    whole = "".join(marked.all_text_contents())
    assert re.sub(r"\s+", " ", whole) == re.sub(r"\s+", " ", sentence)
    assert re.fullmatch(r"#char=\d+,\d+", page.evaluate("location.hash"))
    box = marked.first.bounding_box()
    assert box
    assert 0 <= box["y"] < page.evaluate("innerHeight")
