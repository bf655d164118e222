"""Facts from forms: what a page asks for. A wall asks for a password or an address where the text should be."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from pipelines.extract.elements import Elements
from pipelines.extract.facts.named import NamedElement, Surface, distinct, text_of

CONTROLS = 25
"""Controls, forms and buttons of each kind that are looked at."""
BUTTONS = 6
BUTTON_CHARS = 60

_UNSEEN = frozenset(("hidden", "submit", "button", "image", "reset"))
"""Types of <input> that ask for nothing (HTML standard, 4.10.5.1)."""

_TYPES = frozenset(
    "text search tel url email password date month week time number range color checkbox radio file".split()
)

_FORMS = {
    "search": re.compile(r"search|suche|recherche|buscar|busca\b|cerca\b|zoek|szukaj|поиск|[?&]q="),
    "login": re.compile(r"log-?in|sign-?in|logon|anmeld|connexion|account|auth\b|session"),
    "newsletter": re.compile(r"newsletter|subscri|mailing|mc-embedded|signup|sign-up"),
    "comment": re.compile(r"comment|reply|respond|kommentar"),
    "post-password": re.compile(r"post-password|postpass\b"),
    "checkout": re.compile(r"checkout|cart|basket|warenkorb|panier|carrito|purchase"),
}
"""What a form is for, by its id, name, class, role or action. From knowledge of common systems: WordPress's
`commentform`, `searchform` and `post-password-form`, Mailchimp's `mc-embedded-subscribe-form`, WooCommerce's `cart`."""

_BUTTON = re.compile(r"(?:^|[\s_-])(?:btn|button)(?:$|[\s_-])")


def inputs(elements: Elements, surface: Surface) -> Iterator[str]:
    """The kinds of visible controls, and of forms as "form:login"; again behind "main:" if they are outside of header,
    navigation, sidebar and footer.
    """
    yield from distinct(_kinds(elements, surface), CONTROLS)


def _kinds(elements: Elements, surface: Surface) -> Iterator[str]:
    for tag in ("input", "textarea", "select"):
        for element in elements.tagged(tag)[:CONTROLS]:
            kind = (element.get("type") or "text").strip().lower() if tag == "input" else tag
            if kind not in _UNSEEN:
                yield from _where(element, kind if kind in _TYPES or tag != "input" else "text", surface)
    for form in elements.tagged("form")[:CONTROLS]:
        names = (form.get(name) or "" for name in ("id", "name", "class", "role", "action"))
        said = " ".join(names)[:500].lower()
        for kind, pattern in _FORMS.items():
            if pattern.search(said):
                yield from _where(form, f"form:{kind}", surface)


def _where(element: HtmlElement, kind: str, surface: Surface) -> Iterator[str]:
    if element in surface.hidden and element.tag not in ("select", "textarea"):  # their content is no text, but seen
        return
    shown, main = surface.look(element)
    if shown:
        yield kind
        if main:
            yield f"main:{kind}"


def buttons(elements: Elements, marked: list[NamedElement], surface: Surface) -> list[str]:
    """The texts of buttons, and of links named as such, outside of header, navigation, sidebar and footer."""
    return distinct(_buttons(elements, marked, surface), BUTTONS)


def _buttons(elements: Elements, marked: list[NamedElement], surface: Surface) -> Iterator[str]:
    inputs = elements.tagged("input")[:CONTROLS]
    pressed = (element for element in inputs if (element.get("type") or "").lower() in ("submit", "button"))
    names = {one.value for one in marked if _BUTTON.search(one.name)}
    named = (element for value, element in elements.classes.items() if value in names)
    links = (element for element in islice(named, CONTROLS) if element.tag == "a")
    for group in (elements.tagged("button")[:CONTROLS], pressed, links):
        for element in group:
            if element not in surface.hidden and surface.look(element) == (True, True):
                text = (element.get("value") or "") if element.tag == "input" else text_of(element)
                yield " ".join(text.split())[:BUTTON_CHARS].strip()
