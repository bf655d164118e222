"""A researcher's thesis: a bibliography, chapters that cite its keys, and a deadline."""

import json

from own_web import Desk, Web

CHAPTER = r"""\chapter{Tides}
The height of the water has been written down since the Middle Ages \cite{master1999}.
It is said that nobody has read the book \citep[p.~3]{lost2001, walled2010}.
"""


def write_thesis(desk: Desk, web: Web) -> dict[str, str]:
    """Key -> URL of the bibliography's entries: a good page, one that is gone, a paywall, and a work nobody cites."""
    urls = {
        "master1999": web.url("/tides", 1),
        "lost2001": web.on("/lost", 404, b"<title>Not found</title><h1>Not found</h1>", host=2),
        "walled2010": web.on("/walled", 402, b"<title>Subscribe</title>", host=3),
        "unused2020": web.url("/unused", 4),
    }
    entries = (f"@online{{{key},\n  title = {{On {key}}},\n  url = {{{url}}}\n}}\n" for key, url in urls.items())
    folder = desk.folder / "thesis"
    folder.mkdir()
    (folder / "refs.bib").write_text("\n".join(entries))
    (folder / "tides.tex").write_text(CHAPTER)
    return urls


def test_a_thesis_is_crawled_and_each_source_found_by_its_key(web: Web, desk: Desk) -> None:
    """The card of a key says which chapter cites it, and in what words."""
    urls = write_thesis(desk, web)
    summary = desk.crawl("thesis")
    assert summary["verdicts"] == {"alive": 2, "missing": 1, "restricted": 1}
    card = json.loads(desk.run("show", "@master1999", "--json").stdout)
    assert card["url"] == urls["master1999"]
    places = {(place["document"], place["line"]) for place in card["cited_by"]}
    assert places == {("thesis/refs.bib", 3), ("thesis/tides.tex", 2)}
    (claim,) = [place["claim"] for place in card["cited_by"] if place["document"].endswith(".tex")]
    assert claim.startswith("The height of the water")


def test_what_is_left_to_do_before_the_deadline(web: Web, desk: Desk) -> None:
    """The page that is gone, at the place that cites it; the paywall is nobody's fault and is not to do."""
    urls = write_thesis(desk, web)
    desk.crawl("thesis")
    todo = json.loads(desk.run("todo", "--format", "json").stdout)
    assert [entry["url"] for entry in todo["items"]] == [urls["lost2001"]]
    said = desk.run("check", "thesis", expect=3).stdout
    assert "thesis/tides.tex:3:" in said
    assert "[404]" in said
    assert urls["walled2010"] not in desk.run("todo").stdout


def test_a_corrected_entry_is_fetched_alone_and_settles_the_matter(web: Web, desk: Desk) -> None:
    """The corrected URL is new; nothing else is requested again; the wrong one is no longer cited, and can go."""
    urls = write_thesis(desk, web)
    desk.crawl("thesis")
    before = len(web.asked())
    found = web.url("/found-again", 2)
    refs = desk.folder / "thesis" / "refs.bib"
    refs.write_text(refs.read_text().replace(urls["lost2001"], found))
    assert desk.crawl("thesis")["fetched"] == 1
    assert [hit.path for hit in web.asked()[before:]] == ["/found-again"]
    desk.run("check", "thesis")
    assert json.loads(desk.run("todo", "--format", "json").stdout)["items"] == []
    desk.run("prune")
    assert {card["url"] for card in json.loads(desk.run("list", "--json").stdout)} == {*urls.values(), found} - {
        urls["lost2001"]
    }
    desk.assert_undamaged()


def test_the_sources_go_with_the_thesis(web: Web, desk: Desk) -> None:
    """Every source with its text in one file, the same bytes each time."""
    write_thesis(desk, web)
    desk.crawl("thesis")
    for name in ("first.jsonl", "second.jsonl"):
        desk.run("export", "jsonl", "-o", name)
    first, second = ((desk.folder / name).read_bytes() for name in ("first.jsonl", "second.jsonl"))
    assert first == second
    cards = [json.loads(line) for line in first.splitlines()]
    assert sorted(card["verdict"] for card in cards) == ["alive", "alive", "missing", "restricted"]
    assert all(("harbour master" in (card["text"] or "")) == (card["verdict"] == "alive") for card in cards)
    assert desk.run("search", "harbour", "master").stdout.count("http://") == 2
