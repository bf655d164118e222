"""Citations and what came back for them: pages of our own making, more than half of them traps.

A trap looks like the other grade to a rule that trusts one sign: a title in other words or another language, a DOI in a
list of references, a site's name in place of a headline.
"""

from dataclasses import dataclass

from identity_prose import (
    FERRY,
    GERMAN,
    JAPANESE,
    JAPANESE_SOUP,
    KITCHEN,
    RUSSIAN,
    SOIL,
    TIDES,
    article,
    lines,
    metas,
    page,
    pdf,
    prose,
)

PAPER = "Tidal Memory in Estuary Sensors"
OTHER = "Bacterial Life below Motorway Bridges"
NEWS = "Harbour council votes to keep the night ferry"
DOI, OTHER_DOI = "10.5555/tides.2021.14", "10.5555/soil.77"
PAPER_URL = "https://journal.example.net.uk/articles/214"
NEWS_URL = "https://gazette.example.net.uk/2024/council-keeps-night-ferry-running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What was cited (a record, an entry of a bibliography, a footnote or a sentence of a page), and what came."""

    name: str
    grade: str | None
    body: str | bytes = ""
    url: str = NEWS_URL
    title: str | None = None  # a record's
    authors: tuple[str, ...] = ()
    doi: str | None = None
    bibtex: str = ""
    markdown: str = ""  # $ stands for the URL
    final_url: str | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    before: str | None = None  # a good page, a week earlier
    says: str = ""  # in the reasons
    silent: bool = False  # no reason at all
    trap: bool = False


