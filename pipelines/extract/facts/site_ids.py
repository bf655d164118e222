"""Ids by which services know a site's owner. Two pages that share one are of one owner; a new owner has others.

Each from the service's own documentation of its tag, as named beside it.
"""

import re
from collections.abc import Iterator

from pipelines.extract.metadata.tags import Tags

SITE_IDS = 12

META_IDS = (
    "google-site-verification",  # Search Console
    "msvalidate.01",  # Bing Webmaster Tools
    "yandex-verification",  # Yandex Webmaster
    "baidu-site-verification",
    "naver-site-verification",
    "facebook-domain-verification",
    "p:domain_verify",  # Pinterest
    "fb:app_id",
    "fb:pages",  # Facebook Sharing
    "google-adsense-account",
    "twitter:site",  # X Cards: the account of the site
    "apple-itunes-app",
)

CODE_IDS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("", "UA-", re.compile(r"UA-\d{4,10}-\d{1,4}\b")),  # Universal Analytics
    ("", "gtag", re.compile(r"G-[A-Z0-9]{8,12}\b")),  # Google Analytics 4
    ("", "GTM-", re.compile(r"GTM-[A-Z0-9]{4,9}\b")),  # Google Tag Manager
    ("", "ca-pub-", re.compile(r"ca-pub-\d{10,18}\b")),  # AdSense
    ("fbq", "fbq(", re.compile(r"fbq\(\s*[\"']init[\"']\s*,\s*[\"'](\d{6,20})")),  # Meta Pixel
    ("metrika", "ym(", re.compile(r"ym\(\s*(\d{4,12})\s*,")),  # Yandex Metrica
    ("metrika", "mc.yandex", re.compile(r"mc\.yandex\.\w+/watch/(\d{4,12})")),
    ("baidu", "hm.baidu.com", re.compile(r"hm\.baidu\.com/hm\.js\?([0-9a-f]{32})")),  # Baidu Tongji
    ("hotjar", "hjid", re.compile(r"hjid\s*:\s*(\d{4,12})")),
    ("hubspot", "hs-scripts.com", re.compile(r"hs-scripts\.com/(\d{4,12})\.js")),
    ("adobe", "assets.adobedtm.com", re.compile(r"assets\.adobedtm\.com/(?:launch-)?(\w{6,60})")),
    ("chartbeat", "_sf_async_config", re.compile(r"_sf_async_config[^;]{0,80}?\buid\s*[:=]\s*(\d{3,9})")),
)
"""(prefix, a word without which it is not looked for, pattern). Each pattern begins with letters, for which Python
searches ten times as fast."""

_ENDS = re.compile(r"[,;\s]")
"""Where an id ends: `apple-itunes-app` has the page's address behind it."""

_MATOMO_ID = re.compile(r"setSiteId[\"']\s*,\s*[\"']?(\d{1,6})")
_MATOMO_HOST = re.compile(r"//([\w.-]{4,80})/(?:[\w./-]{0,40}/)?(?:matomo|piwik)?")


def site_ids(tags: Tags, code: str) -> Iterator[str]:
    """The ids in a page's meta tags and in its code: the URLs and texts of its first scripts."""
    for name in META_IDS:
        yield from (f"{name}:{_ENDS.split(value, maxsplit=1)[0][:100]}" for value in tags.metas.get(name, [])[:2])
    for prefix, word, pattern in CODE_IDS:
        if word in code:
            found = dict.fromkeys(pattern.findall(code))
            yield from (f"{prefix}:{value}" if prefix else value for value in list(found)[:3])
    if "setSiteId" in code and (match := _MATOMO_ID.search(code)):
        hosts = _MATOMO_HOST.findall(code, max(0, match.start() - 400), match.start())  # its tracker's URL is beside it
        hosts = hosts[-1:] or _MATOMO_HOST.findall(code, match.end(), match.end() + 400)[:1]
        yield f"matomo:{''.join(hosts)}:{match[1]}"
