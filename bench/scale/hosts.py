"""How many pages each host has.

Zipf's law: the k-th largest host has 1/k of the pages of the largest. That is a power law of exponent 2 for the sizes;
Huberman and Adamic, "Growth dynamics of the World-Wide Web" (Nature 401, 1999), found 1.65 to 1.9 for whole sites.
"""

from collections.abc import Iterator

PAGES_PER_HOST = 20


def host_sizes(pages: int, hosts: int | None = None) -> list[int]:
    """The pages of each host, the largest first; `pages` in all, at least one each.

    >>> host_sizes(100, 5)
    [44, 22, 15, 11, 8]
    """
    hosts = min(pages, hosts or max(1, pages // PAGES_PER_HOST))
    largest = (pages - hosts) / sum(1 / rank for rank in range(1, hosts + 1))
    sizes = [1 + int(largest / rank) for rank in range(1, hosts + 1)]
    for rank in range(pages - sum(sizes)):  # what rounding has left
        sizes[rank % hosts] += 1
    return sizes


def urls(sizes: list[int]) -> Iterator[str]:
    """The pages in an order that mixes the hosts, as documents do: a host's pages are spread evenly over all."""
    places = ((at + 0.5) / size for size in sizes for at in range(size))
    names = (
        f"https://host-{host}.example/{at % 31}/article-{at}" for host, size in enumerate(sizes) for at in range(size)
    )
    return (url for _, url in sorted(zip(places, names, strict=True)))
