"""Bodies packed as differences: smaller, read back to the byte, and never left without their base."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cache_shelf import Damage, Shelf

from citecache.usecases.merge import merge
from crawler.cache import CacheFile, bodies
from crawler.cache.policy import KeepPolicy
from crawler.cache.read.uncited import uncited_resources
from crawler.cache.write import base_bodies
from crawler.cache.write.keeping import apply_policy
from crawler.cache.write.pruning import prune_resources
from crawler.model import Capture
from crawler.model.errors import CacheDamaged, NotFound
from pipelines.preview import preview

ONE, TWO, ELSEWHERE = "https://example.org/1", "https://example.org/2", "https://example.net/1"


def page(seed: int, words: str = "") -> bytes:
    """A page of 20 KB that packs badly by itself: its frame differs with the seed, its words only in few bytes."""
    frame = random.Random(seed).randbytes(15_000).hex()
    return f"<html>{frame[:20_000]}<p>{words}</p>{frame[20_000:]}".encode()


def fetched(shelf: Shelf, url: str, body: bytes, media_type: str = "text/html") -> str:
    """Fetch a URL with that body, as a text of its own; gives the name of the body."""
    text = f"Text of {url} with {bodies.sha256(body)}."
    capture = Capture(media_type=media_type, text=text, preview=text, extractor="plain")
    shelf.crawl(url, status=200, body=body, capture=capture)
    return bodies.sha256(body)


@pytest.fixture
def versions(shelf: Shelf) -> list[bytes]:
    """Four versions of a page, a week apart, as stored."""
    shelf.add(ONE, TWO, ELSEWHERE)
    stored = [page(1, f"version {number}") for number in range(4)]
    for body in stored:
        fetched(shelf, ONE, body)
    return stored


def bases(shelf: Shelf) -> list[str | None]:
    return [row[0] for row in shelf.rows("SELECT base FROM bodies ORDER BY rowid")]


def test_a_new_version_of_a_page_takes_little_more_than_what_is_new_in_it(shelf: Shelf, versions: list[bytes]) -> None:
    first, *others = (row[0] for row in shelf.rows("SELECT length(data) FROM bodies ORDER BY rowid"))
    assert first > 10_000
    assert max(others) < 500
    assert bases(shelf) == [None, *[bodies.sha256(versions[0])] * 3]  # none has one that has one
    assert [bodies.load(shelf.cache.db, bodies.sha256(body)) for body in versions] == versions


def test_pages_of_a_host_share_what_they_have_in_common(shelf: Shelf, versions: list[bytes]) -> None:
    fetched(shelf, TWO, page(1, "another page of the host"))
    fetched(shelf, ELSEWHERE, page(1, "the same frame, elsewhere"))
    assert bases(shelf)[-2:] == [bodies.sha256(versions[0]), None]


def test_a_body_that_resembles_nothing_stands_alone(shelf: Shelf, versions: list[bytes]) -> None:
    """And becomes the base of what follows it."""
    new = fetched(shelf, ONE, page(2, "a relaunch"))
    fetched(shelf, ONE, page(2, "and a correction of it"))
    assert bases(shelf)[len(versions) :] == [None, new]


def test_a_body_of_another_type_or_size_is_not_compared(shelf: Shelf, versions: list[bytes]) -> None:
    assert versions
    fetched(shelf, TWO, page(1, "a feed"), "application/rss+xml")
    fetched(shelf, TWO, b"short")
    fetched(shelf, TWO, page(1) + b"x" * bodies.MAX_BASE)
    assert bases(shelf)[-3:] == [None, None, None]


def dropped_by_policy(shelf: Shelf) -> None:
    apply_policy(shelf.cache, KeepPolicy(versions=0), now=shelf.now + timedelta(days=1))


def dropped_with_its_page(shelf: Shelf) -> None:
    unwanted = [one for one in uncited_resources(shelf.cache) if one.url == ONE]
    prune_resources(shelf.cache, unwanted)


@pytest.mark.parametrize("drop", [dropped_by_policy, dropped_with_its_page])
def test_what_refers_to_a_body_outlives_it(shelf: Shelf, versions: list[bytes], drop: Callable[[Shelf], None]) -> None:
    others = [page(1, f"another page, version {number}") for number in range(2)]
    for body in others:
        fetched(shelf, TWO, body)
    base, digests = bodies.sha256(versions[0]), [bodies.sha256(body) for body in others]
    assert bases(shelf)[-2:] == [base, base]
    drop(shelf)
    with pytest.raises((NotFound, CacheDamaged)):
        bodies.load(shelf.cache.db, base)
    left = others if drop is dropped_with_its_page else others[1:]
    assert [bodies.load(shelf.cache.db, digest) for digest in digests[-len(left) :]] == left
    assert base not in bases(shelf)
    assert shelf.rows("PRAGMA foreign_key_check") == []


def test_no_body_is_the_base_of_very_many(shelf: Shelf, versions: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_bodies, "MOST_REFERRING", 3)
    digests = [fetched(shelf, ONE, page(1, f"later {number}")) for number in range(3)]
    assert bases(shelf)[len(versions) :] == [None, digests[0], digests[0]]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("UPDATE bodies SET data = x'00' WHERE base IS NULL", "cannot be unpacked"),
        ("UPDATE bodies SET data = x'' WHERE base IS NULL", "cannot be unpacked"),
        ("UPDATE bodies SET size = 3 WHERE base IS NULL", "claims a size of 3"),
        ("UPDATE bodies SET base = sha256", "has one itself"),
        ("UPDATE bodies SET base = NULL", "cannot be unpacked|does not match"),
        ("UPDATE bodies SET base = 'feed' WHERE base IS NOT NULL", "is missing"),
    ],
)
def test_a_body_whose_base_is_damaged_is_never_returned(
    shelf: Shelf, versions: list[bytes], damage: Damage, change: str, complaint: str
) -> None:
    damage(change)
    with pytest.raises(CacheDamaged, match=complaint):
        bodies.load(shelf.cache.db, bodies.sha256(versions[-1]))


def test_after_a_damaged_base_the_next_version_is_stored_whole(
    shelf: Shelf, versions: list[bytes], damage: Damage
) -> None:
    damage("UPDATE bodies SET data = x'00' WHERE base IS NULL")
    new = page(1, "after the damage")
    fetched(shelf, ONE, new)
    assert bodies.load(shelf.cache.db, bodies.sha256(new)) == new
    assert len(versions) + 1 == shelf.one("SELECT count(*) FROM bodies")


def test_a_joined_cache_packs_in_its_own_way(shelf: Shelf, versions: list[bytes], tmp_path: Path) -> None:
    merge(tmp_path / "new.db", shelf.path, now=shelf.now)
    with CacheFile.open(tmp_path / "new.db") as cache:
        assert [bodies.load(cache.db, bodies.sha256(body)) for body in versions] == versions
        assert sum(base is not None for base in bases(Shelf(cache.path, cache))) == 3


def test_bodies_that_were_stored_alone_are_packed_when_asked_for(shelf: Shelf, versions: list[bytes]) -> None:
    """As in a file of an earlier version of citecache."""
    fetched(shelf, TWO, page(1, "another page of the host"))
    others = [fetched(shelf, TWO, page(5, "a relaunch")), fetched(shelf, ELSEWHERE, page(1, "elsewhere"))]
    everything = dict(shelf.rows("SELECT sha256, size FROM bodies"))
    with shelf.cache.write() as db:
        for digest in everything:
            bodies.replace(db, digest, bodies.load(db, digest), None)
        assert set(bases(shelf)) == {None}
    saved = base_bodies.pack_stored(shelf.cache)
    assert saved > 4 * 10_000
    first = bodies.sha256(versions[0])
    assert dict(shelf.rows("SELECT sha256, base FROM bodies")) == {
        digest: None if digest in (first, *others) else first for digest in everything
    }
    assert {digest: bodies.verify(shelf.cache.db, digest) for digest in everything} == everything
    assert base_bodies.pack_stored(shelf.cache) == 0


def test_larger_ones_are_left_alone_and_few_are_packed_in_one_transaction(
    shelf: Shelf, versions: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that wants to write does not wait for a folder of long documents."""
    with shelf.cache.write() as db:
        for body in versions:
            bodies.replace(db, bodies.sha256(body), body, None)
    large = [fetched(shelf, TWO, page(7, str(number)) + b"x" * bodies.MAX_BASE) for number in range(2)]
    read, commits = list[str](), list[str]()
    load = bodies.load
    monkeypatch.setattr(bodies, "load", lambda db, digest: [load(db, digest), read.append(digest)][0])
    monkeypatch.setattr(base_bodies, "BATCH_BYTES", 2 * len(versions[0]) + 10)
    shelf.cache.db.conn.set_trace_callback(lambda said: commits.append(said) if said == "COMMIT" else None)
    assert base_bodies.pack_stored(shelf.cache) > 0
    assert (len(commits), set(read) & set(large)) == (2, set())
    assert bases(shelf) == [None, *[bodies.sha256(versions[0])] * 3, None, None]


def test_previews_are_those_of_the_extraction(shelf: Shelf) -> None:
    shelf.add(ONE, TWO)
    for url, text in ((ONE, "Short, and whole."), (TWO, "One \u00e4 sentence of many. " * 400)):
        capture = Capture(media_type="text/html", text=text, preview=preview(text)[0], extractor="plain")
        shelf.crawl(url, status=200, body=text.encode(), capture=capture)
        assert shelf.one("SELECT preview FROM cards WHERE url = ?", url) == preview(text)[0]
    assert shelf.rows("SELECT preview_chars > 1000 FROM captures ORDER BY id") == [(None,), (1,)]
