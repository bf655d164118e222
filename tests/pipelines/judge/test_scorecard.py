"""The scorecard: what counts once, what adds up, what is enough, and which of several verdicts prevails."""

import math
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import pipelines.judge
from crawler.model import Capture, Fetch, History, Hop, LastGood, Metadata, Outcome, Page, PageFacts, Probe, Verdict
from pipelines.judge import Judgement, bodies, judge, meetings, notices
from pipelines.judge.scorecard import ENOUGH, SUPPORTING, Card, cards, score
from pipelines.judge.signals import Signal, View, Where

RULE = re.compile(r'rule="([a-z0-9-]+)",\s*verdict=Verdict\.(\w+)')
PARKING = ("parked", "for-sale", "market-redirect", "dealer-link", "cited-absent")
"""Rules of `soft_404` that speak for `usurped`, too, where there was a good page."""

UNWEIGHED = frozenset(("empty-body", "permanent-redirect", "status-304", "temporary-redirect", "text-shrunk"))
"""Evidence that needs no weighing: docs/verdicts.md."""

NOW = datetime(2026, 4, 9, tzinfo=UTC)
URL = "https://town.example/2024/03/the-ferry-timetable"
GONE = "Sorry, the page you are looking for does not exist."
WALL = "This article is for subscribers only. Subscribe now to continue reading, or log in."


def signal(rule: str, source: Where, grade: str = "") -> Signal:
    return Signal(rule=rule, verdict=Verdict.SOFT_404, source=source, detail=rule, grade=grade)


def points(rule: str) -> float:
    return cards()[Verdict.SOFT_404].points[rule]


def judged(text: str, title: str = "The Gazette", before: str | None = None, **fetch: object) -> Judgement:
    """The judgement on a page with that text under that title."""
    good = LastGood(at=NOW, text=before) if before else None
    return judge(_fetch(text, title, **fetch), History(last_good=good))


def _fetch(text: str, title: str, **fetch: object) -> Fetch:
    values: dict[str, object] = {
        "page": Page(id=1, url=URL),
        "started_at": NOW,
        "elapsed": 0.1,
        "outcome": Outcome.RESPONSE,
        "status": 200,
        "final_url": URL,
        "body": b"x",
        "capture": Capture(
            media_type="text/html",
            text=text,
            metadata=Metadata(title=title, language="en"),
            facts=PageFacts(title=title, visible_chars=len(text)),
        ),
    }
    return Fetch(**(values | fetch))  # type: ignore[arg-type]


def test_every_rule_has_points_on_the_card_of_its_verdict_and_no_card_has_others() -> None:
    """As the code names them: `rule="..."` beside `verdict=Verdict...`, or the verdict of a rule for several."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(pipelines.judge.__file__).parent.glob("*.py"))
    named = {(rule, Verdict[name]) for rule, name in RULE.findall(code)}
    shared = set(re.findall(r'rule="([a-z0-9-]+)",\s*verdict=verdict', code))
    of_parking = {(rule, Verdict.USURPED) for rule in PARKING}
    weighed = {verdict: {key.partition("/")[0] for key in card.points} for verdict, card in cards().items()}
    for verdict, rules in weighed.items():
        own = {rule for rule, of in named | of_parking if of is verdict}
        assert own - UNWEIGHED <= rules, verdict
        assert rules <= own | shared, verdict
    assert set(weighed) == set(bodies.RULES)


def test_what_is_seen_in_one_place_counts_once() -> None:
    """Two rules on one sentence: the stronger one. A title and a sentence: both."""
    length = cards()[Verdict.SOFT_404].of_length(300)
    text = [signal("error-text", Where.SENTENCE), signal("no-longer-there", Where.SENTENCE)]
    stronger = max(points("error-text"), points("no-longer-there"))
    assert score(Verdict.SOFT_404, text, 300).points == pytest.approx(stronger + length)
    both = [*text, signal("error-title", Where.TITLE)]
    assert score(Verdict.SOFT_404, both, 300).points == pytest.approx(stronger + points("error-title") + length)


def test_support_alone_is_never_enough() -> None:
    """However short the page: something has to say by itself what it is."""
    support = [
        signal("noindex", Where.HTTP),
        signal("cited-absent", Where.REQUEST),
        signal("other-medium", Where.FORM),
    ]
    assert {one.rule for one in support} <= SUPPORTING
    assert not score(Verdict.SOFT_404, support * 3, 0).enough


def test_a_grade_without_points_of_its_own_has_those_of_its_rule() -> None:
    card = Card(points={"a": 0.5, "a/clear": 0.8}, length=[(1, 0.0)])
    assert card.of(signal("a", Where.TITLE, "clear")) == 0.8
    assert card.of(signal("a", Where.TITLE, "vague")) == 0.5
    with pytest.raises(KeyError):
        card.of(signal("b", Where.TITLE))


@pytest.mark.parametrize("verdict", list(cards()))
def test_a_longer_text_never_speaks_more_for_an_error(verdict: Verdict) -> None:
    """And a page of unknown length is treated as long."""
    card = cards()[verdict]
    by_length = [card.of_length(chars) for chars in range(0, 20_000, 50)]
    assert by_length == sorted(by_length, reverse=True)
    assert card.of_length(None) == min(by_length)
    assert all(map(math.isfinite, by_length))


def test_every_contribution_is_evidence_with_its_points() -> None:
    """Strongest first; they add up to the score."""
    found = score(Verdict.SOFT_404, [signal("error-title", Where.TITLE), signal("sibling-404", Where.PROBE)], 120)
    weights = [seen.weight for seen in found.evidence if seen.weight is not None]
    assert sum(weights) == pytest.approx(found.points, abs=0.02)
    assert weights == sorted(weights, reverse=True)
    assert {"error-title", "text-length"} <= {seen.rule for seen in found.evidence}


def test_an_error_page_is_recognised_with_all_that_speaks_for_it() -> None:
    found = judged(GONE, "Page not found")
    assert found.verdict is Verdict.SOFT_404
    assert found.evidence[0].verdict is Verdict.SOFT_404
    weights = [seen.weight or 0 for seen in found.evidence if seen.verdict is Verdict.SOFT_404]
    assert sum(weights) >= ENOUGH


def test_a_wall_is_never_gone() -> None:
    """A subscriber's page on a host that sends it for every path, where an article was."""
    probe = Probe(url=URL + "/0f", status=200, likeness=1.0)
    found = judged(WALL, "Subscribe", before="The ferry to the outer islands leaves at seven. " * 20, probe=probe)
    assert found.verdict is Verdict.RESTRICTED