FULL = (
    Case(
        name="the record's title is the page's",
        grade="full",
        title=NEWS,
        body=article(NEWS, FERRY),
        says="title matches",
    ),
    Case(
        name="a footnote's link has the page's title",
        grade="full",
        markdown=f"Kept.[^1]\n\n[^1]: [{NEWS}]($), 2024.",
        body=article(NEWS, FERRY, site="Harbour Gazette"),
        says="title matches",
    ),
    Case(
        name="a bibliography's title, with the journal's suffix on the page",
        grade="full",
        url=PAPER_URL,
        bibtex=f"@article{{a, title={{Tidal {{Memory}} in Estuary Sensors}}, author={{Marten, Ilse}}, "
        f"doi={{{DOI}}}, url={{$}}}}",
        body=page(
            f"{PAPER} - Journal of Mud", f"<h1>{PAPER}</h1>{prose(TIDES, 20)}", metas(doi=DOI, author="Ilse Marten")
        ),
        says="DOI matches",
    ),
    Case(name="nothing to compare", grade="full", body=article(NEWS, FERRY), markdown="See [here]($).", silent=True),
    Case(
        name="accents, case and punctuation differ",
        grade="full",
        title="CAFE DEJA-VU: THE NAIVE GUIDE",
        body=article("Café “Déjà Vu” – the naïve guide", KITCHEN),
        says="title matches",
        trap=True,
    ),
    Case(
        name="a paraphrase",
        grade="full",
        title="Gazette: night ferry to stay after close council vote",
        body=article(NEWS, FERRY, site="Gazette"),
        trap=True,
    ),
    Case(
        name="a paraphrase that shares only the subject",
        grade="full",
        title="Late boats will go on crossing the harbour",
        body=article(NEWS, FERRY),
        trap=True,
    ),
    Case(
        name="a nickname with none of the page's words",
        grade="full",
        title="Famous estuary mud gauge article",
        url=PAPER_URL,
        body=page(PAPER, f"<h1>{PAPER}</h1>{prose(TIDES, 20)}"),
        trap=True,
    ),
    Case(
        name="cited in English, the page is German",
        grade="full",
        title="The council of the harbour keeps its night ferry",
        body=article("Hafenrat erhält Nachtfähre", GERMAN, lang="de"),
        silent=True,
        trap=True,
    ),
    Case(
        name="cited in German, the page is English",
        grade="full",
        title="Der Hafenrat behält die nächtliche Überfahrt",
        body=article(NEWS, FERRY),
        silent=True,
        trap=True,
    ),
    Case(
        name="cited in English, the page is Japanese, and its slug is English",
        grade="full",
        url="https://gazette.example.jp/news/harbour-council-keeps-night-ferry",
        title="Harbour council keeps the night ferry",
        body=article("夜間フェリー存続へ", JAPANESE, lang="ja"),
        silent=True,
        trap=True,
    ),
    Case(
        name="cited in Russian, the page is English",
        grade="full",
        title="Совет гавани сохранил ночной паром",
        body=article(NEWS, FERRY),
        silent=True,
        trap=True,
    ),
    Case(
        name="authors in Cyrillic letters, the page has them in Latin ones",
        grade="full",
        url=PAPER_URL,
        title="Память прилива в датчиках",
        authors=("Ильза Мартен",),
        body=page(PAPER, f"<h1>{PAPER}</h1>{prose(TIDES, 20)}", metas(author="Ilse Marten")),
        silent=True,
        trap=True,
    ),
    Case(
        name="the subtitle is cut",
        grade="full",
        title="Tidal Memory",
        url=PAPER_URL,
        body=page("x", f"<h1>Tidal Memory: What Sensors in the Mud Remember of Winter</h1>{prose(TIDES, 20)}"),
        trap=True,
    ),
    Case(
        name="the subtitle was added",
        grade="full",
        title=f"{NEWS}: what it means for nurses, bakers and the bridge",
        body=article(NEWS, FERRY),
        says="title matches",
        trap=True,
    ),
    Case(
        name="the page calls itself Home, and has the right text",
        grade="full",
        title=NEWS,
        body=page("Home | Harbour Gazette", prose(FERRY, 4), site="Harbour Gazette"),
        trap=True,
    ),
    Case(
        name="the title is the site's name, the text begins with the headline",
        grade="full",
        title=NEWS,
        body=page("Gazette", f"<p><b>{NEWS}</b>. By our own reporter.</p>{prose(FERRY, 4)}"),
        says="title matches the start of the text",
        trap=True,
    ),
    Case(
        name="a preprint has another DOI, and the title",
        grade="full",
        title=PAPER,
        doi=DOI,
        url=PAPER_URL,
        body=page(PAPER, f"<h1>{PAPER}</h1>{prose(TIDES, 20)}", metas(doi="10.5555/preprint.9", title=PAPER)),
        says="title matches",
        trap=True,
    ),
    Case(
        name="another DOI, and nothing else to compare",
        grade="full",
        doi=DOI,
        url=PAPER_URL,
        body=page("x", f"<h1>{PAPER}</h1>{prose(TIDES, 20)}", metas(doi="10.5555/version.9")),
        says="its DOI is 10.5555/version.9",
        trap=True,
    ),
    Case(
        name="a chapter was cited, the book came with its own DOI",
        grade="full",
        doi="10.5555/978-0-306-40615-7_4",
        url="https://doi.org/10.5555/978-0-306-40615-7_4",
        title="How mud remembers what the water forgot",
        body=page("Rivers", f"<h1>Rivers, a Reader</h1>{prose(KITCHEN, 20)}", metas(doi="10.5555/978-0-306-40615-7")),
        says="DOI matches",
        trap=True,
    ),
    Case(
        name="initials for given names, and a paraphrase",
        grade="full",
        title="Mud gauges outlast storm surges",
        authors=("Marten, I.", "Achterberg, J."),
        url=PAPER_URL,
        says="author matches",
        trap=True,
        body=page(PAPER, f"<h1>{PAPER}</h1>{prose(TIDES, 20)}", metas(author=("Ilse Marten", "Jonah Achterberg"))),
    ),
    Case(
        name="the family name comes first on the page",
        grade="full",
        title="Mud gauges outlast storm surges",
        authors=("Ilse Marten",),
        url=PAPER_URL,
        says="author matches",
        trap=True,
        body=page(PAPER, f"<h1>{PAPER}</h1>{prose(TIDES, 20)}", metas(author="Marten, I. K.")),
    ),
    Case(
        name="an organisation is the author, the page names a person",
        grade="full",
        title="Position on nocturnal crossings",
        authors=("Harbour Gazette",),
        url="https://gazette.example.net.uk/p/12",
        trap=True,
        body=article(NEWS, FERRY, head='<meta name="author" content="Tom Ray">', site="Harbour Gazette"),
    ),
    Case(
        name="a PDF without a title",
        grade="full",
        title=PAPER,
        url="https://uni.example.net.uk/files/m-14.pdf",
        body=pdf(PAPER, "Ilse Marten, Jonah Achterberg", *lines(TIDES)),
        says="start of the text",
        trap=True,
    ),
    Case(
        name="a PDF whose title is a file's name",
        grade="full",
        title=PAPER,
        says="start of the text",
        trap=True,
        url="https://uni.example.net.uk/files/m-14.pdf",
        body=pdf(PAPER, *lines(TIDES), title="draft_v3_final"),
    ),
    Case(
        name="a paper on arXiv, its HTML whole",
        grade="full",
        url="https://arxiv.org/html/2106.01234v2",
        title=PAPER,
        body=page(f"[2106.01234] {PAPER}", f"<h1>{PAPER}</h1>{prose(TIDES, 20)}"),
        says="arXiv matches",
    ),
    Case(
        name="a sentence's own words are a link's text",
        grade="full",
        trap=True,
        silent=True,
        markdown="The county [became the first state of all to ban leeks]($) in a bad year.",
        body=article(NEWS, FERRY),
    ),
    Case(
        name="a footnote names author and year only",
        grade="full",
        markdown="So.[^1]\n\n[^1]: [Marten et al. (2021)]($)",
        body=article(NEWS, FERRY),
        silent=True,
        trap=True,
    ),
    Case(
        name="the record's title is a URL",
        grade="full",
        title="https://gazette.example.net.uk/something/else-entirely",
        body=article(NEWS, FERRY),
        silent=True,
        trap=True,
    ),
    Case(
        name="a false title, and nothing else against it",
        grade="full",
        title="Recipe for a leek and potato soup",
        body=article(NEWS, FERRY),
        says="cited “Recipe for a leek and potato soup”, the page is “Harbour",
        trap=True,
    ),
    Case(
        name="a Japanese title with the site's name",
        grade="full",
        title="夜間フェリーの存続を港湾評議会が決定",
        url="https://gazette.example.jp/news/12",
        says="title matches",
        body=article("港湾評議会、夜間フェリーの存続を決定", JAPANESE, lang="ja", site="港新聞"),
        trap=True,
    ),
    Case(
        name="a Russian title in another order",
        grade="full",
        title="Ночной паром: совет гавани решил его сохранить",
        body=article("Совет гавани решил сохранить ночной паром", RUSSIAN, lang="ru"),
        says="title matches",
        trap=True,
    ),
    Case(
        name="a section's title, far down on the page",
        grade="full",
        url="https://docs.example.net.uk/client#configuring-retry-budgets",
        title="Configuring retry budgets and deadlines",
        body=article("The client, a reference", KITCHEN),
        silent=True,
        trap=True,
    ),
    Case(
        name="a site's home page was cited by another name, and answers as its language's",
        grade="full",
        url="https://gazette.example.net.uk/en/",
        final_url="https://gazette.example.net.uk/",
        title="Main newspaper site for boats",
        body=page("Harbour Gazette", f"<h1>Today</h1>{prose(KITCHEN, 4)}", site="Harbour Gazette"),
        says="cited “Main newspaper",
        trap=True,
    ),
    Case(
        name="a picture was cited",
        grade="full",
        url="https://a.example.net.uk/map.png",
        title="Map of the old harbour",
        body=b"\x89PNG\r\n\x1a\n" + bytes(200),
        silent=True,
        trap=True,
    ),
    Case(
        name="a text file that begins with its title",
        grade="full",
        title="Rules of the Night Ferry",
        url="https://a.example.net.uk/rules.txt",
        headers=(("content-type", "text/plain"),),
        body="RULES OF THE NIGHT FERRY\n\n" + " ".join(FERRY),
        says="start of the text",
    ),
    Case(
        name="the page was good once, and is behind a wall now",
        grade="full",
        title=NEWS,
        before=article(NEWS, FERRY),
        status=401,
        body=page("Log in", "<form><input type=password></form>"),
        says="title matches",
        trap=True,
    ),
)

