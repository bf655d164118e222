"""Outcomes of Fetches that say something about the network rather than about the Page."""

NETWORK_FAILURES = (
    "nxdomain",
    "dns_error",
    "refused",
    "reset",
    "timeout",
    "tls_error",
    "proxy_error",
    "robots_unreachable",
)
"""Outcomes that our own lost network would give for every Page alike."""

NEVER_SENT = ("postponed", "unsafe", "invalid_url", "cancelled", "internal")
"""Outcomes without a request: they say nothing about the network."""

UNRESOLVED = ("nxdomain", "dns_error")
"""Failures of name resolution: also what a resolver without a connection answers."""

INCONCLUSIVE = f"(effective_verdict IS NULL AND outcome IN {NETWORK_FAILURES})"
"""SQL: whether the failure of a Fetch, whose run is over, was inconclusive."""
