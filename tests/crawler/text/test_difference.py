"""Differences between texts: churn is not a change, and no change is treated as churn."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crawler.text import churn
from crawler.text.alignment import Aligner
from crawler.text.difference import Difference, Part, changed, compare

ARTICLE = """\
The council met on Monday and agreed to spend 4,500 dollars on a new roof for the library.

It was the third time that the members had spoken of it. "We have waited long enough," said the mayor.

The work begins in June."""


def marked(difference: Difference) -> list[str]:
    """Each hunk in the notation of `git diff --word-diff`, with / for a line end and ~ around churn."""
    return ["".join(map(_marked, hunk.parts)) for hunk in difference.hunks]


def _marked(part: Part) -> str:
    text = part.text.replace("\n", "/")
    signs = {"same": "{}", "added": "{{+{}+}}", "removed": "[-{}-]"}
    return f"~{text.strip()}~" if part.churn else signs[part.kind].format(text)


# --- words ------------------------------------------------------------------------------------------


def test_the_same_text_has_no_changes() -> None:
    assert compare(ARTICLE, ARTICLE) == Difference()
    assert not changed(ARTICLE, ARTICLE)


def test_a_changed_word_is_shown_in_its_paragraph_and_counted() -> None:
    found = compare(ARTICLE, ARTICLE.replace("4,500", "45,000").replace("new roof", "roof"))
    assert marked(found) == [
        "The council met on Monday and agreed to spend[- 4,500-]{+ 45,000+} dollars on a[- new-] roof for the library./"
    ]
    assert (found.words_added, found.words_removed, found.churn, found.coarse) == (1, 2, 0, False)


def test_an_added_or_removed_paragraph_is_one_hunk_with_the_line_before_it() -> None:
    more = ARTICLE.replace("The work", "Nobody spoke against it.\n\nThe work")
    came, went = compare(ARTICLE, more), compare(more, ARTICLE)
    assert marked(came) == ["{+Nobody spoke against it./+}"]
    assert marked(went) == ["[-Nobody spoke against it./-]"]
    assert came.hunks[0].before.endswith("said the mayor.")
    assert (came.words_added, came.words_removed) == (went.words_removed, went.words_added) == (4, 0)


def test_a_rewritten_sentence_is_not_fragmented_by_chance_matches() -> None:
    """Small words that match by chance between larger changes are shown as changed, too."""
    found = compare(
        "Officials said the bridge would remain closed for the summer.",
        "According to engineers on site, the crossing opens again in autumn.",
    )
    assert len([part for part in found.hunks[0].parts if part.kind == "same"]) <= 2


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("日本の首都は東京です。", "日本の首都は京都です。", "日本の首都は[-東-]京{+都+}です。/"),
        ("कल की बैठक में", "कल की सभा में", "कल की[- बैठक-]{+ सभा+} में/"),
        ("в среду вечером", "в пятницу вечером", "в[- среду-]{+ пятницу+} вечером/"),
        ("don't go", "do go", "[-don't-]{+do+} go/"),
        ("it cost $5", "it cost €5", "it cost[- $5-]{+ €5+}/"),
        ("it was -5 °C", "it was 5 °C", "it was[- -5-]{+ 5+} °C/"),
        ("v2.1 is out", "v2.2 is out", "[-v2.1-]{+v2.2+} is out/"),
    ],
)
def test_words_are_divided_as_their_script_divides_them(old: str, new: str, shown: str) -> None:
    """By character where there are no spaces; an accent, an apostrophe or a decimal point does not divide a word."""
    assert marked(compare(old, new)) == [shown]
    assert changed(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It’s “fine” – yes", 'It\'s "fine" - yes'),
        ("one two\n\nthree four", "one two three four"),
        ("one  two", "one two\n"),
        ("Well, yes.", "Well yes"),
        ("a\nb a", "a b\na"),
        ("co\xadoperate", "cooperate"),
    ],
)
def test_typography_and_line_breaks_are_not_changes(old: str, new: str) -> None:
    assert not changed(old, new)
    assert not compare(old, new).changed


def test_an_empty_text_has_lost_all_words() -> None:
    assert compare("one two three", "").words_removed == 3
    assert compare("", "one two three").words_added == 3


# --- churn ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3 hours ago", "5 days ago"),
        ("an hour ago", "2h ago"),
        ("By Ann Lee, 59 minutes ago", "By Ann Lee, 1 hour ago"),
        ("vor 2 Stunden", "vor einem Tag"),
        ("il y a 3 jours", "il y a une semaine"),
        ("hace 3 horas", "hace un mes"),
        ("3 ore fa", "2 giorni fa"),
        ("há 3 horas", "há 5 dias"),
        ("2 uur geleden", "3 dagen geleden"),
        ("för 2 timmar sedan", "för 3 dagar sedan"),
        ("2 godziny temu", "5 dni temu"),
        ("3 часа назад", "5 дней назад"),
        ("3 saat önce", "2 gün önce"),
        ("منذ 3 ساعات", "منذ 5 أيام"),
        ("3時間前", "2日前"),
        ("3小时前", "2天前"),
        ("3시간 전", "2일 전"),
        ("Updated: April 9, 2026 at 10:05 am", "Updated: May 12, 2026 at 6:41 pm"),
        ("Ann Lee — Last updated on 9 Apr 2026, 10:05 UTC", "Ann Lee — Last updated on 10 Apr 2026, 11:05 UTC"),
        ("This page was last updated on 9 April 2026.", "This page was last updated on 1 May 2026."),
        ("Stand: 12.03.2026, 14:05 Uhr", "Stand: 13.03.2026, 8:15 Uhr"),
        ("Mis à jour le 9 avril 2026 à 10h05", "Mis à jour le 1 mai 2026 à 6h15"),
        ("Actualizado: 29/4/2026 - 12:00", "Actualizado: 2/5/2026 - 9:30"),
        ("Обновлено: 9 апреля 2026", "Обновлено: 1 мая 2026"),
        ("Päivitetty: 9. huhtikuuta 2026", "Päivitetty: 1. toukokuuta 2026"),
        ("Aktualizováno: 9. dubna 2026", "Aktualizováno: 1. května 2026"),
        ("9 Απριλίου 2026", "1 Μαΐου 2026"),
        ("Оновлено: 9 квітня 2026", "Оновлено: 1 травня 2026"),
        ("Güncelleme: 9 Nisan 2026", "Güncelleme: 1 Mayıs 2026"),
        ("最終更新日：2026年4月9日", "最終更新日：2026年5月1日"),
        ("Thursday, April 9, 2026", "Friday, May 1, 2026"),
        ("10:05 AM", "6:41 PM"),
        ("1,234 views", "1.2K views"),
        ("12 comments · 45 shares", "13 comments · 101 shares"),
        ("Comments (12)", "Comments (0)"),
        ("No comments", "1 comment"),
        ("View all 12 comments", "View all 14 comments"),
        ("3 Kommentare", "14 Kommentare"),
        ("1 204 просмотра", "1 310 просмотров"),
        ("© 2025 Example Ltd", "© 2026 Example Ltd"),
        ("Copyright 2019–2025 by the authors.", "Copyright 2019–2026 by the authors."),
        ("Related: A storm is coming", "Related: A storm has passed"),
        ("Lire aussi : La loi en débat", "Lire aussi : Le marché de mai"),
    ],
)
def test_counters_and_time_stamps_are_churn(old: str, new: str) -> None:
    """Shown as one or two pieces of churn, and not counted as a change."""
    before, after = f"{ARTICLE}\n\n{old}", f"{ARTICLE}\n\n{new}"
    found = compare(before, after)
    assert not changed(before, after)
    assert not found.changed
    assert found.churn in (1, 2)
    assert all(hunk.churn for hunk in found.hunks)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The firm was founded 18 years ago.", "The firm was founded 17 years ago."),
        ("The law was revised on 3 March 2024.", "The law was revised on 4 March 2024."),
        ("The bill passed with 45 shares of the vote.", "The bill passed with 54 shares of the vote."),
        ("The company issued 400 shares", "The company issued 900 shares"),
        ("400 shares went to the founder", "900 shares went to the founder"),
        ("The talks on April 9, 2026 failed.", "The talks on April 10, 2026 failed."),
        ("They are 200,000 years old", "They are 300,000 years old"),
        ("1984", "1985"),
        ("Pro 12", "Pro 13"),
        ("Rome | 12 comments | 3 hours ago", "Rome | 14 comments | 5 hours ago"),
        ("The Copyright Act 1976 applies.", "The Copyright Act 1977 applies."),
        ("Related work\n\nWe follow Smith.", "Related work\n\nWe follow Jones."),
        ("Read more\n\nThe council will meet again.", "Read more\n\nThe council will not meet again."),
        ("Read more\n\n5. Beware of the dryer", "Read more\n\n5. Trust the dryer"),
    ],
)
def test_content_that_looks_like_churn_is_a_change(old: str, new: str) -> None:
    assert changed(f"{ARTICLE}\n\n{old}", f"{ARTICLE}\n\n{new}")
    assert compare(f"{ARTICLE}\n\n{old}", f"{ARTICLE}\n\n{new}").changed


@pytest.mark.parametrize(
    "heading",
    [
        "Related articles",
        "READ MORE:",
        "Most read",
        "You may also like",
        "Das könnte Sie auch interessieren",
        "À lire aussi",
        "Te puede interesar",
        "Leggi anche",
        "Leia também",
        "Lees ook",
        "Czytaj także",
        "Читайте также",
        "関連記事",
        "相关阅读",
        "관련 기사",
        "Baca juga",
    ],
)
def test_related_links_under_their_heading_are_churn(heading: str) -> None:
    links = f"{ARTICLE}\n\n{heading}\n\nRain in the north\n\nWho will win?\n\nA new bridge"
    others = f"{ARTICLE}\n\n{heading}\n\nSun in the south\n\nA week of talks"
    assert not changed(links, others)
    assert compare(links, others).churn >= 1


def test_a_heading_of_related_links_hides_no_paragraph_after_them() -> None:
    before = f"Most read\n\nRain in the north\n\n{ARTICLE}"
    assert changed(before, before.replace("June", "July"))


def test_a_run_of_headlines_at_the_end_of_both_texts_is_churn() -> None:
    long = "\n\n".join([ARTICLE] * 3)
    links = ["Rain in the north again", "Who will win the cup", "A bridge for the valley", "The mayor goes abroad"]
    assert not changed("\n\n".join([long, *links]), "\n\n".join([long, *links[1:], "Snow on the hills tonight"]))
    assert changed(long, "\n\n".join([long, *links]))


def test_dates_that_head_the_sections_of_a_text_are_content() -> None:
    """More than three lines that hold only a date, and differ: a timeline."""
    days = "\n\n".join(f"April {day}, 2026\n\nIt rained." for day in range(1, 6))
    assert changed(days, days.replace("April", "May"))


def test_a_date_on_its_own_line_is_churn_only_near_the_start_or_the_end() -> None:
    """In the middle, or under a label, it may be a deadline."""
    prose = "\n\n".join(f"Sentence number {number} of the call for papers." for number in range(12))
    for text in (f"The call\n\n{{}}\n\n{prose}", f"The call\n\n{prose}\n\n{{}}"):
        assert not changed(text.format("April 9, 2026"), text.format("1/2/2027"))
    middle = f"The call\n\n{prose}\n\nDeadline\n\n{{}}\n\n{prose}"
    for text in (middle, "The call\n\nSubmit by:\n\n{}"):
        assert changed(text.format("April 9, 2026"), text.format("April 10, 2026"))


def test_a_letter_with_a_sign_is_a_word_of_its_own() -> None:
    assert changed("It is written in C#.", "It is written in C.")
    assert changed("It is written in C++.", "It is written in C.")


def test_a_change_beside_churn_is_shown_and_the_churn_counted() -> None:
    found = compare("Spoke in Rome, 3 hours ago\n\n12 comments", "Wept in Rome, 5 hours ago\n\n14 comments")
    assert marked(found) == ["[-Spoke-]{+Wept+} in Rome,~3 hours ago~~5 hours ago~/", "~12 comments~~14 comments~/"]
    assert (found.words_added, found.words_removed, found.churn) == (1, 1, 2)


@given(some.text(max_size=300))
def test_pieces_of_churn_are_in_the_line_and_in_order(line: str) -> None:
    ends = [0]
    for span in churn.spans(line):
        assert ends[-1] <= span.start < span.end <= len(line)
        ends.append(span.end)


# --- any text ---------------------------------------------------------------------------------------

lines = some.sampled_from(
    (
        "the cat sat",
        "the dog sat.",
        "a",
        "b a",
        "Related",
        "Most read:",
        "3 hours ago",
        "5 days ago",
        ", ,",
        "",
        "April 9, 2026",
        "10:05",
        "the cat sat on the mat and slept",
        "© 2025",
        "| a | b |",
        "猫が座る",
        "犬が座る",
    )
)
texts = some.lists(lines, max_size=12).map("\n".join) | some.text(max_size=200)


@given(texts, texts)
def test_changed_agrees_with_compare(old: str, new: str) -> None:
    found = compare(old, new)
    assert changed(old, new) == found.changed
    assert found.changed == (not all(hunk.churn for hunk in found.hunks))
    assert (found.churn > 0) == any(part.churn for hunk in found.hunks for part in hunk.parts)


@given(texts, texts)
def test_changed_is_symmetric(old: str, new: str) -> None:
    assert changed(old, new) == changed(new, old)


words = some.lists(some.sampled_from("a b c d the of 5 , .".split()), max_size=40).map(" ".join)


@given(words, words)
def test_both_texts_can_be_reconstructed_from_their_difference(old: str, new: str) -> None:
    """The equal and removed parts are the old text; the equal and added parts, the new one."""
    found = compare(old, new)
    for text, kind in ((old, "removed"), (new, "added")):
        read = "".join(part.text for hunk in found.hunks for part in hunk.parts if part.kind in ("same", kind))
        assert not found.hunks or read.split() == text.split()


sequences = some.lists(some.integers(0, 6), max_size=60) | some.lists(some.integers(0, 1000), max_size=60)


@given(sequences, sequences, some.sampled_from((0, 300, 10**6)))
def test_an_alignment_covers_both_sequences_in_order(old: list[int], new: list[int], steps: int) -> None:
    """Whatever its budget; with a large one it is not coarse."""
    aligner = Aligner(steps)
    ops = aligner.ops(old, new)
    i = j = 0
    for op in ops:
        assert (op.i1, op.j1) == (i, j)
        assert not op.same or old[op.i1 : op.i2] == new[op.j1 : op.j2] != []
        i, j = op.i2, op.j2
    assert (i, j) == (len(old), len(new))
    assert all(one.same != other.same for one, other in pairwise(ops))
    if steps == 10**6:
        assert not aligner.coarse


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 100_000, "a b " * 50_000),
        ("a\n" * 200_000, "a\nb\n" * 100_000),
        ("1 " * 100_000, "1 2 " * 50_000),
        ("3 hours a\n" * 50_000, "3 hours b\n" * 50_000),
        ("Updated: 1 " * 100_000, "Updated: 2 " * 100_000),
        ("日本" * 100_000, "本日日" * 60_000),
    ],
    ids=["words", "lines", "digits", "dates", "stamps", "han"],
)
def test_a_text_made_to_be_slow_is_compared_coarsely_and_marked_so(old: str, new: str) -> None:
    """Each of these would keep difflib busy for hours; the test is that it ends."""
    found = compare(old, new)
    assert found.changed
    assert found.coarse


def test_an_ordinary_long_text_is_compared_word_by_word() -> None:
    long = "\n\n".join(f"Paragraph {number} says that {number * 7} people came to the fair." for number in range(5000))
    found = compare(long, long.replace("says that 7000 people", "denies that 7000 people"))
    assert marked(found) == ["Paragraph 1000[- says-]{+ denies+} that 7000 people came to the fair./"]
    assert not found.coarse
