"""Grades of synthetic pages, through the real readers, extractor, judge and cache."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cited_pages import CASES, HERE, CitedPage
from hypothesis import given
from hypothesis import strategies as st

from citecache.exports.jsonl import card_json
from citecache.render.card import render
from crawler.cache import CacheFile
from crawler.cache.read import cards, histories
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.cache.write.ingest import ingest
from crawler.model import Card, CitedAs, CitedBy, Fetch, Outcome, PageFacts, Selection, ShownCapture, resource_id
from crawler.sources.reading import read_all
from pipelines.complete import complete
from pipelines.extract import extract
from pipelines.identity import Grade, grade
from pipelines.judge import judge

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def cite(case: CitedPage, folder: Path) -> list[str]:
    """The documents that cite, as files."""
    record = [f'- url: "{case.url}"']
    record += [f'  title: "{case.title}"'] if case.title else []
    record += [f'  doi: "{case.doi}"'] if case.doi else []
    record += ["  authors: [{}]".format(", ".join(f'"{name}"' for name in case.authors))] if case.authors else []
    (folder / "records.yaml").write_text("\n".join(record) + "\n", encoding="utf-8")
    (folder / "refs.bib").write_text(case.bibtex.replace("$", case.url) + "\n", encoding="utf-8")
    (folder / "page.md").write_text(f"# A page\n\n{case.markdown.replace('$', case.url)}\n", encoding="utf-8")
    return [str(folder / name) for name in ("records.yaml", "refs.bib", "page.md")]


def fetch(cache: CacheFile, case: CitedPage, now: datetime) -> None:
    """One run that fetches the page."""
    run = runs.begin(cache, Selection(everything=True), now=now)
    ((page,),) = due_pages(cache, run.selection, cutoff=run.cutoff, now=now)
    body = case.content()
    final_url = case.final_url or case.url
    headers = case.headers or ((("content-type", "text/html; charset=utf-8"),) if case.html else ())
    content_type = dict(headers).get("content-type")
    capture = complete(extract(body, url=final_url, content_type=content_type), headers, ()) if body else None
    answer = Fetch(
        page=page, started_at=now, elapsed=0.1, outcome=Outcome.RESPONSE, status=case.status, final_url=final_url,
        headers=headers, body=body, capture=capture,
    )  # fmt: skip
    found = judge(answer, histories.history(cache.db, page.id))
    judged = replace(answer, verdict=found.verdict, effective_verdict=found.effective_verdict, evidence=found.evidence)
    store_fetches(cache, [judged], run_id=run.id)
    runs.finish(cache, run, now=now)


def shown(case: CitedPage, folder: Path) -> Card:
    """The card after reading the citing documents and fetching the page."""
    with CacheFile.open(folder / "cache.db", create=True) as cache:
        ingest(cache, read_all(cite(case, folder)), now=NOW)
        if case.before:
            fetch(cache, replace(case, body=case.before, status=200, final_url=None), NOW)
        fetch(cache, case, NOW + timedelta(days=7))
        return cards.card(cache, resource_id(case.url))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_capture_is_graded_by_what_was_cited(case: CitedPage, tmp_path: Path) -> None:
    identity = grade(shown(case, tmp_path))
    assert identity.grade == case.grade, identity
    reasons = "; ".join(identity.reasons)
    assert case.says in reasons
    assert not (case.silent and reasons)


def test_the_cases_are_well_formed() -> None:
    """The loader has checked keys and types."""
    assert {case.grade for case in CASES} <= {None, *(grade.value for grade in Grade)}
    assert len({case.name for case in CASES}) == len(CASES)
    assert {case.file for case in CASES} == {None, *(path.name for path in (HERE / "files").iterdir())}


def test_half_of_the_cases_are_traps() -> None:
    assert len(CASES) >= 60
    assert sum(case.trap for case in CASES) * 2 >= len(CASES)


@pytest.mark.parametrize("case", [case for case in CASES if case.grade == "wrong_document"], ids=lambda case: case.name)
def test_the_card_shows_what_was_retrieved_instead(case: CitedPage, tmp_path: Path) -> None:
    card = shown(case, tmp_path)
    assert "Identity: wrong_document: " in " ".join(render(card, width=200).split())
    identity = card_json(card)["identity"]
    assert identity["grade"] == "wrong_document"
    assert len(identity["reasons"]) >= 2


def test_better_metadata_changes_the_grade_without_a_fetch(tmp_path: Path) -> None:
    """A wrong title in a record makes the page a wrong document; the right one, imported later, makes it full."""
    case = next(case for case in CASES if case.name == "another article under the URL")
    before = shown(case, tmp_path)
    (tmp_path / "records.yaml").write_text(f'- url: "{case.url}"\n  title: "Leek soup for the second day"\n')
    with CacheFile.open(tmp_path / "cache.db") as cache:
        ingest(cache, read_all([str(tmp_path / "records.yaml")]), now=NOW + timedelta(days=8))
        after = cards.card(cache, resource_id(case.url))
        without_text = next(cards.cards(cache, with_text=False))
    assert (grade(before).grade, grade(after).grade) == ("wrong_document", "full")
    assert after.fetched_at == before.fetched_at
    assert grade(without_text) == grade(after)


def test_a_page_that_was_never_fetched_has_no_grade(tmp_path: Path) -> None:
    with CacheFile.open(tmp_path / "cache.db", create=True) as cache:
        ingest(cache, read_all(["https://a.example.net.uk/x"]), now=NOW)
        card = next(cards.cards(cache))
    assert card_json(card)["identity"] == {"grade": None, "reasons": []}
    assert "Identity" not in render(card)


@pytest.fixture(scope="module")
def some_card(tmp_path_factory: pytest.TempPathFactory) -> Card:
    case = next(case for case in CASES if case.name == "the record's title is the page's")
    return shown(case, tmp_path_factory.mktemp("card"))


@given(st.lists(st.text(), min_size=9, max_size=9))
def test_any_text_gets_a_grade_and_can_be_rendered(some_card: Card, texts: list[str]) -> None:
    title, author, doi, link, url, found, heading, page_title, start = texts
    odd = replace(
        some_card,
        url=url,
        sitename=heading,
        cited_as=CitedAs(title=title, authors=(author,), doi=doi),
        cited_by=(CitedBy(document="a.md", line=1, label="1", link_text=link),),
        found=ShownCapture(
            url=url,
            title=found,
            headings=(heading,),
            facts=PageFacts(title=page_title, identifiers=((page_title, doi),)),
            start=start,
        ),
    )
    identity = grade(odd)
    assert identity.grade is not None
    assert f"Identity: {identity.grade}" in render(odd, width=10_000) or not identity.reasons


def test_long_titles_and_texts_are_graded_quickly(some_card: Card) -> None:
    """What is read of each is bounded: of a title of a million characters, 500 are read."""
    long = "10.5555/" + "v2.full/" * 100_000
    odd = replace(
        some_card,
        cited_as=CitedAs(title=long, authors=(long[:5000],) * 100, doi=long),
        found=ShownCapture(url=some_card.url, title=long, headings=(long,) * 5, start="-\n" * 1500),
    )
    assert grade(odd).grade is not None
