"""Which Document, which Resource: the same from every folder, and whatever the order in which files are read."""

import json
from itertools import permutations
from pathlib import Path

import pytest
from cache_shelf import Shelf

from crawler.cache import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read import resources
from crawler.cache.read.documents import documents_at, gone_documents
from crawler.cache.write.documents import forget_documents
from crawler.cache.write.ingest import ingest
from crawler.model import Citation, ResourceRecord, resource_id
from crawler.model.errors import NotFound
from crawler.sources.reading import read_all

OLD, NEW = "https://example.org/old", "https://example.org/new"
ID = resource_id(OLD)


@pytest.mark.parametrize(
    ("folder", "typed"),
    [(".", "docs/a.md"), ("docs", "a.md"), ("docs", "../link/a.md"), (".", "docs/../docs/a.md"), ("/", "{}/docs/a.md")],
)
def test_a_file_has_one_place_however_and_wherever_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, typed: str
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "link").symlink_to("docs")
    monkeypatch.chdir(tmp_path / folder)
    places = DocumentPlaces(tmp_path / "c.db")
    stored = places.stored(typed.format(tmp_path))
    assert stored == "docs/a.md"
    assert Path(places.shown(stored)).resolve() == (tmp_path / "docs/a.md").resolve()


def test_a_place_in_the_repository_is_relative_and_one_outside_is_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("repo/.git", "repo/var", "repo/docs", "other"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo/docs")
    places = DocumentPlaces(tmp_path / "repo/var/c.db")
    outside = str(tmp_path.resolve() / "other/b.md")
    assert (places.stored("a.md"), places.stored("../../other/b.md")) == ("../docs/a.md", outside)
    assert (places.shown("x.md"), places.shown(outside)) == ("../var/x.md", outside)


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_the_order_of_files_changes_nothing(shelf: Shelf, order: tuple[int, ...]) -> None:
    """A record repairs a URL that one document still has; another has the new one, a third cites by id."""
    files = (
        lambda: shelf.read("old.md", OLD),
        lambda: shelf.read("new.md", NEW),
        lambda: shelf.read("id.md", Citation(resource_id=ID)),
        lambda: shelf.read("r.yaml", records=(ResourceRecord(url=NEW, id=ID, title="T"),), format="records"),
    )
    for at in order:
        files[at]()
    own = resource_id(OLD + "\n")
    assert set(shelf.rows("SELECT id, url FROM resources")) == {(ID, NEW), (own, OLD)}
    sql = "SELECT d.path, t.resource_id FROM citations t JOIN documents d ON d.id = t.document_id ORDER BY 1"
    assert shelf.rows(sql) == [("id.md", ID), ("new.md", ID), ("old.md", own)]


def test_a_number_of_a_row_is_no_identity_and_is_kept(shelf: Shelf) -> None:
    for path, url in (("a.csv", OLD), ("b.csv", NEW)):
        shelf.read(path, url, records=(ResourceRecord(url=url, id="101"),), format="table")
    rows = shelf.rows("SELECT id, url, extra FROM resources ORDER BY url")
    assert [(id_, url, json.loads(extra)) for id_, url, extra in rows] == [
        (resource_id(url), url, {"id": "101"}) for url in (NEW, OLD)
    ]


def test_a_second_record_with_an_id_is_reported_with_both_places_until_the_first_is_gone(shelf: Shelf) -> None:
    shelf.read("a.yaml", records=(ResourceRecord(url=OLD, id="0123456789abcdef", line=3),), format="records")
    second = ResourceRecord(url=NEW, id="0123456789abcdef", line=7)
    (complaint,) = shelf.read("b.yaml", records=(second,), format="records").skipped
    assert (complaint.path, complaint.line) == ("b.yaml", 7)
    assert "a.yaml:3" in complaint.reason
    assert set(shelf.rows("SELECT id, url FROM resources")) == {("0123456789abcdef", OLD), (resource_id(NEW), NEW)}
    shelf.read("a.yaml", format="records")
    assert shelf.read("b.yaml", records=(second,), format="records").skipped == []
    assert shelf.one("SELECT url FROM resources WHERE id = '0123456789abcdef'") == NEW


def test_a_moved_file_is_the_same_document_and_a_copy_is_another(shelf: Shelf) -> None:
    shelf.read("a.md", OLD)
    assert shelf.read("copy.md", OLD).renamed == []
    Path("a.md").unlink()
    added = shelf.read("sub/b.md", OLD)
    assert (added.renamed, added.new_documents, added.new_citations) == ([("a.md", "sub/b.md")], 0, 0)
    assert shelf.rows("SELECT path FROM documents ORDER BY path") == [("copy.md",), ("sub/b.md",)]


def test_only_documents_below_a_source_are_gone(shelf: Shelf) -> None:
    for path in ("x/a.md", "y/b.md", "y/c.txt"):
        shelf.read(path, f"{OLD}/{path}")
        Path(path).unlink()
    cache: CacheFile = shelf.cache
    assert [one.path for one in gone_documents(cache, ["x"])] == ["x/a.md"]
    assert [one.path for one in gone_documents(cache, ["y/*.md"])] == ["y/b.md"]
    assert len(gone_documents(cache)) == 3
    assert [one.path for one in documents_at(cache, "y")] == ["y/b.md", "y/c.txt"]
    assert documents_at(cache, "z*") == []
    assert forget_documents(cache, documents_at(cache, "*/*.md")) == 2


def test_a_key_names_what_its_entry_cites_unless_two_bibliographies_disagree(shelf: Shelf) -> None:
    shelf.read("refs.bib", Citation(url=OLD, label="doe2020"), format="bibtex")
    shelf.read("a.md", Citation(url=NEW, label="doe2020"), Citation(url=OLD, label="@doe2020", line=2))
    for written in ("doe2020", "@doe2020", "[@doe2020]"):
        assert resources.find(shelf.cache, written) == ID
    shelf.read("more.bib", Citation(url=NEW, label="doe2020", line=4), format="bibtex")
    with pytest.raises(NotFound, match=r"2 resources: .*more\.bib:4"):
        resources.find(shelf.cache, "doe2020")


def test_two_ids_of_one_url_both_stand_for_it(shelf: Shelf) -> None:
    """In one file as in two: what cites by either is defined. Without an id of its own, a record joins the first."""
    ids = "000000000000000a", "000000000000000b"
    given = ("", *(f"  id: {id_}\n" for id_ in ids))
    Path("r.yaml").write_text("".join(f"- url: {OLD}\n  title: T\n{line}" for line in given))
    added = ingest(shelf.cache, read_all(["r.yaml"]), now=shelf.now)
    assert shelf.rows("SELECT id, url FROM resources ORDER BY id") == [(id_, OLD) for id_ in ids]
    assert [one.line for one in added.skipped] == [3, 6]


def test_two_urls_of_one_id_in_a_file_are_reported_with_both_places(shelf: Shelf) -> None:
    Path("r.yaml").write_text("".join(f"- url: {url}\n  id: 000000000000000a\n" for url in (OLD, NEW)))
    (complaint,) = ingest(shelf.cache, read_all(["r.yaml"]), now=shelf.now).skipped
    assert (complaint.line, f"{OLD} already, r.yaml:1" in complaint.reason) == (3, True)
    assert shelf.rows("SELECT id FROM resources ORDER BY url = ?", NEW) == [("000000000000000a",), (resource_id(NEW),)]