PARTIAL = (
    Case(
        name="the abstract's page on arXiv",
        grade="partial",
        url="https://arxiv.org/abs/2106.01234",
        title=PAPER,
        body=page(
            f"[2106.01234] {PAPER}", f"<h1>{PAPER}</h1>{prose(TIDES)}", metas(arxiv_id="2106.01234", title=PAPER)
        ),
        says="an abstract, or its landing page",
    ),
    Case(
        name="a landing page where a PDF was cited",
        grade="partial",
        url="https://uni.example.net.uk/files/m-14.pdf",
        final_url="https://uni.example.net.uk/m-14",
        title=PAPER,
        body=article(PAPER, TIDES),
        says="landing page",
    ),
    Case(
        name="a DOI leads to a publisher's abstract",
        grade="partial",
        url=f"https://doi.org/{DOI}",
        title=PAPER,
        final_url=PAPER_URL,
        body=page(PAPER, f"<h1>{PAPER}</h1>{prose(TIDES)}", metas(doi=DOI)),
        says="DOI matches",
    ),
    Case(
        name="a publisher's page says that it is a paper's, and has its abstract",
        grade="partial",
        url=PAPER_URL,
        body=page(PAPER, f"<h1>{PAPER}</h1>{prose(TIDES)}", metas(doi=DOI, title=PAPER)),
        says="an abstract",
    ),
    Case(
        name="PubMed has abstracts",
        grade="partial",
        url="https://pubmed.ncbi.nlm.nih.gov/31415926/",
        title=PAPER,
        body=article(PAPER, TIDES, head=metas(pmid="31415926")),
        says="PMID matches",
    ),
    Case(
        name="a scanned PDF",
        grade="partial",
        url="https://uni.example.net.uk/scan.pdf",
        title=PAPER,
        body=pdf(),
        says="without a text layer",
    ),
    Case(
        name="a damaged PDF",
        grade="partial",
        url="https://uni.example.net.uk/broken.pdf",
        title=PAPER,
        body=b"%PDF-1.7\n" + bytes(range(256)) * 40,
        says="damaged PDF",
    ),
    Case(
        name="a page that scripts should fill",
        grade="partial",
        title=NEWS,
        says="little text",
        trap=True,
        body=page("Gazette", "<div id=app><p>You need to switch scripts on to read this site.</p></div>"),
    ),
)

