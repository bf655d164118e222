"""Certificates for the hostile server, signed by an authority that only the crawl under test trusts."""

import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)
NAMES = ("good", "expired", "not-yet", "self-signed", "wrong-host", "no-names", "unknown-authority", "h2-only")


class Certificates:
    """Server contexts by kind and address; their files are in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = folder / "authority.pem"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._ca = _certificate("hostile authority", self._key, signer=None, ca=True)
        self.authority.write_bytes(self._ca.public_bytes(serialization.Encoding.PEM))
        self._other_key = ec.generate_private_key(ec.SECP256R1())
        self._other_ca = _certificate("nobody's authority", self._other_key, signer=None, ca=True)
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())

    def context(self, kind: str, host: str) -> ssl.SSLContext:
        """The server context of a kind (one of NAMES) for one address."""
        signer = (self._ca, self._key)
        now = dt.datetime.now(dt.UTC)
        make: dict[str, Callable[[], x509.Certificate]] = {
            "expired": lambda: _certificate(host, self._leaf_key, signer=signer, hosts=(host,), end=now - DAY),
            "not-yet": lambda: _certificate(host, self._leaf_key, signer=signer, hosts=(host,), start=now + DAY),
            "self-signed": lambda: _certificate(host, self._leaf_key, signer=None, hosts=(host,)),
            "wrong-host": lambda: _certificate(host, self._leaf_key, signer=signer, hosts=("192.0.2.1",)),
            "no-names": lambda: _certificate(host, self._leaf_key, signer=signer),
            "unknown-authority": lambda: _certificate(
                host, self._leaf_key, signer=(self._other_ca, self._other_key), hosts=(host,)
            ),
        }
        certificate = make.get(kind, lambda: _certificate(host, self._leaf_key, signer=signer, hosts=(host,)))()
        path = self.folder / f"{kind}-{host}.pem"
        private = self._leaf_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        if kind == "h2-only":
            context.set_alpn_protocols(["h2"])
        return context


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    *,
    signer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None,
    hosts: tuple[str, ...] = (),
    ca: bool = False,
    start: dt.datetime | None = None,
    end: dt.datetime | None = None,
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    end = end or now + 10 * DAY
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer[0].subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start or end - 20 * DAY)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if hosts:
        addresses = [x509.IPAddress(ipaddress.ip_address(host)) for host in hosts]
        builder = builder.add_extension(x509.SubjectAlternativeName(addresses), critical=False)
    return builder.sign(signer[1] if signer else key, hashes.SHA256())