def test_a_title_that_names_what_was_asked_for_speaks_against_an_error() -> None:
    """The same words, under the title of the cited page."""
    text = (
        "The page that nobody could find: the record office had filed the timetable of 1911 under fish. It was found."
    )
    assert judged(text, "The ferry timetable - The Gazette").verdict is Verdict.ALIVE


def test_a_page_that_is_nearly_enough_is_kept_with_a_doubt() -> None:
    """The title of an error page above a text that says nothing of the kind."""
    found = judged("The islands are quiet in winter, and the ferry sails on Sundays. " * 6, "Page not found")
    assert found.verdict is Verdict.ALIVE
    assert found.doubt is not None
    assert "soft_404" in found.doubt
    assert "not found" not in found.doubt  # nor any other word of the page, which may allow no excerpts
    assert judged("The ferry to the outer islands leaves at seven. " * 30, "The ferry timetable").doubt is None


def test_a_first_visit_that_is_short_and_without_the_cited_words_asks_for_a_probe() -> None:
    """And one with a good title does not."""
    assert judged("Short. The islands.", "News").undecided
    assert not judged("Short. The islands.", "The ferry timetable").undecided


def test_the_same_text_at_a_random_path_is_an_error_page_in_any_language() -> None:
    probe = Probe(url=URL + "/0f", status=200, likeness=1.0)
    text = "Tok blong ples ya i no stap long ples ya, traem lukaot long narafala ples bambae yu faenem gud."
    assert judged(text, "Niusies", probe=probe).verdict is Verdict.SOFT_404
    assert judged(text, "Niusies", probe=Probe(url=URL + "/0f", status=404)).verdict is Verdict.ALIVE


@pytest.mark.parametrize(("home_likeness", "verdict"), [(1.0, Verdict.UNREACHABLE), (0.1, Verdict.SOFT_404)])
def test_a_bare_page_in_front_of_a_whole_host_is_not_gone(home_likeness: float, verdict: Verdict) -> None:
    """In words that nobody listed. Where the home page is another one it is the host's error page."""
    text = "Mifala i penem haos blong websaet. Mifala i kambak long Fraede. " * 5
    probe = Probe(url=URL + "/0f", status=200, likeness=1.0)
    assert judged(text, "Niusies", probe=probe, home_likeness=home_likeness).verdict is verdict
    facts = PageFacts(title="Niusies", visible_chars=len(text), menu=("Hom", "Niusies", "Kontak"))
    menu = Capture(media_type="text/html", text=text, metadata=Metadata(title="Niusies"), facts=facts)
    site = judged(text, capture=menu, probe=probe, home_likeness=home_likeness)
    assert site.verdict is Verdict.SOFT_404


