"""A walk through the pages in a browser: home, entity, document, with the quoted sentence shown."""

import pytest
from playwright.sync_api import Browser

from tests.conftest import CHROMIUM

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")


def test_from_home_to_the_sentence_that_says_so(browser: Browser, address: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/")
    page.get_by_role("link", name="Zhang Kejian", exact=True).click()
    assert page.locator("h1").inner_text() == "Zhang Kejian"
    quote = page.locator("#main blockquote a").first
    sentence = quote.inner_text()
    quote.click()
    marked = page.locator("mark.passage")
    marked.first.wait_for()
    assert "".join(marked.all_text_contents()) == sentence
    assert marked.first.bounding_box()
    box = marked.first.bounding_box()
    height = page.evaluate("innerHeight")
    assert box
    assert 0 <= box["y"] < height
    assert said == []  # nor did the content security policy stop anything
    assert all(url.startswith(address) for url in asked)
    page.close()


def test_another_passage_of_the_same_page_takes_the_mark(
    browser: Browser, address: str, texts: dict[str, str]
) -> None:
    slug = "003-a20552879778e7d6"
    begin = texts[slug].index("Jean-Yves Le Gall held")
    page = browser.new_page()
    page.goto(f"{address}/page/document/{slug}#char=0,13")
    marked = page.locator("mark.passage")
    assert "".join(marked.all_text_contents()) == "March 9, 2021"
    page.evaluate(f"location.hash = 'char={begin},{begin + 22}'")
    page.wait_for_function("document.querySelector('mark.passage').textContent !== 'March 9, 2021'")
    assert "".join(marked.all_text_contents()) == "Jean-Yves Le Gall held"
    assert page.locator("#text").text_content() == texts[slug]
    page.evaluate("location.hash = 'char=99999,100000'")
    marked.first.wait_for(state="detached")
    page.close()


def test_without_a_script_the_fragment_still_finds_its_place(
    browser: Browser, address: str, texts: dict[str, str]
) -> None:
    slug = "003-a20552879778e7d6"
    begin = texts[slug].rindex("Zhang Kejian")
    page = browser.new_page(java_script_enabled=False, viewport={"width": 800, "height": 300})
    page.goto(f"{address}/page/document/{slug}#char={begin},{begin + 12}")
    box = page.locator(f'[id="char={begin},{begin + 12}"]').bounding_box()
    assert box
    assert 0 <= box["y"] < 300
    page.close()
