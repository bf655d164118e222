"""Credentials that stand in documents, in answers of servers and on the command line are stored and printed nowhere."""

import json
import re
from itertools import count

from own_web import Desk, Web, article

SPELLINGS = (
    "http://u:{}@{}", "http:/u:{}@{}", "http:u:{}@{}", "HTTP:\\\\u:{}@{}", "http:\\u:{}@{}", "http:////u:{}@{}",
    "http://{}@{}", "http://u%3A{}%40{}", "http://u:{}%40{}", "http://a@b:{}@{}", "ftp://u:{}@{}", "//u:{}@{}",
    "http://u:p/{}@{}", "http://u:p#{}@{}", "git+https://u:{}@{}", "http://web.archive.org/web/2020/http://u:{}@{}",
    "http://127.0.0.1:9/?to=http%3A%2F%2Fu%3A{}%40{}",
)  # fmt: skip
"""Each with a place for the secret, and one for host and path."""

SECRET = re.compile(r"SEKRIT-?\d+", re.IGNORECASE)


class Secrets:
    """URLs with a secret of its own in each."""

    def __init__(self, web: Web) -> None:
        self.host = f"127.0.0.1:{web.port}"
        self.numbers = count(1)

    def url(self, path: str = "/page", spelling: str = SPELLINGS[0]) -> str:
        return spelling.format(self.word(), self.host + path)

    def urls(self, path: str = "/page") -> list[str]:
        return [self.url(path, spelling) for spelling in SPELLINGS]

    def word(self) -> str:
        return f"SEKRIT-{next(self.numbers)}"


def write_documents(desk: Desk, secrets: Secrets) -> None:
    """Documents of several formats, with credentials wherever they have a place for a URL or for text."""
    lines = [f"See [this {url} text](<{url}> '{url}') and {url} for it." for url in secrets.urls()]
    (desk.folder / "a.md").write_text(f"---\ntitle: On {secrets.url()}\n---\n" + "\n\n".join(lines))
    links = [f'<p>As {url} says: <a href="{url}" title="{url}">{url}</a>.</p>' for url in secrets.urls()]
    (desk.folder / "b.html").write_text(f"<title>{secrets.url()}</title>" + "\n".join(links))
    tabbed = [f"ht\ttp://u:{secrets.word()}@{secrets.host}/t", f"http://u:SEK\tRIT-9999@{secrets.host}/t"]
    odd = [f"http://u:{secrets.word()}@[::1/", f"http://u:{secrets.word()}@h:99999/"]
    records = [
        {
            "url": url, "title": f"T {url}", "summary": url, "review": url, "key_points": [url], "tags": [url],
            "authors": [url], "cited_by": [url], "archive_url": url, "publication_id": url, "extra": {url: [url]},
        }
        for url in (*secrets.urls(), *tabbed, *odd)
    ]  # fmt: skip
    records.append({"url": f"u:{secrets.word()}@h.org/x"})
    (desk.folder / "c.json").write_text(json.dumps(records))
    entries = [f"@misc{{k{n}, title={{{url}}}, url={{{url}}}, note={{{url}}}}}" for n, url in enumerate(secrets.urls())]
    (desk.folder / "d.bib").write_text("\n".join(entries))
    (desk.folder / "e.csv").write_text("url,title\n" + "\n".join(f"{url},{url}" for url in secrets.urls()))
    (desk.folder / "f.txt").write_text("\n".join(secrets.urls()))


def define_answers(web: Web, secrets: Secrets) -> list[str]:
    """Answers with credentials in headers, redirects and metadata; gives the URLs of their pages."""
    urls = []
    for n, secret in enumerate(secrets.urls("/there")):
        urls.append(web.on(f"/moved-{n}", 302, b"", location=secret))
        urls.append(web.on(f"/gone-{n}", 404, b"gone", location=secret, content_location=secret, link=f"<{secret}>"))
        urls.append(web.on(f"/refresh-{n}", 200, article("x"), refresh=f"9; url={secret}", referer=secret))
        head = f'<link rel="canonical" href="{secret}"><meta property="og:url" content="{secret}">'
        head += f'<meta property="og:image" content="{secret}"><meta name="author" content="{secret}">'
        head += f'<meta name="description" content="{secret}">'
        urls.append(web.on(f"/meta-{n}", 200, article(f"{n}").replace(b"<title>", f"{head}<title>{secret} ".encode())))
        meta = f'<meta http-equiv="refresh" content="0; url={secret}">'
        if not re.search(r"\+|ftp|u:p", secret):  # not followed, it would be a body: what a page has published
            urls.append(web.on(f"/meta-refresh-{n}", 200, meta.encode()))
    names = "set-cookie authorization proxy-authorization proxy-authenticate www-authenticate x-api-key cookie"
    names += " authentication-info x-auth-token x-csrf-token x-amz-security-token x-session-id api-key"
    headers = {name.replace("-", "_"): secrets.word() for name in names.split()}
    urls.append(web.on("/headers", 200, article("headers"), **headers))
    urls.append(web.on("/bad-location", 302, b"", location=secrets.url(spelling="http://u:{}@h:99999/{}")))
    urls.append(web.on("/loop", 302, b"", location=secrets.url("/loop")))
    web.on("/robots.txt", 200, f"Sitemap: {secrets.url('/sitemap')}\n".encode())
    return urls


COMMANDS = (
    "add .", "add . --json", "add . --dry-run", "add . --dry-run --json", "crawl --dry-run", "crawl --dry-run --json .",
    "status", "status --json", "list", "list --json", "check --format text", "check --format json .",
    "check --format github", "check --format junit", "check --format markdown", "changes --since 2020-01-01",
    "search harbour", "export jsonl", "export csv", "export markdown -o cards", "doctor", "reextract --dry-run",
    "archive --dry-run", "schedule cron", "backup copy.db", "add {}", "show {}", "why {}", "mark {} dead --note {}",
    "diff {}", "crawl --url {} --host u:{}", "list --host {}", "search {}", "forget {}", "check {}",
    "archive {} --archive {}",
)  # fmt: skip
"""What a user may type; `{}` is a URL with a secret."""


def leaks(desk: Desk, printed: list[str]) -> list[str]:
    """The secrets in the files of the cache and in what was printed, each with what stands around it."""
    files = [path.read_bytes().decode("latin-1") for path in sorted(desk.folder.glob("c*.db*"))]
    return [
        text[max(0, found.start() - 60) : found.end() + 20]
        for text in (*files, *printed)
        for found in SECRET.finditer(text)
    ]


def test_no_secret_is_stored_or_printed(web: Web, desk: Desk) -> None:
    secrets = Secrets(web)
    write_documents(desk, secrets)
    urls = define_answers(web, secrets)
    printed: list[str] = []

    def run(*arguments: str) -> None:
        process = desk.start(*arguments)
        out, error = process.communicate(timeout=120)
        assert "Traceback" not in error, error
        printed.extend((out, error))

    run("add", ".")
    run(*desk.options("-vv", *(f"--url={url}" for url in urls)))
    run(*desk.options("--all"))
    for command in COMMANDS:
        run(*(word.replace("{}", secrets.url()) for word in command.split()))
    assert leaks(desk, printed) == []
    assert desk.one("SELECT count(*) FROM fetches WHERE final_url LIKE '%/there'") > 0
    sent = [hit for hit in web.hits if SECRET.search(f"{hit.path} {hit.headers}")]
    assert sent == []
