"""What the server remembers between requests: never of another cache than the one that is there."""

from pathlib import Path

from cited_web import SITE, Answer, build
from served import serving

TEXT = "The harbour stays {0} for all ships in winter, as the council said on Monday. " * 4
DOCUMENTS = {"wiki/one.md": f"# One\n\nIt says [so]({SITE}/page).\n"}


def history(folder: Path, before: str, after: str) -> Path:
    """A cache of one page whose text has changed."""
    answers = [Answer(TEXT.format(word), title="The harbour") for word in (before, after)]
    return build(folder, {"page": answers}, DOCUMENTS)


def test_words_that_changed_are_those_of_the_cache_that_was_copied_over_another(tmp_path: Path) -> None:
    path = history(tmp_path / "one", "open", "closed")
    backup = history(tmp_path / "other", "frozen", "flooded")
    with serving(path) as server:
        assert "<del>open</del>" in server.get("/changes").text
        path.write_bytes(backup.read_bytes())  # the same file still
        html = server.get("/changes").text
    assert "<del>frozen</del>" in html
    assert "<del>open</del>" not in html


def test_of_a_cache_that_is_not_there_the_same_is_said_everywhere(tmp_path: Path) -> None:
    path = history(tmp_path, "open", "closed")
    with serving(path) as server:
        path.unlink()
        for page in ("/", "/search", "/documents", "/changes", "/runs", "/api/cards", "/healthz"):
            got = server.get(page)
            assert (got.status, "there is no cache at " in got.text) == (503, True), page
