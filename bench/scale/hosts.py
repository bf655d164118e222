"""How many pages each host has.

Zipf's law: the k-th largest host has 1/k of the pages of the largest. Of the 30,127,734 external links of the English
Wikipedia, on 2,162,790 hosts, the two largest had 3,169,993 and 2,117,967 (Ed Summers, "top hosts referenced in english
wikipedia", inkdroid.org, 2010-08-21); the law gives 1.8 and 0.9 million, with an exponent of 1.1 3.4 and 1.6.
"""

from collections.abc import Iterator

PAGES_PER_HOST = 20


def host_sizes(pages: int, hosts: int | None = None, exponent: float = 1.0) -> list[int]:
    """The pages of each host, the largest first; `pages` in all, at least one each.

    >>> host_sizes(100, 5)
    [43, 22, 15, 11, 9]
    """
    hosts = min(pages, hosts or max(1, pages // PAGES_PER_HOST))
    largest = (pages - hosts) / sum(rank**-exponent for rank in range(1, hosts + 1))
    sizes = [1 + int(largest * rank**-exponent) for rank in range(1, hosts + 1)]
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
