"""Take pictures of the web view's pages, of a small invented wiki (tests/web/harbour_wiki.py). `make screenshots`.

    python docs/screenshots.py [--all FOLDER] [--only NAME]

Writes the pictures that docs/web.md shows. With --all: every page instead, at each width, light and dark, into FOLDER:
to be looked at after a change of the style sheet. Needs Chromium.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "web")]

from harbour_wiki import build, paths  # noqa: E402 - runs from a checkout
from playwright.sync_api import Browser, sync_playwright  # noqa: E402 - likewise
from served import chromium, serving  # noqa: E402 - likewise

Theme = Literal["light", "dark"]
WIDTHS = (380, 900, 1440)
THEMES: tuple[Theme, Theme] = ("light", "dark")
HEIGHT = 900
TALLEST = 2_600
"""Pixels of a page that a picture shows; what is below is cut off."""


@dataclass(frozen=True)
class Picture:
    """A picture of docs/: of a page, by its name in `paths`."""

    page: str
    width: int
    height: int
    theme: Theme

    @property
    def file(self) -> str:
        return f"web-{self.page}.png"


PICTURES = (
    Picture("overview", 1200, 900, "light"),
    Picture("sources", 1200, 900, "light"),
    Picture("source", 1200, 1000, "light"),
    Picture("comparison", 1200, 900, "dark"),
    Picture("document", 1200, 900, "light"),
    Picture("changes", 380, 800, "dark"),
)


def main() -> int:
    """Take the pictures; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--all", metavar="FOLDER", type=Path, help="every page, at each width, light and dark")
    parser.add_argument("--only", metavar="NAME", help="of these, the page of that name")
    arguments = parser.parse_args()
    folder = arguments.all and arguments.all.absolute()
    with opened() as (browser, base):
        taken = all_pages(browser, base, folder, arguments.only) if folder else kept(browser, base)
        for path in taken:
            print(path)
    return 0


@contextmanager
def opened() -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of a server of the wiki's cache."""
    with (
        tempfile.TemporaryDirectory() as folder,
        chdir(folder),  # documents are called as from there
        serving(build(Path(folder))) as served,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            yield browser, served.url
        finally:
            browser.close()


def kept(browser: Browser, base: str) -> Iterator[Path]:
    """Those of docs/."""
    FOLDER.mkdir(exist_ok=True)
    for one in PICTURES:
        path = FOLDER / one.file
        viewport = {"width": one.width, "height": one.height}
        with browser.new_context(base_url=base, viewport=viewport, color_scheme=one.theme) as context:
            page = context.new_page()
            page.goto(paths()[one.page])
            page.screenshot(path=path)
        yield path


def all_pages(browser: Browser, base: str, folder: Path, only: str | None) -> Iterator[Path]:
    """Every page as it is, to `TALLEST`."""
    for theme, width in product(THEMES, WIDTHS):
        viewport = {"width": width, "height": HEIGHT}
        with browser.new_context(base_url=base, viewport=viewport, color_scheme=theme) as context:
            page = context.new_page()
            for name, address in paths().items():
                if only in (None, name):
                    page.goto(address)
                    height = page.evaluate("document.documentElement.scrollHeight")
                    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
                    path = folder / f"{name}-{width}-{theme}.png"
                    page.screenshot(path=path)
                    page.set_viewport_size(viewport)
                    yield path


if __name__ == "__main__":
    sys.exit(main())
