"""Addresses that a cited URL must not reach, proxies, and TLS."""

import datetime as dt
import ipaddress
import json
import select
import socket
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from own_web import Desk, Handler, Web

from crawler.net.addresses import forbidden, networks


def test_private_addresses_are_refused_without_a_connection(web: Web, desk: Desk) -> None:
    """However they are spelled, and whichever name resolves to them."""
    port = web.port
    hosts = ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
    hosts += ["0.0.0.0", "①②⑦.0.0.1", "169.254.169.254", "[::]"]
    urls = [f"http://{host}:{port}/" for host in hosts] + ["ftp://example.org/", "file:///etc/passwd"]
    desk.allow_options = ()
    summary = desk.crawl(*urls)
    assert summary["verdicts"] == {"unsafe": desk.one("SELECT count(*) FROM pages")}
    assert desk.rows("SELECT DISTINCT outcome FROM fetches") == [("unsafe",)]
    assert web.hits == []


def test_a_redirect_into_a_private_network_is_refused(web: Web, desk: Desk) -> None:
    """127.0.0.1 is allowed, 127.0.0.2 is not: no redirect, meta refresh, script or name leads there."""
    desk.allow_options = ("--allow-address", "127.0.0.1/32")
    inside = web.url("/inside", 2)
    web.on("/redirect", 302, b"", location=inside)
    web.on("/decimal", 302, b"", location=f"http://2130706434:{web.port}/inside")
    web.on("/refresh", 200, f'<meta http-equiv="refresh" content="0;url={inside}">'.encode())
    web.on("/script", 200, f'<script>location.replace("{inside}")</script>'.encode())
    paths = ("/redirect", "/decimal", "/refresh", "/script")
    desk.crawl(*(web.url(path) for path in paths))
    for path in paths:
        found = desk.fetch(web.url(path))
        assert (found["outcome"], found["page_verdict"]) == ("unsafe", "unsafe")
        assert "loopback" in found["error"]
        assert path in found["redirects"]
    assert web.asked("/inside") == []


def test_an_invalid_address_list_is_a_usage_error(desk: Desk) -> None:
    run = desk.run("crawl", "--allow-address", "127.0.0.300/8", "https://example.org/", expect=2)
    assert "--allow-address" in run.stderr


# --- proxies ----------------------------------------------------------------------------------------


def test_a_proxy_from_the_environment_is_used(web: Web, desk: Desk) -> None:
    """It may have a private address, since it is the operator's own; it resolves the names."""
    desk.allow_options = ()
    desk.environment = {"http_proxy": web.url("")}
    url = "http://nowhere.example/tide"
    web.on(url, 200)
    files = {"http://nowhere.example/robots.txt", "http://nowhere.example/.well-known/tdmrep.json"}
    for file in files:
        web.on(file, 404, b"")
    desk.crawl(url, f"http://127.0.0.2:{web.port}/private", "http://[::1]/", "http://10.1.2.3/")
    assert desk.fetch(url)["page_verdict"] == "alive"
    assert sorted(hit.path for hit in web.hits) == sorted((url, *files))
    assert desk.one("SELECT count(*) FROM pages WHERE verdict = 'unsafe'") == 3


def test_a_host_in_no_proxy_is_fetched_directly(web: Web, desk: Desk) -> None:
    desk.environment = {"http_proxy": "http://127.0.0.9:9/", "no_proxy": "127.0.0.1"}
    desk.crawl(web.url("/page"))
    assert desk.fetch(web.url("/page"))["page_verdict"] == "alive"


def test_an_unreachable_proxy_is_reported_as_such(web: Web, desk: Desk) -> None:
    desk.environment = {"http_proxy": "http://127.0.0.9:9/", "https_proxy": "http://127.0.0.9:9/"}
    desk.crawl("http://nowhere.example/", "https://nowhere.example/", web.url("/"))
    assert {row[0] for row in desk.rows("SELECT error FROM fetches")} != {None}
    assert desk.one("SELECT count(*) FROM pages WHERE verdict NOT IN ('unchecked', 'disallowed', 'unreachable')") == 0


