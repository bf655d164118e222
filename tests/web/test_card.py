"""The card of a cited page, and what leads from it: the whole text, two Captures compared, the fetched body."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from cited_web import ARCHIVED, BOARD, LATER, LONG, SITE, START, Answer, build, fill
from click.testing import CliRunner
from playwright.sync_api import Page, expect
from served import Served, serving
from windows import BrowserLog, Windows

from citecache.cli.group import citecache
from citecache.usecases import resource_view
from crawler.cache import CacheFile
from crawler.cache.read import cards, saves
from crawler.cache.write.repairs import keep_identities
from crawler.cache.write.saves import store_save
from crawler.model import Card, CardFilter, Verdict, resource_id
from crawler.model.archive_save import DECLINED, SAVED, SaveOutcome

QUOTED = {
    "wiki/quoted.wiki": "Said so.<ref>{{cite web|url=https://example.org/%s|title=T|quote=%s}}</ref>\n"
    * 3
    % ("minutes", "the plan was approved in 2023", "minutes", "the plan was refused in 2023", "minutes", "zebras fly"),
}
MINUTES = "The plan was approved in 2023, the minutes say, and it cost 12 million. " * 5
HEADED = (
    "Costs\n\nThe quay cost 12 million.\n\nProfits & losses\n\nThere were none, whatever <b>they</b> say of it. " * 3
)


def of(name: str) -> str:
    return resource_id(f"{SITE}/{name}")


def card_of(server: Served, name: str) -> Card:
    with CacheFile.open(server.path) as cache:
        return next(cards.cards(cache, CardFilter(ids=(of(name),))))


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of pages that `cited_web` has not: quoted ones, and one with headings."""
    markup = "<h1>Costs</h1><p>x</p><h2 class=a>Profits &amp; <i>losses</i></h2>"
    pages = {
        "minutes": [Answer(MINUTES), Answer(MINUTES.replace("approved", "refused"))],
        "headed": [Answer(HEADED, fetch={"body": markup.encode()})],
    }
    wiki = QUOTED | {"wiki/headed.md": f"[Costs]({SITE}/headed)\n"}
    with serving(build(tmp_path_factory.mktemp("more"), pages, wiki)) as served:
        yield served


# --- the card ------------------------------------------------------------------------------------------------


def test_a_card_has_what_is_known_of_a_page(page: Page, server: Served) -> None:
    """DESIGN: the model card."""
    page.goto(f"/resources/{of('changed')}")
    card = card_of(server, "changed")
    expect(page.get_by_role("heading", level=1)).to_have_text("The plan of the board, revised")
    verdict = page.get_by_role("region", name="Verdict")
    for words in ("alive", "as it was seen", "a-rule", "What would change it: ", "Last good: Apr 2, 2026"):
        expect(verdict).to_contain_text(words)
    cited = page.get_by_role("region", name="Cited by 2 pages")
    expect(cited).to_contain_text("It changed later. wiki/plan.md:3:56")
    preview = page.get_by_role("region", name="Cached content preview")
    for words in ("HTTP 200", "Fetched Apr 2, 2026", f"{len(LATER)} B", LATER.strip()):
        expect(preview).to_contain_text(words)
    expect(page.locator(".ids")).to_have_text(
        re.compile(rf"Resource ID {card.id} Copy.*\| Stable ID {card.stable_id} Copy", re.DOTALL)
    )


def test_a_long_text_is_previewed_with_the_size_of_the_whole(page: Page, server: Served) -> None:
    page.goto(f"/resources/{of('long')}")
    kilobytes = (len(LONG.encode()) + 512) // 1024
    expect(page.locator(".text p").last).to_have_text(f"... (truncated, {kilobytes} KB total)")
    assert card_of(server, "long").truncated


