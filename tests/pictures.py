"""The README's pictures, taken of the current release: `python -m tests.pictures`."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM, QUIET, ROOT
from tests.service.serving import serving

FOLDER = ROOT / "service" / "screenshots"
SIZE = {"width": 1200, "height": 900}


def main(out: Path = ROOT / "build") -> None:
    """Take them."""
    with serving("--out", out) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = chromium.new_page(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
        page.goto(f"{address}/page/country/france?with=country/japan&since=2018")
        page.screenshot(path=FOLDER / "entity-page.png")
        page.goto(f"{address}/page/document/001-dce3d40c0314292c")
        page.get_by_role("link", name="Show in the text: The arrival of the MASCOT").first.click()
        page.locator("mark.passage").first.wait_for()
        page.screenshot(path=FOLDER / "document-page.png")
        chromium.close()


if __name__ == "__main__":
    main()
