"""A quotation in all texts of its source: verbatim, altered, vanished, absent, no_text."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pipelines.quotes import DatedText, QuoteCheck, check, check_all
from pipelines.quotes.guards import guarded

QUOTE = "the board approved the plan in May"
IN, OUT, CHANGED = "Then the board approved the plan in May.", "Nothing of it is left.", "The board approved it in May."
OTHER = "Then the board approved the plan in June."


def dated(texts: Sequence[str | None], partial: str | None = None) -> list[DatedText]:
    """One text a day, captured in the morning and seen until the evening."""
    return [
        DatedText(
            capture_id=number,
            captured_at=f"2026-01-0{number}T08:00:00Z",
            first_at=f"2026-01-0{number}T08:00:00Z",
            last_at=f"2026-01-0{number}T20:00:00Z",
            load=lambda text=text: text or "",  # type: ignore[misc]  # each its own
            partial=partial,
        )
        for number, text in enumerate(texts, 1)
    ]


def status(*texts: str | None, partial: str | None = None, quote: str = QUOTE) -> QuoteCheck:
    return check(quote, dated(texts, partial))


def test_a_quotation_that_stands_in_the_newest_text_is_verbatim_since_it_was_first_seen() -> None:
    found = status(OUT, IN, IN + " More was said.")
    assert (found.status, found.similarity, found.capture_id) == ("verbatim", 1.0, 3)
    assert (found.matched_text, found.differences) == ("the board approved the plan in May", ())
    assert (found.first_seen, found.last_seen) == ("2026-01-02T08:00:00Z", "2026-01-03T20:00:00Z")


def test_one_that_stands_in_an_earlier_text_only_has_vanished() -> None:
    """The newest text that has it is named, and what stands there now, if that is close."""
    found = status(IN, IN + " More.", OUT)
    assert (found.status, found.capture_id, found.captured_at) == ("vanished", 2, "2026-01-02T08:00:00Z")
    assert (found.first_seen, found.last_seen) == ("2026-01-01T08:00:00Z", "2026-01-02T20:00:00Z")
    assert found.matched_text == "the board approved the plan in May"
    assert found.differences == ()
    assert status(IN, OTHER).differences == ("name: “May” in the quote, “June” in the text",)


def test_one_whose_words_differ_is_altered() -> None:
    found = status(OUT, OTHER, OTHER + " More.")
    assert (found.status, found.capture_id) == ("altered", 3)
    assert found.differences == ("name: “May” in the quote, “June” in the text",)
    assert (found.first_seen, found.last_seen) == ("2026-01-02T08:00:00Z", "2026-01-03T20:00:00Z")
    earlier = status(OTHER, OUT)
    assert (earlier.status, earlier.capture_id) == ("altered", 1)


def test_one_without_a_close_passage_is_absent() -> None:
    found = status(OUT, OUT + " Really.")
    assert (found.status, found.matched_text, found.start, found.capture_id) == ("absent", None, None, None)
    assert found.similarity < 0.6


def test_a_text_that_came_back_counts_again() -> None:
    assert status(IN, OUT, IN).status == "verbatim"


def test_where_there_is_nothing_to_look_in_the_reason_is_said() -> None:
    assert check(QUOTE, [], no_text="no text: image/png").differences == ("no text: image/png",)
    assert check(QUOTE, dated([None])).status == "no_text"
    teaser = status("Subscribe to read on.", partial="only a teaser")
    assert (teaser.status, teaser.differences) == ("no_text", ("only a teaser",))
    assert status(IN, partial="only a teaser").status == "verbatim"
    assert status(OTHER, partial="only a teaser").status == "altered"


def test_what_vanished_from_a_teaser_may_stand_on_the_page() -> None:
    found = check(QUOTE, [*dated([IN]), replace(dated([None, OUT])[1], partial="only a teaser")])
    assert (found.status, found.differences) == ("no_text", ("only a teaser",))
    assert (found.matched_text, found.first_seen) == (QUOTE, "2026-01-01T08:00:00Z")


def test_another_reading_of_the_same_page_counts() -> None:
    """With its own offsets, and the times of the page."""
    reading = replace(dated([OUT + " " + IN])[0], capture_id=7)
    found = check(QUOTE, [replace(one, readings=lambda: [reading]) for one in dated([OUT])])
    assert (found.status, found.capture_id) == ("verbatim", 7)
    assert (OUT + " " + IN)[found.start : found.end] == found.matched_text


def test_what_only_the_page_has_is_neither_vanished_nor_absent() -> None:
    first, last = dated([IN, OUT])
    on_page = replace(last, words=lambda: f"Menu\n{IN}\nNotes")
    off_page = replace(last, words=lambda: "Menu\nNotes")
    assert check(QUOTE, [first, on_page]).status == "no_text"
    assert check(QUOTE, [on_page]).status == "no_text"
    assert check(QUOTE, [first, off_page]).status == "vanished"
    assert check(QUOTE, [off_page]).status == "absent"


def test_texts_of_two_extractors_leave_it_open_where_the_page_cannot_be_asked() -> None:
    first, last = dated([IN, OUT])
    found = check(QUOTE, [replace(first, extractor="blocks 1"), replace(last, extractor="blocks 2")])
    assert found.status == "no_text"
    assert found.differences == ("blocks 1 made the text that has it, blocks 2 the newest one",)


def test_a_newest_capture_without_text_does_not_have_it() -> None:
    assert status(IN, None).status == "vanished"


def test_a_quotation_without_words_is_absent_and_says_why() -> None:
    found = status(IN, quote="… [sic] “”")
    assert (found.status, found.differences) == ("absent", ("the quote has no words",))


def test_many_differences_are_counted() -> None:
    words = [f"word{number} stays" for number in range(200)]
    changed = [f"cat{number} stays" if number % 4 == 0 else word for number, word in enumerate(words)]
    found = status(" ".join(words), quote=" ".join(changed))
    assert found.status == "altered"
    assert (len(found.differences), found.differences[-1]) == (21, "and 30 more")


def test_negations_are_known_in_many_languages() -> None:
    told = ["not", "doesn't", "nicht", "jamais", "nunca", "никогда", "nigdy", "değil", "不", "않", "tidak"]
    assert guarded("negations", told) == told
    assert guarded("negations", list("わからない")) == ["ない"]
    assert guarded("negations", "note nothingness the".split()) == []


def test_several_quotations_are_told_as_each_alone_and_read_each_text_once() -> None:
    texts = [IN, OTHER, CHANGED, OUT]
    read: list[int] = []

    def load(number: int) -> str:
        read.append(number)
        return texts[number - 1]

    captures = [replace(one, load=partial(load, one.capture_id)) for one in dated(texts)]
    quotes = [QUOTE, "nothing of it is left", "…", "whales sing louder near harbours", QUOTE.replace("May", "June")]
    found = check_all(quotes, captures)
    assert read == [4, 3, 2, 1]
    assert found == [check(quote, captures) for quote in quotes]
    assert [one.status for one in found] == ["vanished", "verbatim", "absent", "absent", "vanished"]
