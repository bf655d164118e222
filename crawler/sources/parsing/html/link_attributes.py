"""Which attributes of an element cite: those of HTML elements and those of components in MDX."""

import re

from crawler.sources.parsing.html.tags import Tag

QUOTING = ("blockquote", "q", "ins", "del")
"""Elements whose `cite` is the URL of their source (HTML standard, 4.4.4, 4.5.7) or of what explains them (4.7.3)."""

_NO_LINKS = frozenset(
    "link base use image textpath lineargradient radialgradient pattern filter mpath feimage animate animatemotion "
    "animatetransform set script cursor".split()
)  # their `href` loads something, or belongs to the drawing (SVG 2, 16.1)
_COMPONENT_LINKS = ("to", "url", "link")
_TARGET = re.compile(r"https?://|\.{0,2}/", re.IGNORECASE)
_RESOURCE_ID = re.compile(r"[0-9a-f]{16}")


def cited_resource(tag: Tag) -> str | None:
    """The Resource ID that a JSX element names: 16 lower-case hex digits as the `id` of a capitalised element."""
    named = tag.get("id")
    return named if named and tag.name[:1].isupper() and _RESOURCE_ID.fullmatch(named) else None


def link_targets(tag: Tag) -> list[str | None]:
    """What an element links to, as it is written; None stands for a target that an expression computes.

    On a component (`<Link to>`, `<Cite url>`, `<Button link>`) each such attribute cites if it holds a URL or a path.
    """
    name = tag.name.lower()
    if name in _NO_LINKS and tag.name in (name, name.upper()):
        return []
    if name in QUOTING:
        cite = tag.get("cite")
        return [cite] if cite else []
    written = [tag.get(key) for key in ("href", "xlink:href") if key in tag.attributes][:1]
    if name not in ("a", "area"):
        written = [target for target in written if target != ""]
    if tag.name[:1].isupper() or "." in tag.name:
        others = [tag.get(key) for key in _COMPONENT_LINKS if key in tag.attributes]
        written += [target for target in others if target and _TARGET.match(target) and target not in written]
        if not written and None in others:
            return [None]
    return written or (_swallowed(tag) if name == "a" else written)


def uncited_urls(tag: Tag) -> int:
    """How many URLs stand in a tag that are no link of it: `<Image src="https:...">`."""
    return max(tag.urls - linked_urls(tag), 0)


def linked_urls(tag: Tag) -> int:
    """How many URLs stand in the links of a tag: two in a link to an archive's copy of a page."""
    return sum((target or "").count("://") for target in link_targets(tag))


def _swallowed(tag: Tag) -> list[str | None]:
    """The link in `<a class= href=...>`, where the standard's tokenizer takes `href=...` for the class."""
    for value in tag.attributes.values():
        if value and value[:5].lower() == "href=":
            return [value[5:].strip("\"'")]
    return []