def test_the_timeline_is_drawn_and_told(page: Page) -> None:
    page.goto(f"/resources/{of('dead')}")
    drawing = page.get_by_role(
        "img", name="Timeline: 5 fetches, 1 copy from elsewhere, from Mar 1, 2026 to Apr 5, 2026"
    )
    box = drawing.bounding_box()
    assert box is not None
    assert drawing.locator("title").first.text_content() == "alive from Apr 1, 2026"
    places = [one.bounding_box() for one in drawing.locator("path, .captured, .copied").all()]
    assert len(places) == 7
    assert all(one and box["x"] <= one["x"] and one["x"] + one["width"] <= box["x"] + box["width"] for one in places)
    page.set_viewport_size({"width": 380, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    rows = page.get_by_role("region", name="Fetches").get_by_role("row")
    expect(rows).to_have_count(6)
    expect(rows.nth(1)).to_have_text(re.compile("Apr 5, 2026.*HTTP 404.*dead.*dead"))


def test_what_is_dead_leads_to_its_archived_copy(page: Page) -> None:
    page.goto(f"/resources/{of('dead')}")
    expect(page.get_by_role("link", name=ARCHIVED)).to_have_attribute("rel", "noopener noreferrer nofollow")
    page.get_by_role("link", name="its text, as it is kept here").click()
    expect(page.locator(".text")).to_contain_text("but an archive has it")
    expect(page.locator(".facts")).to_contain_text("Mar 1, 2026, 12:00 UTC · archived")


def test_a_copy_that_an_archive_was_asked_for_is_shown_and_what_came_of_a_later_request(tmp_path: Path) -> None:
    path = build(tmp_path, {"alive": [Answer(BOARD)]}, {"wiki/a.md": f"[a]({SITE}/alive)\n"})
    copy = f"https://archive.example/web/20260408120000/{SITE}/alive"
    noon = datetime(2026, 4, 8, 12, tzinfo=UTC)
    with CacheFile.open(path) as cache:
        wanted = saves.candidate(cache, of("alive"), now=noon).wanted
        for outcome in (
            SaveOutcome(outcome=SAVED, detail="", url=copy, at=noon),
            SaveOutcome(outcome=DECLINED, detail="<b>blocked</b> by robots"),
        ):
            store_save(cache, wanted, outcome, archive="https://archive.example/save/{url}", now=noon)
    with serving(path) as served:
        shown = served.get(f"/resources/{of('alive')}").text
    assert re.search(rf'Saved in an archive, .*Apr 8, 2026.*<a class="out" dir="auto" href="{re.escape(copy)}"', shown)
    assert "asked to save it, Apr 8, 2026, and declined: &lt;b&gt;blocked&lt;/b&gt; by robots" in shown


def test_a_repaired_card_says_its_former_url_which_leads_to_it(tmp_path: Path) -> None:
    path = build(tmp_path, {"alive": [Answer(BOARD)]}, {"wiki/a.md": f"[a]({SITE}/alive)\n"})
    former = f"{SITE}/<before>?a=1&b=2"
    with CacheFile.open(path) as cache:
        keep_identities(cache, {former: f"{SITE}/alive"}, now=datetime(2026, 4, 9, tzinfo=UTC))
    with serving(path) as served:
        assert f'Formerly <code dir="auto">{escape(former)}</code>' in served.get(f"/resources/{of('alive')}").text
        assert served.get(f"/api/cards/{of('alive')}").json()["former_urls"] == [former]
        assert served.get(f"/api/verdicts?url={quote(former, safe='')}").json()["verdicts"][0]["id"] == of("alive")


def test_an_id_is_copied_by_a_button(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/resources/{of('alive')}")
    button = page.get_by_role("button", name="Copy the Resource ID")
    width = button.evaluate("button => button.offsetWidth")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_be_hidden()  # its name says what it did
    copied = page.get_by_role("button", name="Copied the Resource ID")
    expect(copied).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == of("alive")
    assert copied.evaluate("button => button.offsetWidth") == width
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)


def test_quotations_have_a_status(more: Served) -> None:
    found = more.get(f"/resources/{of('minutes')}").text
    quotes = found[found.index('<h2 id="quotes">') : found.index('<h2 id="text">')]
    told = [" ".join(re.sub("<[^>]*>", " ", one).split()) for one in quotes.split("<blockquote")[1:]]
    assert [re.search("vanished|verbatim|absent", one)[0] for one in told] == ["vanished", "verbatim", "absent"]  # type: ignore[index]
    assert all(f"wiki/quoted.wiki:{line}" in one for line, one in enumerate(told, 1))


def test_quotations_that_are_not_looked_up_are_counted(more: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource_view, "QUOTES", 1)
    assert "2 more quotations not looked up here" in more.get(f"/resources/{of('minutes')}").text
    monkeypatch.setattr(resource_view, "QUOTED_BYTES", 10)
    assert "3 more quotations not looked up here" in more.get(f"/resources/{of('minutes')}").text


# --- the whole text ------------------------------------------------------------------------------------------


def test_words_are_found_while_they_are_typed(page: Page) -> None:
    page.goto(f"/resources/{of('long')}/text")
    field = page.get_by_role("searchbox", name="Find in this text")
    field.fill("TIDES  and")
    expect(page.locator("#found")).to_have_text("399 places")
    assert page.evaluate("CSS.highlights.get('found').size") == 399
    field.press("Enter")
    expect(page.locator("#found")).to_have_text("1 of 399")
    field.press("Shift+Enter")
    expect(page.locator("#found")).to_have_text("399 of 399")
    expect(page.get_by_text("Paragraph 399 is about")).to_be_in_viewport()
    field.fill("[")
    expect(page.locator("#found")).to_have_text("0 places")


def test_words_are_found_without_a_script(windows: Windows, server: Served, browser_log: BrowserLog) -> None:
    with windows.at(server.url, browser_log, scripts=False) as page:
        page.goto(f"/resources/{of('long')}")
        expect(page.get_by_role("button", name=re.compile("Copy"))).to_have_count(0)
        page.get_by_role("link", name="Full text").click()
        page.get_by_role("searchbox").fill("paragraph 39")
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_role("status")).to_have_text("11 places of “paragraph 39”")
        expect(page.locator(".text mark")).to_have_text(["Paragraph 39"] * 11)
        page.locator(".found a").last.click()
        expect(page).to_have_url(re.compile("#p11$"))
        expect(page.locator("#p11")).to_be_in_viewport()


def test_the_text_has_the_headings_of_its_page(more: Served) -> None:
    found = more.get(f"/resources/{of('headed')}/text?q=cost").text
    assert re.findall(r'<h2 dir="auto" id="h(\d)">(.*?)</h2>', found)[1] == ("2", "Profits &amp; losses")
    assert '<h2 dir="auto" id="h1"><mark id="p1">Cost</mark>s</h2>' in found
    assert "&lt;b&gt;they&lt;/b&gt;" in found
    assert found.count('href="#h2"') == 1
    assert "<h3" in more.get(f"/resources/{of('headed')}").text


# --- two Captures --------------------------------------------------------------------------------------------


def test_any_two_captures_are_compared(page: Page) -> None:
    page.goto(f"/resources/{of('changed')}")
    page.get_by_role("link", name="changed", exact=True).click()
    heading = page.get_by_role("heading", level=2)
    expect(heading).to_have_text("90 words added, 36 removed")
    expect(page.locator("del").first).to_have_text("approved the plan in 2023, which")
    expect(page.locator("ins").first).to_have_text("did not approve the plan. It")
    before, after = page.get_by_label("Compare", exact=True), page.get_by_label("with")
    first, second = before.input_value(), after.input_value()
    before.select_option(second)
    after.select_option(first)
    page.get_by_role("button", name="Compare").click()
    expect(heading).to_have_text("36 words added, 90 removed")
    before.select_option(first)
    page.get_by_role("button", name="Compare").click()
    expect(heading).to_have_text("No word changed")


def test_captures_of_the_same_minute_are_told_apart_by_their_seconds(tmp_path: Path) -> None:
    path = build(tmp_path, {"twice": [Answer(BOARD)]}, {"a.md": f"{SITE}/twice\n"})
    fill(path, {f"{SITE}/twice": [Answer(LATER)]}, start=START + timedelta(seconds=7))
    with serving(path) as server:
        options = re.findall(r"<option[^>]*>([^<]*)", server.get(f"/resources/{of('twice')}/compare").text)
    assert [one[:26] for one in options[:2]] == ["Apr 1, 2026, 12:00:07 UTC ", "Apr 1, 2026, 12:00:00 UTC "]


def test_a_copy_from_an_archive_is_compared_too(server: Served) -> None:
    found = server.get(f"/resources/{of('dead')}/compare").text
    assert re.search(r"Before</dt>.*?archived.*?After</dt>.*?fetched", found, re.DOTALL)
    assert "<ins>" in found


def test_one_text_has_nothing_to_be_compared_with(server: Served) -> None:
    assert "There is one text so far" in server.get(f"/resources/{of('alive')}/compare").text
    assert "There is no text" in server.get(f"/resources/{of('missing')}/compare").text
    assert "/compare" not in server.get(f"/resources/{of('alive')}").text


# --- the body ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "suffix"), [("alive", "html"), ("report.pdf", "pdf")])
def test_the_body_is_a_download(server: Served, name: str, suffix: str) -> None:
    got = server.get(f"/resources/{of(name)}/body")
    assert got.status == 200
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"] == f'attachment; filename="{of(name)}.{suffix}"'
    assert got.headers["x-content-type-options"] == "nosniff"
    assert hashlib.sha256(got.body).hexdigest() == card_of(server, name).body_sha256
    assert got.headers["etag"] == f'"{card_of(server, name).body_sha256}"'
    again = server.get(f"/resources/{of(name)}/body", if_none_match=got.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", got.headers["etag"])


def test_the_body_of_an_earlier_capture_is_a_download_too(server: Served) -> None:
    page = server.get(f"/resources/{of('changed')}/compare").text
    (first,) = re.findall(r'Before</dt><dd><a href="[^"]*/text\?capture=(\d+)"', page)
    assert server.get(f"/resources/{of('changed')}/body?capture={first}").body == f"<p>{BOARD}".encode()
    assert BOARD.strip() in server.get(f"/resources/{of('changed')}/text?capture={first}").text


# --- what is withheld, and what is not there -----------------------------------------------------------------


def test_what_is_withheld_for_legal_reasons_is_nowhere(server: Served) -> None:
    card = server.get(f"/resources/{of('legal')}")
    assert (card.status, card_of(server, "legal").verdict) == (200, Verdict.LEGAL)
    assert "withheld for legal reasons (HTTP 451)" in card.text
    answers = [server.get(f"/resources/{of('legal')}/{what}") for what in ("text", "text?q=words", "compare", "body")]
    assert {answer.status for answer in answers} == {404}
    for answer in (card, *answers):
        assert "forbidden words" not in answer.text
    assert not re.search('="/resources/[0-9a-f]+/', card.text)


def test_a_page_that_wants_no_excerpts_has_no_preview(server: Served) -> None:
    """Whoever keeps the cache may read it whole, as `show --text` has it (docs/policy.md)."""
    card = server.get(f"/resources/{of('nosnippet')}").text
    assert "quiet words" not in card
    assert "No preview: the page asks for no excerpts" in card
    assert "quiet words" in server.get(f"/resources/{of('nosnippet')}/text").text


def test_other_names_lead_to_a_card(server: Served) -> None:
    card = card_of(server, "alive")
    for name in (card.stable_id, card.id[:8]):
        got = server.get(f"/resources/{name}")
        assert (got.status, got.headers["location"]) == (302, f"/resources/{card.id}")
        assert BOARD.strip() in server.get(f"/resources/{name}/text").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/resources/ffffffffffffffff", 404),
        ("/resources/%00", 404),
        ("/resources/%ed%a0%80", 404),
        ("/resources/..%2f..%2fetc%2fpasswd", 404),
        ("/resources/ffffffffffffffff/text", 404),
        ("/resources/ID/text?capture=99999", 404),
        ("/resources/ID/body?capture=0", 404),
        ("/resources/ID/text?capture=x", 400),
        ("/resources/ID/text?part=-1", 400),
        ("/resources/ID/compare?before=9223372036854775808", 400),
        ("/resources/ID/compare?after=1e3", 400),
        ("/resources/ID/compare?before=&after=&churn=1", 200),
        ("/resources/ID/text?part=999&q=%00%ff", 200),
        ("/resources/ID/text?q=" + "(" * 5_000, 200),
    ],
)
def test_a_wrong_address_is_answered_in_one_line(server: Served, path: str, status: int) -> None:
    got = server.get(path.replace("ID", of("alive")))
    assert got.status == status
    assert "Traceback" not in got.text
    assert status == 200 or len(re.findall('<p dir="auto">.*</p>', got.text)) == 1