# --- TLS --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the tests' own")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("secure.example")]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(web: Web, certificate: Path) -> Any:
    """The web, over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    for server in web.servers:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return web


def https(web: Web, path: str, host: int = 1) -> str:
    return web.url(path, host).replace("http:", "https:")


def test_an_untrusted_certificate_is_rejected(secure: Any, desk: Desk) -> None:
    url = https(secure, "/page")
    desk.crawl(url)
    found = desk.fetch(url)
    assert (found["outcome"], found["page_verdict"]) == ("tls_error", "unreachable")
    assert "certificate" in found["error"]
    assert secure.asked() == []


def test_a_certificate_of_ssl_cert_file_is_accepted_for_its_host_only(
    secure: Any, desk: Desk, certificate: Path
) -> None:
    desk.environment = {"SSL_CERT_FILE": str(certificate)}
    right, wrong = https(secure, "/page"), https(secure, "/page", 2)
    desk.crawl(right, wrong)
    assert desk.fetch(right)["page_verdict"] == "alive"
    found = desk.fetch(wrong)
    assert (found["outcome"], found["page_verdict"]) == ("tls_error", "unreachable")
    assert "another host" in found["error"]
    assert {hit.host for hit in secure.hits} == {"127.0.0.1"}


def tunnel(handler: Handler, port: int) -> None:
    """CONNECT to our own secure server, whatever the name."""
    with socket.create_connection(("127.0.0.1", port)) as there:
        handler.send_response(200)
        handler.end_headers()
        both = [handler.connection, there]
        while ready := select.select(both, [], [], 10)[0]:
            for one in ready:
                data = one.recv(65_536)
                if not data:
                    handler.close_connection = True
                    return
                both[one is handler.connection].sendall(data)


def test_https_uses_a_proxy_tunnel_and_verifies_the_certificate_of_the_host(
    secure: Any, desk: Desk, certificate: Path, another_web: Any
) -> None:
    another_web.does("secure.example:443", lambda handler: tunnel(handler, secure.port))
    another_web.does("wrong.example:443", lambda handler: tunnel(handler, secure.port))
    another_web.on("closed.example:443", 403, b"")
    desk.environment = {"https_proxy": another_web.url(""), "SSL_CERT_FILE": str(certificate)}
    desk.crawl("https://secure.example/tide", "https://wrong.example/tide", "https://closed.example/tide")
    assert desk.fetch("https://secure.example/tide")["page_verdict"] == "alive"
    assert desk.fetch("https://wrong.example/tide")["outcome"] == "tls_error"
    assert desk.fetch("https://closed.example/tide")["outcome"] == "proxy_error"
    assert [hit.headers["host"] for hit in secure.asked()] == ["secure.example"]


# --- names that are private or a cloud's own by their form ------------------------------------------

LOCAL_HOSTS = (
    "localhost", "LOCALHOST.", "a.localhost", "ＬＯＣＡＬＨＯＳＴ", "%6cocalhost", "printer.local", "wiki.internal",
    "nas.lan", "router.home.arpa", "intranet", "x。local", "a.corp", "localhost.localdomain", "kubernetes.default.svc",
    "127.1", "0x7f.1", "2130706433", "127.0.0.1.", "[::1]", "[::ffff:127.0.0.1]", "①②⑦.0.0.1", "0",
    "[::ffff:a9fe:a9fe]",
)  # fmt: skip

CLOUD_HOSTS = (
    "metadata.google.internal", "METADATA.google.internal.", "metadata", "metadata.goog", "instance-data",
    "metadata.tencentyun.com", "api.metadata.cloud.ibm.com", "168.63.129.16", "0xa83f8110", "2822734096",
    "169.254.169.254", "[fd00:ec2::254]", "[fd20:ce::254]", "100.100.100.200", "192.0.0.192", "[::ffff:168.63.129.16]",
    "[64:ff9b::a83f:8110]", "[2002:a83f:8110::1]",
)  # fmt: skip


def test_a_proxy_is_not_asked_for_local_names_nor_for_clouds_services(web: Web, desk: Desk) -> None:
    """Nor for their robots.txt, nor where a page or a robots.txt redirects to them."""
    desk.allow_options = ()
    desk.environment = {"http_proxy": web.url("")}
    files = ("/robots.txt", "/.well-known/tdmrep.json")
    hosts = (*LOCAL_HOSTS, *CLOUD_HOSTS)
    redirecting = []
    for n, host in enumerate(hosts):
        web.on(f"http://public.example/{n}", 302, b"", location=f"http://{quote(host, safe='[]:%')}/inside")
        redirecting.append(f"http://public.example/{n}")
    web.on("http://ruled.example/robots.txt", 302, b"", location="http://wiki.internal/robots.txt")
    for file in files:
        web.on(f"http://public.example{file}", 404, b"")
    desk.crawl(*(f"http://{host}/page" for host in hosts), *redirecting, "http://ruled.example/page")
    verdicts = desk.rows("SELECT DISTINCT verdict FROM pages")
    assert verdicts == [("unsafe",)]
    assert {hit.path.split("/")[2] for hit in web.hits} == {"public.example", "ruled.example"}
    assert desk.one("SELECT count(*) FROM fetches WHERE error LIKE '%cloud''s own%' OR error LIKE '%its own%'") > 20


def test_an_address_that_is_allowed_opens_local_names_to_a_proxy(web: Web, desk: Desk) -> None:
    """Loopback opens `localhost`; a private network opens the others; neither opens a cloud's services."""
    desk.environment = {"http_proxy": web.url("")}
    urls = ["http://localhost/a", "http://wiki.internal/a", "http://metadata.google.internal/a"]
    for url in urls:
        web.on(url)
        web.on(url.replace("/a", "/robots.txt"), 404, b"")
    desk.crawl(*urls, "http://100.100.100.200/", "http://168.63.129.16/")
    assert [desk.fetch(url)["page_verdict"] for url in urls] == ["alive", "unsafe", "unsafe"]
    nets = ("10.0.0.0/8", "127.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "168.63.0.0/16")
    desk.allow_options = tuple(word for net in nets for word in ("--allow-address", net))
    desk.crawl("--all")
    assert [desk.fetch(url)["page_verdict"] for url in urls] == ["alive", "alive", "unsafe"]
    refused = desk.rows("SELECT url FROM pages WHERE verdict = 'unsafe' ORDER BY url")
    assert refused == [("http://100.100.100.200/",), ("http://168.63.129.16/",), (urls[2],)]


def test_a_cloud_service_is_opened_by_its_own_address_only() -> None:
    wide, own = networks("169.254.0.0/16,168.63.129.0/24,fc00::/7"), networks("169.254.169.254,168.63.129.16/32")
    assert forbidden("169.254.1.1", wide) is None
    assert "cloud" in (forbidden("169.254.169.254", wide) or "")
    assert "cloud" in (forbidden("fd00:ec2::254", wide) or "")
    assert "WireServer" in (forbidden("168.63.129.16", wide) or "")
    assert (forbidden("169.254.169.254", own), forbidden("168.63.129.16", own)) == (None, None)
    assert forbidden("::ffff:168.63.129.16", own) is None


BAD_PROXIES = {
    "http://...:3128": "the host has an empty label",
    "http://a..b:80": "the host has an empty label",
    "http://user:SEKRIT@h:99999": "port 99999 is out of range",
    "http://user:SEK/RIT@127.0.0.1:9": "not a valid URL",
    "http://[::1": "not a valid URL",
    "socks5://user:SEKRIT@127.0.0.1:9": "socks5 proxies are not supported",
}


@pytest.mark.parametrize("proxy", sorted(BAD_PROXIES))
def test_a_proxy_that_cannot_be_one_is_told_in_one_line(desk: Desk, proxy: str) -> None:
    """The reactor would not answer for 30 seconds, and print its traceback."""
    desk.environment = {"http_proxy": proxy}
    error = desk.run("crawl", "--url", "http://public.example/", expect=1).stderr
    assert len(error.splitlines()) == 1
    assert BAD_PROXIES[proxy] in error
    assert "RIT" not in error


def test_the_password_of_a_proxy_is_sent_to_it_and_stored_nowhere(web: Web, desk: Desk) -> None:
    """Neither where it refuses a tunnel nor where it cannot be reached."""
    proxy = web.url("").replace("//", "//user:SEKRIT@")
    desk.environment = {"http_proxy": proxy, "https_proxy": proxy}
    web.on("secure.example:443", 407, b"", proxy_authenticate='Basic realm="SEKRIT"')
    web.on("http://public.example/a", 407, b"", proxy_authenticate='Basic realm="SEKRIT"')
    run = desk.run(*desk.options("-vv", "--url=https://secure.example/", "--url=http://public.example/a"))
    desk.environment |= {"http_proxy": "http://user:SEKRIT@127.0.0.9:9/"}
    again = desk.run(*desk.options("-vv", "--all"))
    assert "proxy-authorization" in web.hits[0].headers
    assert "SEKRIT" not in run.stdout + run.stderr + again.stdout + again.stderr
    assert b"SEKRIT" not in desk.path.read_bytes()


MALFORMED = (
    "http://a%\x1b]0;PWNED\x1b\\/3", "http://.../", "http://a..b/", f"http://{'a' * 64}.org/",
    f"http://{'a.' * 130}org/", "http://a b/", "http://[::1/", "http://h.org:99999/", "http://h.org:x/", "http://%zz/", "http://a\x00b/",
    "http://",
)  # fmt: skip


def test_a_malformed_host_is_never_looked_up(web: Web, desk: Desk) -> None:
    """Neither as cited nor where a page redirects to it."""
    pages = [web.on(f"/{n}", 302, b"", location=quote(url, safe=":/[]%")) for n, url in enumerate(MALFORMED)]
    (desk.folder / "r.json").write_text(json.dumps([{"url": url} for url in (*MALFORMED, *pages)]))
    desk.run("add", "r.json")
    run = desk.run(*desk.options())
    assert run.stderr == ""
    assert desk.one("SELECT count(*) FROM fetches WHERE outcome IN ('nxdomain', 'dns_error', 'internal')") == 0
    assert desk.one("SELECT count(*) FROM fetches WHERE outcome = 'invalid_url'") == len(MALFORMED)
