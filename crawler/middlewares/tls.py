"""TLS for the crawl: one context for all connections, and the reason why a certificate is rejected.

Scrapy creates a context for every connection. Where the roots are a bundle of some 140 certificates, that takes
milliseconds each time, in the reactor's thread; a shared context reads them once. OpenSSL's error for every bad
certificate is "certificate verify failed": only the verify callback gets the actual reason.
"""

from typing import Any

from OpenSSL.crypto import X509
from OpenSSL.SSL import VERIFY_FAIL_IF_NO_PEER_CERT, VERIFY_PEER, Connection
from scrapy.utils.datatypes import LocalCache
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet._sslverify import ClientTLSOptions, OpenSSLDefaultPaths
from twisted.internet.ssl import AcceptableCiphers, CertificateOptions
from twisted.web.client import BrowserLikePolicyForHTTPS

REASONS = {
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate is signed by an unknown authority of its own",
    20: "the certificate's authority is unknown",
    21: "the certificate's authority is unknown",
    23: "the certificate has been revoked",
    62: "the certificate is for another host",
}
"""OpenSSL's X509_V_ERR_* (x509_vfy.h) -> a readable reason."""

rejections: LocalCache[str, str] = LocalCache(10_000)
"""host name -> why its certificate was last rejected. Written by the verify callback, read by the spider."""


class Verifying(ClientTLSOptions):
    """Twisted's client TLS for one host, with our own verify callback.

    If names cannot be compared (a certificate without any, for instance), Twisted's callback logs the error and accepts
    the certificate. Ours rejects it and notes why.
    """

    def clientConnectionForTLS(self, tlsProtocol: Any) -> Connection:  # noqa: ANN401 - Twisted's protocol
        connection = super().clientConnectionForTLS(tlsProtocol)
        host = self._hostnameASCII
        wanted = DNS_ID(host) if self._hostnameIsDnsName else IPAddress_ID(host)

        def verify(_: Connection, certificate: X509, error: int, depth: int, preverified: int) -> bool:
            if not preverified:
                rejections[host] = REASONS.get(error, f"certificate error {error}")
                return False
            try:
                if depth == 0:
                    verify_service_identity(extract_patterns(certificate), [wanted], [])
            except Exception:  # noqa: BLE001 - whatever the error, the certificate does not name this host
                rejections[host] = REASONS[62]
                return False
            return True

        connection.set_verify(VERIFY_PEER | VERIFY_FAIL_IF_NO_PEER_CERT, verify)
        return connection


class ContextFactory(BrowserLikePolicyForHTTPS):
    """The download handler's TLS options: the system's roots, or those of SSL_CERT_FILE, read once."""

    def __init__(self, ciphers: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.options = CertificateOptions(
            trustRoot=OpenSSLDefaultPaths(),  # type: ignore[arg-type]
            fixBrokenPeers=True,
            acceptableCiphers=AcceptableCiphers.fromOpenSSLCipherString(ciphers),  # type: ignore[no-untyped-call]
        )

    def creatorForNetloc(self, hostname: bytes, port: int) -> Verifying:  # type: ignore[override]
        del port
        return Verifying(self.options._makeTLSConnection, hostname.decode("ascii"))
