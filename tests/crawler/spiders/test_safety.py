"""Addresses that a cited URL must not reach, proxies, and TLS."""

import datetime as dt
import ipaddress
import select
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from own_web import Desk, Handler, Web


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
    url = "http://nowhere.example/page"
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
    desk.crawl("https://secure.example/page", "https://wrong.example/page", "https://closed.example/page")
    assert desk.fetch("https://secure.example/page")["page_verdict"] == "alive"
    assert desk.fetch("https://wrong.example/page")["outcome"] == "tls_error"
    assert desk.fetch("https://closed.example/page")["outcome"] == "proxy_error"
    assert [hit.headers["host"] for hit in secure.asked()] == ["secure.example"]
