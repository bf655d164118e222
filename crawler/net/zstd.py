"""Zstandard (RFC 8878), from the standard library (Python 3.14) or its backport."""

import sys
from collections.abc import Mapping

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

compress = zstd.compress
decompress = zstd.decompress
ZstdDecompressor = zstd.ZstdDecompressor
ZstdDict = zstd.ZstdDict
ZstdError = zstd.ZstdError
WINDOW: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
"""8 MiB of history at most, as RFC 8878 (3.1.1.1.2) recommends decoders to support."""

MIN_WINDOW = 18
"""Binary logarithm of the smallest window that `compress_against` asks for. Heuristic, not measured."""

LONG_DISTANCE = 21
"""Binary logarithm of the window from which on matches at a distance are looked for in another way: the tables of level
6 remember the last MB of a prefix. Of 2 MB of random bytes and 20 KB behind them, 20 KB are left instead of 1.2 MB."""


def compress_against(data: bytes, prefix: bytes, level: int) -> bytes:
    """Data as its difference to a prefix, both of which lie within one window (`--patch-from` in zstd(1)).

    The prefix has eight bytes or more.
    """
    window = max(MIN_WINDOW, (len(data) + len(prefix) - 1).bit_length())
    parameters = zstd.CompressionParameter
    options: Mapping[int, int] = {
        parameters.compression_level: level,
        parameters.window_log: window,
        parameters.enable_long_distance_matching: window > LONG_DISTANCE,
    }
    return zstd.compress(data, options=options, zstd_dict=zstd.ZstdDict(prefix, is_raw=True).as_prefix)


def decompressor_against(prefix: bytes) -> ZstdDecompressor:
    """Unpacks what was compressed against that prefix."""
    return ZstdDecompressor(zstd_dict=ZstdDict(prefix, is_raw=True).as_prefix, options=WINDOW)
