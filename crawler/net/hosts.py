"""Names that are private, local or a cloud's own by their form alone, whatever they resolve to.

Where citecache resolves a name itself, the addresses decide (`addresses.py`); a proxy resolves names in its own
network, so there only the name can be checked.
"""

from collections.abc import Iterable
from ipaddress import ip_network

from crawler.net.addresses import Network, forbidden

LOCAL_DOMAINS = {
    "localhost": "RFC 6761",
    "local": "RFC 6762",
    "home.arpa": "RFC 8375",
    "internal": "reserved by ICANN, 2024",
    **dict.fromkeys(("corp", "home", "intranet", "lan", "private"), "RFC 6762, appendix G"),
    **dict.fromkeys(("localdomain", "localdomain4", "localdomain6", "localhost4", "localhost6"), "hosts(5)"),
    "svc": "Kubernetes",
}
"""Domains that no public name is in -> the source."""

SERVICE_NAMES = {
    "metadata": "Google Cloud",
    "metadata.google.internal": "Google Cloud",
    "metadata.goog": "Google Cloud",
    "instance-data": "Amazon EC2",
    "instance-data.ec2.internal": "Amazon EC2",
    "metadata.azure.internal": "Microsoft Azure",
    "metadata.tencentyun.com": "Tencent Cloud",
    "metadata.platformequinix.com": "Equinix Metal",
    "metadata.packet.net": "Equinix Metal",
    "api.metadata.cloud.ibm.com": "IBM Cloud",
    "kubernetes": "Kubernetes",
    "kubernetes.default": "Kubernetes",
}
"""Names of the services that give machines in a cloud their configuration and credentials. Sources: docs/safety.md."""

_LOOPBACK = ("127.0.0.1", "::1")
_PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")))


def service_name(host: str, allowed: Iterable[Network] = ()) -> str | None:
    """Why a name of a cloud's own service is never requested; None for every other name.

    >>> service_name("Metadata.Google.Internal.")
    'metadata.google.internal is a service of Google Cloud for its own machines'
    """
    name = _plain(host)
    cloud = SERVICE_NAMES.get(name)
    if cloud is None or forbidden("169.254.169.254", allowed) is None:
        return None
    return f"{name} is a service of {cloud} for its own machines"


def local_name(host: str, allowed: Iterable[Network] = ()) -> str | None:
    """Why a name must not be sent to a proxy: it is private or local by its form. None for a name that may be public.

    Loopback names are allowed where a loopback address is, the others where a network is that is private.

    >>> local_name("wiki.corp")
    'wiki.corp is no public name (corp: RFC 6762, appendix G), and is not asked of a proxy'
    """
    name = _plain(host)
    if not name or name.startswith("["):
        return None
    domain = next((one for one in LOCAL_DOMAINS if name == one or name.endswith(f".{one}")), None)
    if domain is None and "." in name:
        return None
    allowed = tuple(allowed)
    if domain is not None and domain.startswith("localhost"):
        lifted = any(forbidden(address, allowed) is None for address in _LOOPBACK)
    else:
        lifted = any(net.version == one.version and net.overlaps(one) for net in allowed for one in _PRIVATE)
    if lifted:
        return None
    why = f"{domain}: {LOCAL_DOMAINS[domain]}" if domain is not None else "it has no dot"
    return f"{name} is no public name ({why}), and is not asked of a proxy"


def _plain(host: str) -> str:
    return host.lower().rstrip(".")