PAID = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",'
    f' "headline": "{NEWS}", "isAccessibleForFree": false}}</script>'
)
LOGIN = '<h1>Log in</h1><form action="/login"><input name="user"><input type="password" name="p"></form>'

OTHERS = (
    Case(
        name="a paywall's teaser",
        grade="teaser",
        title=NEWS,
        says="title matches",
        body=page(NEWS, f"<h1>{NEWS}</h1><p>{FERRY[0]}</p>", PAID),
    ),
    Case(
        name="a teaser under another title than cited",
        grade="teaser",
        title="Late boats will go on crossing the harbour",
        body=page(NEWS, f"<h1>{NEWS}</h1><p>{FERRY[0]}</p>", PAID),
        trap=True,
    ),
    Case(name="a 403 and nothing more, ever", grade="blocked", title=NEWS, status=403, body="", says="HTTP 403"),
    Case(
        name="a robot check",
        grade="blocked",
        title=NEWS,
        status=403,
        says="HTTP 403",
        body=page("Just a moment...", "<p>Checking your browser.</p><script>window._cf_chl_opt={}</script>"),
    ),
    Case(
        name="a log-in form in place of the page",
        grade="blocked",
        title=NEWS,
        body=page("Log in", LOGIN),
        says="restricted",
        final_url="https://gazette.example.net.uk/login?next=/2024",
    ),
    Case(
        name="gone before it was ever seen",
        grade=None,
        title=NEWS,
        status=404,
        body=page("Not found", "<p>Nothing.</p>"),
        silent=True,
    ),
)

