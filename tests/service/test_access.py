"""The pages in a browser: axe on every type of page, the keyboard, no script, no other host."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import CHROMIUM

AXE = Path(__file__).parents[2] / "service" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = Path(__file__).parents[2] / "artefacts"  # of every page, to be looked at; not in git
PAGES = [
    "/",
    "/search?q=cnes",
    "/search?q=nothing-at-all",
    "/page/organization",
    "/page/organization/cnes",
    "/page/organization/cnes?with=organization/dlr",
    "/page/country/france?list=country-of",
    "/page/milestone/mascot-landing",
    "/page/discrepancy/slip--001-dce3d40c0314292c--004-d422dca88d3333b1--milestone-mascot-landing",
    "/page/report/001-dce3d40c0314292c--meeting-2018-isef2",
    "/page/document/003-a20552879778e7d6#char=0,13",
    "/sparql?query=SELECT+*+%7B+%3Fs+a+%3Fo+%7D+LIMIT+5",
    "/ontology",
    "/ontology/concepts",
    "/ontology/diagram",
    "/shapes",
    "/report",
    "/reconcile",
    "/reconcile/preview?id=organization:cnes",
    "/page/organization/nobody",
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
# What depends on colours and widths; the rest is the same in every theme.
LOOKS = {**RULES, "runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}
# Of lists of terms, which are all alike, the first few.
CONTEXT = {"exclude": [".term:nth-of-type(n + 4)", ".columns li:nth-child(n + 9)"]}

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, which fails the test for what its console says."""
    opened = browser.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    yield opened
    opened.close()
    assert [text for text in said if "404" not in text] == []


def _named(path: str) -> str:
    return re.sub(r"\W+", "-", path)[:80].strip("-") or "home"


def findings(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds wrong, in words."""
    run = "([context, rules]) => axe.run(context, rules)"
    result: dict[str, Any] = page.evaluate(run, [CONTEXT, rules])
    assert result["testEngine"]["name"] == "axe-core"
    return [
        f"{violation['impact']} {violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in result["violations"]
        if violation["impact"] in ("critical", "serious")
    ]


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (make frontend)")
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(page: Page, address: str, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{path}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = RULES
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            assert findings(page, rules) == [], (width, theme)
            rules = LOOKS
            page.screenshot(path=PICTURES / f"{_named(path)}-{theme}-{width}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked
    assert all(url.startswith(address) for url in asked)


def test_the_search_box_is_worked_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    box = page.get_by_role("combobox", name="Search for names and texts")
    page.keyboard.type("japa")
    options = page.get_by_role("listbox").get_by_role("option")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    page.keyboard.type("n")
    options.first.wait_for()
    page.keyboard.press("ArrowUp")
    last = options.last.locator("bdi").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/**")
    assert page.locator("h1").inner_text() == last


def test_every_link_of_a_page_can_be_reached_and_seen_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/page/milestone/mascot-landing")
    links = page.locator("a:visible").count()
    reached = set()
    for _ in range(links + 12):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("[...document.querySelectorAll('a')].indexOf(document.activeElement)")
        )
        assert page.evaluate(
            "document.activeElement === document.body || "
            "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        )
    assert len(reached - {-1}) == links


def test_without_a_script_search_is_a_form(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    page.get_by_role("combobox").fill("hayabuse2")
    page.get_by_role("button", name="Search").click()
    assert page.locator("ol.hits a").first.inner_text() == "Hayabusa2"
    page.close()


def test_nothing_moves_while_a_page_loads(page: Page, address: str) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const entry of"
        " list.getEntries()) window.shift += entry.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    for path in ("/", "/page/organization/cnes", "/page/document/003-a20552879778e7d6"):
        page.goto(f"{address}{path}", wait_until="load")
        page.wait_for_timeout(100)
        assert page.evaluate("window.shift") < 0.01, path