def test_verdicts_none_of_which_prevails_are_enough_together() -> None:
    """A wall or an error page, and nothing that was cited: not given up, and not taken for good."""
    found = judged("We cannot show you this page. It was removed, or your account may not see it.", "Information")
    assert found.verdict is Verdict.RESTRICTED
    assert found.evidence[0].rule == "together"
    assert "soft_404" in found.evidence[0].detail
    assert {seen.verdict for seen in found.evidence} == {Verdict.RESTRICTED, Verdict.SOFT_404}


def test_a_protected_post_is_restricted() -> None:
    """WordPress sends its form in place of the text, under the post's title and in the site's frame."""
    facts = PageFacts(title="The ferry timetable", password_form=True, menu=("Home", "About"))
    asked = replace(facts, inputs=("password", "main:password", "form:post-password", "main:form:post-password"))
    for seen, verdict in ((asked, Verdict.RESTRICTED), (facts, Verdict.ALIVE)):
        capture = Capture(media_type="text/html", text="Lozinka:", metadata=Metadata(title=facts.title), facts=seen)
        assert judged("Lozinka:", capture=capture).verdict is verdict


def test_a_notice_that_was_cited_is_what_was_cited() -> None:
    """Its title reads like a wall's and names what was asked for; under another URL it stands in front of a page."""
    text = "Choose a plan and read all articles without limits. Already a subscriber? Log in."
    cited = Page(id=1, url="https://gazette.example/subscribe-to-the-gazette")
    asked = Page(id=1, url="https://gazette.example/2024/03/the-ferry-timetable")
    assert judged(text, "Subscribe to the Gazette", page=cited, final_url=cited.url).verdict is Verdict.ALIVE
    assert judged(text, "Subscribe to the Gazette", page=asked, final_url=asked.url).verdict is Verdict.RESTRICTED


def test_a_fault_in_front_of_a_site_does_not_show_the_menu_of_the_site() -> None:
    """An announcement among the pages of a library does."""
    text = "We are working on our servers until Tuesday evening. Please try again later."
    assert _with_menu(text).verdict is Verdict.UNREACHABLE
    assert _with_menu(text, "Home", "Opening hours", "Catalogue", "Contact").verdict is Verdict.ALIVE


@pytest.mark.parametrize("menu", [(), ("Home", "Opening hours", "Catalogue", "Contact")])
def test_what_will_be_unavailable_is_not_gone(menu: tuple[str, ...]) -> None:
    """Though "not available" is what error pages say, too."""
    text = "The catalogue will be unavailable on Tuesday evening because of maintenance. Please try again later."
    assert _with_menu(text, *menu).verdict is not Verdict.SOFT_404


def _with_menu(text: str, *menu: str) -> Judgement:
    facts = PageFacts(title="Library", visible_chars=len(text), menu=menu)
    return judged(
        text, capture=Capture(media_type="text/html", text=text, metadata=Metadata(language="en"), facts=facts)
    )


def test_half_a_sentence_says_nothing() -> None:
    """The end of a text is read from where a sentence begins: "book for years." is no offer to book."""
    text = "The reading room, which has a window to the harbour, kept the old log as its only book for years. " * 14
    tail = [one for where, one, _ in meetings.sentences(View(_fetch(text, "The harbour"))) if where is Where.SENTENCE]
    assert {one.strip() for one in tail} - {""} == {text[: text.index(".") + 1]}


def test_a_project_that_moved_to_a_domain_of_its_own_has_moved() -> None:
    """Its home page is what was cited, though the crawl sees that it is a home page."""
    text = "The ferry timetable of the outer islands, kept by those who sail. " * 12
    hop = (Hop(url="https://host.example/projects/ferry-timetable/", status=301),)
    page = Page(id=1, url=hop[0].url)
    home = "https://ferry-timetable.example/"
    found = judged(text, "Ferry timetable", before=text, page=page, final_url=home, redirects=hop, home_likeness=1.0)
    assert found.verdict is Verdict.MOVED
    first = judged(text, "Ferry timetable", page=page, final_url=home, redirects=hop, home_likeness=1.0)
    assert first.verdict is Verdict.MOVED


def test_what_a_sentence_says_does_not_depend_on_the_order_of_its_features() -> None:
    """Sets have another order in each process; the sums of fractions would, too."""
    heavy = sorted(notices.model().weights)[:2000]
    assert notices.model().odds(heavy) == notices.model().odds(reversed(heavy))
