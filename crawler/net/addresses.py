"""Which IP addresses may be connected to, by an explicit list.

Python's `is_global` differs between versions and follows a registry that changes. Forbidden here are the IANA
special-purpose registries (RFC 6890 and its updates) as of 2026 and multicast. For IPv6 ranges that embed an IPv4
address, the embedded address decides.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

FORBIDDEN: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "this network (RFC 791)"),
        ("10.0.0.0/8", "private (RFC 1918)"),
        ("100.64.0.0/10", "shared address space (RFC 6598)"),
        ("127.0.0.0/8", "loopback (RFC 1122)"),
        ("169.254.0.0/16", "link-local, cloud metadata (RFC 3927)"),
        ("172.16.0.0/12", "private (RFC 1918)"),
        ("192.0.0.0/24", "protocol assignments (RFC 6890)"),
        ("192.0.2.0/24", "documentation (RFC 5737)"),
        ("192.31.196.0/24", "AS112 (RFC 7535)"),
        ("192.52.193.0/24", "AMT (RFC 7450)"),
        ("192.88.99.0/24", "6to4 relay (RFC 7526)"),
        ("192.168.0.0/16", "private (RFC 1918)"),
        ("192.175.48.0/24", "AS112 (RFC 7534)"),
        ("198.18.0.0/15", "benchmarking (RFC 2544)"),
        ("198.51.100.0/24", "documentation (RFC 5737)"),
        ("203.0.113.0/24", "documentation (RFC 5737)"),
        ("224.0.0.0/4", "multicast (RFC 5771)"),
        ("240.0.0.0/4", "reserved (RFC 1112)"),
        ("::/96", "unspecified, loopback, IPv4-compatible (RFC 4291)"),
        ("64:ff9b:1::/48", "local NAT64 (RFC 8215)"),
        ("100::/64", "discard only (RFC 6666)"),
        ("100:0:0:1::/64", "dummy prefix (RFC 9780)"),
        ("2001::/23", "protocol assignments, Teredo (RFC 2928, RFC 4380)"),
        ("2001:db8::/32", "documentation (RFC 3849)"),
        ("2620:4f:8000::/48", "AS112 (RFC 7534)"),
        ("3fff::/20", "documentation (RFC 9637)"),
        ("5f00::/16", "segment routing (RFC 9602)"),
        ("fc00::/7", "unique local (RFC 4193)"),
        ("fe80::/10", "link-local (RFC 4291)"),
        ("fec0::/10", "site-local (RFC 3879)"),
        ("ff00::/8", "multicast (RFC 4291)"),
    )
)

SERVICES: dict[Address, str] = {
    ip_address(address): cloud
    for address, cloud in (
        ("169.254.169.254", "instance metadata of most clouds"),
        ("169.254.170.2", "credentials of Amazon ECS tasks"),
        ("169.254.170.23", "credentials of Amazon EKS pods"),
        ("169.254.169.253", "Amazon's resolver"),
        ("169.254.42.42", "instance metadata of Scaleway"),
        ("168.63.129.16", "Microsoft Azure's WireServer"),
        ("100.100.100.200", "instance metadata of Alibaba Cloud"),
        ("192.0.0.192", "instance metadata of Oracle Cloud"),
        ("fd00:ec2::254", "instance metadata of Amazon EC2"),
        ("fd00:ec2::23", "credentials of Amazon EKS pods"),
        ("fd00:ec2::253", "Amazon's resolver"),
        ("fd20:ce::254", "instance metadata of Google Cloud"),
        ("fd00:42::42", "instance metadata of Scaleway"),
        ("fe80::a9fe:a9fe", "instance metadata of OpenStack"),
    )
}
"""Addresses that clouds use for their own services, 168.63.129.16 among public ones. Sources: docs/safety.md. Only a
network of that one address (/32, /128) allows one: who opens 169.254.0.0/16 or fc00::/7 means other machines.
"""

_MAPPED = IPv6Network("::ffff:0:0/96")  # RFC 4291, 2.5.5.2: the IPv4 address is the last 32 bits
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")  # RFC 2765: likewise
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: likewise
_6TO4 = IPv6Network("2002::/16")  # RFC 3056: bits 16 to 47


def embedded(address: Address) -> IPv4Address | None:
    """The IPv4 address embedded in an IPv6 address; None if there is none.

    >>> embedded(ip_address("64:ff9b::7f00:1"))
    IPv4Address('127.0.0.1')
    """
    if isinstance(address, IPv4Address):
        return None
    if any(address in network for network in (_MAPPED, _TRANSLATED, _NAT64)):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _6TO4:
        return IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    return None


def forbidden(address: str | Address, allowed: Iterable[Network] = ()) -> str | None:
    """Why an address must not be connected to; None if it may be. Networks in `allowed` always may.

    >>> forbidden("::ffff:10.0.0.1")
    '::ffff:a00:1 (10.0.0.1) is private (RFC 1918)'
    """
    given = ip_address(address) if isinstance(address, str) else address
    inner = embedded(given)
    target = inner or given
    shown = f"{given}" if inner is None else f"{given} ({inner})"
    service = SERVICES.get(target)
    for candidate in (given, inner):
        if candidate is not None and any(_allows(network, candidate, service) for network in allowed):
            return None
    if service is not None:
        return f"{shown} is a cloud's own service ({service})"
    for network, reason in FORBIDDEN:
        if target in network:
            return f"{shown} is {reason}"
    return None


def _allows(network: Network, address: Address, service: str | None) -> bool:
    """Whether a network that is allowed has this address: of a cloud's own service, only if it has no other."""
    return address in network and (service is None or network.num_addresses == 1)


def forbidden_host(host: str, allowed: Iterable[Network] = ()) -> str | None:
    """`forbidden` for a URL's host if that is an address, with or without brackets; None for every name.

    The URL parser has already converted 127.1, 0x7f.1 and circled digits to 127.0.0.1 (WHATWG URL, 3.5).
    """
    try:
        address = ip_address(host.removeprefix("[").removesuffix("]").partition("%")[0])
    except ValueError:
        return None
    return forbidden(address, allowed)


def networks(text: str | Iterable[str]) -> tuple[Network, ...]:
    """CIDR networks from a comma-separated list, as in `CITECACHE_ALLOW_ADDRESSES`.

    Raises:
        ValueError: a part is not a network.
    """
    parts = text.split(",") if isinstance(text, str) else text
    return tuple(ip_network(part.strip(), strict=False) for part in parts if part.strip())