WRONG = (
    Case(
        name="a log-in page that nothing else tells from a page",
        grade="wrong_document",
        title="Attention to Tides in Mud",
        url="https://arxiv.org/abs/2106.01234",
        says="the page is “Sign in”",
        body=page("Login - arXiv", f"<h1>Sign in</h1>{prose(KITCHEN, 4)}"),
    ),
    Case(
        name="the identifier is right, title and authors are another paper's",
        grade="wrong_document",
        trap=True,
        url="https://arxiv.org/abs/2106.01234",
        title=PAPER,
        authors=("Ilse Marten",),
        says="the authors are others",
        body=page(
            f"[2106.01234] {OTHER}",
            f"<h1>{OTHER}</h1>{prose(SOIL)}",
            metas(arxiv_id="2106.01234", title=OTHER, author=("Peter Oduya", "Lena Brandt")),
        ),
    ),
    Case(
        name="another DOI and another title",
        grade="wrong_document",
        url=PAPER_URL,
        title=PAPER,
        doi=DOI,
        body=page(OTHER, f"<h1>{OTHER}</h1>{prose(SOIL, 20)}", metas(doi=OTHER_DOI, title=OTHER)),
        says=f"its DOI is {OTHER_DOI}, not {DOI}",
    ),
    Case(
        name="another paper, whose references have the cited DOI",
        grade="wrong_document",
        url=PAPER_URL,
        title=PAPER,
        doi=DOI,
        trap=True,
        says=f"its DOI is {OTHER_DOI}",
        body=page(
            OTHER,
            f"<h1>{OTHER}</h1>{prose(SOIL)}<h2>References</h2><p>1. Marten, I.: {PAPER}. Mud 7. doi:{DOI}.</p>",
            metas(doi=OTHER_DOI, title=OTHER),
        ),
    ),
    Case(
        name="the same, known from a footnote alone",
        grade="wrong_document",
        url=f"https://doi.org/{DOI}",
        trap=True,
        markdown=f"Mud remembers.[^1]\n\n[^1]: Marten, I. (2021). [{PAPER}]($).",
        body=page(OTHER, f"<h1>{OTHER}</h1>{prose(SOIL, 20)}", metas(doi=OTHER_DOI, title=OTHER)),
    ),
    Case(
        name="another article under the URL",
        grade="wrong_document",
        title=NEWS,
        says="hardly a word of the cited URL",
        body=article("Leek soup for the second day", KITCHEN),
    ),
    Case(
        name="a home page",
        grade="wrong_document",
        url="https://gazette.example.net.uk/a/77",
        says="a home page answered",
        final_url="https://gazette.example.net.uk/",
        bibtex="@misc{a, title={Bakers and nurses cross at night}, url={$}}",
        body=page("Harbour Gazette", f"<h1>Today</h1>{prose(KITCHEN, 4)}", site="Harbour Gazette"),
    ),
    Case(
        name="a page of the site's name",
        grade="wrong_document",
        title="The echo of tides in closed basins",
        url=PAPER_URL,
        body=page("JOURNAL", prose(KITCHEN, 4)),
        says="its title could be any page's",
    ),
    Case(
        name="another work by other authors",
        grade="wrong_document",
        title=PAPER,
        authors=("Marten, Ilse",),
        url=PAPER_URL,
        body=page(OTHER, f"<h1>{OTHER}</h1>{prose(SOIL, 20)}", metas(author=("Peter Oduya", "Lena Brandt"))),
        says="Peter Oduya, Lena Brandt",
    ),
    Case(
        name="another Japanese article by another author",
        grade="wrong_document",
        title="港湾評議会、夜間フェリーの存続を決定",
        authors=("山田太郎",),
        url="https://gazette.example.jp/news/12",
        says="佐藤花子",
        body=article("葱とじゃがいものスープ", JAPANESE_SOUP, lang="ja", head=metas(author="佐藤花子")),
    ),
    Case(
        name="a PDF of another paper",
        grade="wrong_document",
        url="https://arxiv.org/pdf/2106.01234",
        title=PAPER,
        body=pdf(OTHER, "Peter Oduya, Lena Brandt", "arXiv:2107.04321v1 [q-bio.PE] 2 Jul 2021", *lines(SOIL)),
        says="its arXiv is 2107.04321",
    ),
    Case(
        name="an error page of many words, by its title",
        grade="wrong_document",
        title=NEWS,
        body=page("Something for everyone", f"<h1>Something for everyone</h1>{prose(KITCHEN, 6)}"),
        url="https://gazette.example.net.uk/2024/harbour-council-keeps-night-ferry",
    ),
)

CASES = (*FULL, *PARTIAL, *OTHERS, *WRONG)
