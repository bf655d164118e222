"""The index of a site's search: what search.js, which tests/web runs, finds in its files."""

import json
import re
from itertools import accumulate
from pathlib import Path

import pytest
from site_files import InMemory, Pages, copy, written

from citecache.exports import search_index
from citecache.exports.search_index import INDEX, words_file
from crawler.cache import CacheFile
from crawler.cache.read import cards
from crawler.cache.read.pages import page_state
from crawler.text.words import words


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return copy(tmp_path)


def pages_of(pages: Pages, word: str) -> tuple[list[int], list[int]]:
    """The pages that have a word; those that have it in what names them."""
    letters = json.loads(pages[INDEX])["letters"]
    name = words_file(word, letters)
    assert name.removeprefix("words-") in json.loads(pages[INDEX])["words"]
    told, _, named = json.loads(pages[f"search/{name}.json"])[word].partition(";")
    return numbers(told), numbers(named)


def numbers(differences: str) -> list[int]:
    return list(accumulate(int(one, 36) for one in differences.split()))


def test_every_word_of_a_card_leads_to_it(database: Path) -> None:
    pages = written(database)
    with CacheFile.open(database) as cache:
        found = list(cards.cards(cache, with_text=True))
        for card in found:
            page = page_state(cache, card.id).id
            for word in words(f"{card.title or ''} {card.url}"):
                assert page in pages_of(pages, word)[1], word
            for word in words(card.text or ""):
                assert page in pages_of(pages, word)[0], word
            (name,) = (name for name in pages if name == f"search/cards-{page // 100}.json")
            assert card.id in [shown[0] for shown in json.loads(pages[name])[str(page)]]
    assert any(card.text for card in found)


@pytest.mark.parametrize("letters", [1, 2])
def test_the_files_are_of_one_letter_or_two(database: Path, monkeypatch: pytest.MonkeyPatch, letters: int) -> None:
    monkeypatch.setattr(search_index, "SMALL", 1_000 if letters == 1 else 0)
    pages = written(database)
    index = json.loads(pages[INDEX])
    assert index["letters"] == letters
    for name in index["words"]:
        assert all(
            words_file(word, letters) == f"words-{name}" for word in json.loads(pages[f"search/words-{name}.json"])
        )
        assert re.fullmatch(r"[a-z0-9]{0,2}|u[0-9a-f]+", name)


def test_what_does_not_fit_in_memory_gives_the_same_files(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = written(database)
    monkeypatch.setattr(search_index, "_HELD_LINES", 3)
    assert written(database) == expected


def test_a_page_more_changes_the_files_of_its_words_and_no_other(database: Path) -> None:
    with CacheFile.open(database) as cache:
        card, *others = cards.cards(cache, with_text=True)

    def made(*found: cards.Card) -> Pages:
        folder = InMemory()
        with search_index.search_index(folder, 1) as index:
            for number, one in enumerate((*others, *found)):
                index.add(one, 1000 * number)
        return folder.files

    before, after = made(), made(card)
    changed = {name for name in after if after[name] != before.get(name)}
    read = [card.title, card.url, *card.tags, *card.authors, card.summary, *card.key_points, card.type, card.sitename]
    own = words(" ".join(filter(None, (*read, card.text or card.preview))))
    files = {f"search/{words_file(word, 1)}.json" for word in own}
    assert changed - {INDEX} == files | {f"search/cards-{len(others) * 10}.json"}