def test_a_capture_of_another_page_is_none_of_this_one(server: Served) -> None:
    page = server.get(f"/resources/{of('changed')}/compare").text
    other = re.findall(r"/text\?capture=(\d+)", page)[0]
    for what in ("text?capture=", "body?capture=", "compare?before="):
        assert server.get(f"/resources/{of('alive')}/{what}{other}").status == 404


def test_a_body_that_is_not_kept_is_no_link(tmp_path: Path) -> None:
    path = build(tmp_path, {"alive": [Answer(BOARD)]}, {"wiki/a.md": f"[a]({SITE}/alive)\n"})
    with CacheFile.open(path) as cache, cache.write() as db:
        db.execute("UPDATE bodies SET data = x'', size = 0")
    with serving(path) as served:
        assert '/body"' not in served.get(f"/resources/{of('alive')}").text
        assert served.get(f"/resources/{of('alive')}/body").status == 404


def test_a_text_that_is_no_longer_kept_is_no_link(tmp_path: Path) -> None:
    answers = [Answer(text, title="The board") for text in (BOARD, LATER, f"{BOARD}It was said. ", f"{LATER}Or not. ")]
    path = build(tmp_path, {"alive": answers}, {"wiki/a.md": f"[a]({SITE}/alive)\n"})
    changed = re.compile(r'href="([^"]*)">changed</a>')
    with serving(path) as served:
        assert len(changed.findall(served.get(f"/resources/{of('alive')}").text)) == 3
        assert CliRunner().invoke(citecache, ["prune", "--keep", "1", "--db", str(path)]).exit_code == 0
        links = changed.findall(served.get(f"/resources/{of('alive')}").text)
        assert [served.get(unescape(link)).status for link in links] == [200, 200]
