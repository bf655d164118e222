"""A card as a piece of HTML."""

from collections.abc import Iterator

from citecache.render.card import (
    document_line,
    doubts,
    fetched,
    graded,
    kind_line,
    metadata,
    place,
    places_by_document,
    significance,
    whose,
)
from citecache.render.notebook.markup import LINE, block, lines, link, small, text
from citecache.render.tables import plural
from citecache.render.withheld import shown
from crawler.model import Card

SHOWN_PLACES = 5
"""Citing places; `card.cited_by` has all."""

LINE_CHARS = 400


def card(given: Card) -> str:
    """The whole card; the preview folded."""
    one = shown(given)
    return block(_parts(one))


def _parts(one: Card) -> Iterator[str]:
    yield f'<div style="font-size:1.15em;font-weight:bold;{LINE}">{text(one.title or one.url, LINE_CHARS)}</div>'
    yield f"<div>{link(one.url)}</div>"
    yield f"<div>{small(text(kind_line(one), LINE_CHARS))}</div>"
    if brief := significance(one):
        yield f"<div>{text(brief, LINE_CHARS)}</div>"
    facts = [f"{name}: {text(value, LINE_CHARS)}" for name, value in metadata(one)]
    if facts:
        yield f"<div>{' · '.join(facts)}</div>"
    if one.summary:
        yield f"<div><b>Summary</b></div>{lines(one.summary)}"
    if one.key_points:
        yield f"<b>Key points</b><ul>{''.join(f'<li>{text(point, LINE_CHARS)}</li>' for point in one.key_points)}</ul>"
    yield from _cited_by(one)
    yield from _content(one)
    ids = f"Resource ID <code>{text(one.id)}</code> · Stable ID <code>{text(one.stable_id)}</code>"
    yield f"<div>{small(ids)}</div>"


def _cited_by(one: Card) -> Iterator[str]:
    by_document = places_by_document(one)
    if not by_document:
        return
    places = [by for some in by_document.values() for by in some]
    rows = [text(place(by) if by.line is not None else document_line(by)) for by in places[:SHOWN_PLACES]]
    if len(places) > SHOWN_PLACES:
        rows.append(f"and {len(places) - SHOWN_PLACES:,} more")
    listed = "".join(f"<li>{row}</li>" for row in rows)
    yield f"<b>Cited by {plural(len(by_document), 'page')}</b><ul>{listed}</ul>"


def _content(one: Card) -> Iterator[str]:
    yield f"<div><b>Cached content</b> {text(fetched(one), LINE_CHARS)}</div>"
    if one.final_url and one.final_url != one.url:
        yield f"<div>Answered by {link(one.final_url)}</div>"
    remarks = [*whose(one, one.preview), *(f"{name}: {value}" for name, value in doubts(one, one.preview) if value)]
    for remark in [*remarks, *graded(one)]:
        yield f"<div>{text(remark, LINE_CHARS)}</div>"
    if one.preview:
        yield f"<details><summary>Preview</summary>{lines(one.preview)}</details>"
