"""Windows of Chromium, which stay open between tests: to open one costs more than most tests do in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

SIZE: ViewportSize = {"width": 1280, "height": 720}


@dataclass
class BrowserLog:
    """What went on in a window besides what was asked of it. Most tests want all of it empty at the end."""

    origin: str
    left: list[str] = field(default_factory=list)  # requests to elsewhere
    errors: list[str] = field(default_factory=list)  # on the console, or uncaught; a blocked script is one
    dialogs: list[str] = field(default_factory=list)

    @contextmanager
    def watching(self, context: BrowserContext) -> Iterator[None]:
        handlers: dict[Any, Callable[..., object]] = {
            "request": lambda request: self._requested(request.url),
            "console": lambda message: self._said(message.type, message.text),
            "weberror": lambda error: self.errors.append(str(error.error)),
            "dialog": lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()),
        }
        for event, handler in handlers.items():
            context.on(event, handler)
        yield
        for event, handler in handlers.items():
            context.remove_listener(event, handler)

    def _requested(self, url: str) -> None:
        if not url.startswith((f"{self.origin}/", "data:image/", "about:blank")):
            self.left.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.errors.append(text)


class Windows:
    """The windows of a browser, one for each base address and way of being set up."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[tuple[str, bool, bool], Page] = {}

    @contextmanager
    def at(
        self,
        base: str,
        log: BrowserLog,
        *,
        scripts: bool = True,
        policy: bool = True,
        size: ViewportSize = SIZE,
        patience: float = 5_000,
    ) -> Iterator[Page]:
        """A window, at what was last looked at in it; relative addresses are `base`'s.

        It remembers no more than the pages make it remember: files with their ETags, and no cookie.
        `policy`: whether that of the pages holds. `patience`: milliseconds that anything may take.
        """
        key = (base, scripts, policy)
        page = self._free.pop(key, None) or self._opened(*key)
        page.set_default_timeout(patience)
        page.set_viewport_size(size)
        with log.watching(page.context):
            yield page
            page.evaluate("0")  # what the page has said is told before
        assert page.context.cookies() == []
        page.emulate_media(media="null", color_scheme="light")
        page.context.clear_permissions()
        self._free[key] = page

    def _opened(self, base: str, scripts: bool, policy: bool) -> Page:
        return self._browser.new_context(base_url=base, java_script_enabled=scripts, bypass_csp=not policy).new_page()


def violations(page: Page, **options: object) -> list[str]:
    """What axe-core finds in a page, which is told of axe-core once."""
    axe = Axe()
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.axe_script)
    asked = {"resultTypes": ["violations"], **options}
    found = page.evaluate("options => axe.run(document, options)", asked)["violations"]
    return [f"{one['id']}: {node['html'][:150]} ({node['failureSummary']})" for one in found for node in one["nodes"]]
