"""Patterns of page code: challenges, CAPTCHAs, paywalls, consent gates, parking, errors. `facts.py` searches for them.

Python, not data files: nearly all entries are regular expressions, which the code applies in different ways (`search`,
`fullmatch`, by place), and each has its reason in a comment beside it.
"""

import re

CHALLENGES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    # Not `/cdn-cgi/challenge-platform/scripts/jsd/main.js`: Cloudflare puts that one into good pages.
    ("cloudflare", "script", re.compile(r"window\._cf_chl_opt|/cdn-cgi/challenge-platform/h/\w/orchestrate/")),
    # Not `cf-error-details`: Cloudflare's pages on a server that is down have it, too.
    ("cloudflare", "id", re.compile(r"challenge-form|challenge-running|challenge-error-title")),
    ("perimeterx", "id", re.compile(r"px-captcha(-wrapper)?")),
    # Not js.datadome.co/tags.js, which good pages load.
    ("datadome", "src", re.compile(r"//(geo|ct|interstitial)\.captcha-delivery\.com/")),
    ("imperva", "frame", re.compile(r"/_Incapsula_Resource\?")),
    # Good pages have the same script with one hash and `&`.
    ("imperva", "src", re.compile(r"/_Incapsula_Resource\?SWJIYLWA=\w{8,},\w")),
    ("sucuri", "script", re.compile(r"sucuri_cloudproxy_js")),
    ("akamai", "id", re.compile(r"sec-(if|bc)-(cpt-container|text-container|tile-container)")),
    ("akamai", "script", re.compile(r"/_sec/cp_challenge/")),
    ("akamai", "src", re.compile(r"/_sec/cp_challenge/|^/\.well-known/sbsd\b")),
    ("anubis", "id", re.compile(r"anubis_challenge|anubis_version")),
    ("anubis", "src", re.compile(r"/\.within\.website/x/cmd/anubis/")),
    ("aws-waf", "script", re.compile(r"window\.gokuProps\b|window\.awsWafCookieDomainList\b")),
    ("kasada", "src", re.compile(r"/149e9513-01fa-4fb0-aad4-566afd725d1b/")),
    ("vercel", "src", re.compile(r"/\.well-known/vercel/security/")),
    ("hostinger", "src", re.compile(r"^/hcdn-cgi/jschallenge")),
    ("siteground", "refresh", re.compile(r"/\.well-known/(?:sg)?captcha/")),
    ("akamai", "refresh", re.compile(r"[?&]bm-verify=")),
    ("alibaba", "refresh", re.compile(r"/_____tmd_____/punish")),
    ("yandex", "action", re.compile(r"^/checkcaptcha\b")),
    ("ddos-guard", "src", re.compile(r"/\.well-known/ddos-guard/")),
    ("google", "action", re.compile(r"^(https?://\w+\.google\.[a-z.]+)?/sorry/")),
    ("amazon", "action", re.compile(r"^/errors/validateCaptcha")),
)
"""(vendor, where to look, what): the whole `id`, or anywhere in the code of a script (`script`), in a script's or
frame's URL (`src`; `frame`: of frames only), in a form's `action`, where a `refresh` leads to. Sources: the challenge
pages as public bug reports and client programs (FlareSolverr, html-get, microlinkhq/is-antibot#60 and #79,
germondai/trawl#33, D4Vinci/Scrapling#213, Anubis's own templates) describe them. A CAPTCHA library's script is not
among them: good pages load recaptcha/api.js for their comment forms.
"""

CHALLENGE_WORDS = (
    *("_cf_chl_opt", "/challenge-platform/h/", "captcha-delivery.com", "_Incapsula_Resource", "sucuri_cloudproxy_js"),
    *("/_sec/cp_challenge/", "/.well-known/", "/.within.website/", "window.gokuProps", "window.awsWafCookieDomainList"),
    *("/149e9513-01fa", "/hcdn-cgi/", "bm-verify=", "/_____tmd_____/", "/checkcaptcha", "/sorry/", "validateCaptcha"),
)
"""Words of which each pattern in `CHALLENGES` (but those of ids) needs one."""

CHALLENGE_IDS = ("challenge-", "px-captcha", "sec-if-", "sec-bc-", "anubis_")
"""Likewise for ids."""

PAYWALL_NAMES = re.compile(
    r"(?:^|[\s_-])(?:paywall\w*|pay-wall|regwall\w*|reg-wall|meteredcontent|metered-content|piano-(?:inline|offer)\w*"
    r"|subscriber-only|subscribers-only|subscription-(?:required|wall|barrier)|subscribe-(?:wall|barrier|gate)"
    r"|content-gate|article-gate\w*|barrier-page|premium-(?:wall|barrier|teaser)|article-paywall"
    r"|gh-post-upgrade-cta|pmpro_content_message|mepr-unauthorized-(?:excerpt|message)|rcp-?restricted\w*"
    r"|leaky_paywall_message\w*|wc-memberships-(?:content-)?restriction-message)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Class and id names of the block that stands where the rest of the article should. Seen on recorded pages: paywall,
paywalled, paywallmodal, regwalled, meteredContent; the others are spellings of the same, not seen yet, and the blocks
of Ghost and of WordPress' plug-ins for members (Paid Memberships Pro, MemberPress, Restrict Content Pro, Leaky Paywall,
WooCommerce Memberships), from knowledge."""

PAYWALL_WORDS = (
    *("paywall", "pay-wall", "regwall", "reg-wall", "metered", "piano-", "subscriber", "subscription-", "subscribe-"),
    *("content-gate", "article-gate", "barrier-page", "premium-", "post-upgrade-cta", "pmpro_content"),
    *("mepr-unauthorized", "restricted", "wc-memberships"),
)
"""Words of which a match of `PAYWALL_NAMES` needs one, in lower case."""

CAPTCHAS = {
    "g-recaptcha": "recaptcha",
    "h-captcha": "hcaptcha",
    "cf-turnstile": "turnstile",
    "frc-captcha": "friendly-captcha",
    "geetest_captcha": "geetest",
}
"""Class of the element that holds a CAPTCHA to be solved: from each vendor's documentation of its widget."""

CONSENT_ACTIONS = {
    "google": re.compile(r"^https://consent\.(google|youtube)\.[a-z.]+/save"),
    "yahoo": re.compile(r"/v2/collectConsent|^https://(guce|consent)\.[a-z.]*(yahoo|aol)\.com/"),
}
"""The `action` of the form of a consent gate; an ordinary cookie banner is no gate: the page is behind it."""

PARKING = {
    "sedo": re.compile(r"//([\w.]+\.)?sedoparking\.com/|sedo\.com/search/details"),
    "bodis": re.compile(r"//([\w.]+\.)?bodis\.com/|\bpark = \"ey"),
    "parkingcrew": re.compile(r"//([\w.]+\.)?parkingcrew\.net/"),
    "above": re.compile(r"//([\w.]+\.)?above\.com/"),
    "godaddy": re.compile(
        r"//img1\.wsimg\.com/parking-lander/"
        r"|^\s*window\.onload\s*=\s*function\(\)\s*\{\s*window\.location\.href\s*=\s*[\"']/lander"
        r"|\bgodaddy\.com/(?:forsale|domainsearch/find)"
    ),
    "afternic": re.compile(r"//([\w.]+\.)?afternic\.com/(?:forsale|domain)"),
    "hugedomains": re.compile(r"//([\w.]+\.)?hugedomains\.com/"),
    "dan": re.compile(r"//([\w.]+\.)?(?:dan|undeveloped)\.com/(?:buy-domain|assets|public)"),
    "namecheap": re.compile(r"//([\w.]+\.)?(?:parkingpage\.namecheap\.com|nc-img\.com/pp/)"),
    "skenzo": re.compile(
        r"//([\w.]+\.)?(?:skenzo|domainactive|domainsponsor|dsnextgen|parklogic|parkingcrew|searchmagnified"
        r"|voodoo|cashparking|fastpark|rookmedia|smartname|trafficz|namedrive|parkweb)\.(?:com|net|co)/"
    ),
    "atom": re.compile(r"//([\w.]+\.)?(?:atom|squadhelp)\.com/(?:name|lpd)/"),
    "dynadot": re.compile(r"//([\w.]+\.)?dynadot\.com/(?:market|forsale|domain/auction)"),
    "google": re.compile(r"//www\.google\.com/adsense/domains/caf\.js|\bgoogle\.ads\.domains\b"),
}
"""Where the scripts, frames and links of a parked domain come from or lead to, by company. From knowledge; `google` is
the feed of advertisements for parked domains ("AdSense for Domains"), which nothing else may use.
"""

PARKING_HOSTS = frozenset(
    "sedoparking bodis parkingcrew above wsimg afternic hugedomains dan undeveloped namecheap skenzo domainactive"
    " domainsponsor dsnextgen parklogic searchmagnified voodoo cashparking fastpark rookmedia smartname trafficz"
    " namedrive parkweb atom squadhelp dynadot".split()
)
PARKING_WORDS = (
    *("sedo.com/search/details", 'park = "ey', "/lander", "godaddy.com/", "//nc-img.com/pp/", ".nc-img.com/pp/"),
    *("/adsense/domains/caf.js", "google.ads.domains"),
)
"""A label of a host, or a word, of which each pattern in `PARKING` needs one."""

PARKED_ATTRIBUTE = "data-adblockkey"
"""On <html>: a key by which ad blockers let a parked domain's advertisements through (Sedo, Bodis, ParkingCrew)."""

ERROR_NAMES = re.compile(
    r"(?:\w+[-_]+){0,2}(?:error[-_]?404|404[-_]?(?:page|error|content|wrapper|container|block|template)|page[-_]?404|http[-_]?404"
    r"|page[-_]?not[-_]?found|not[-_]?found[-_]?page)(?:[-_]+\w+)?|not[-_]?found|error404|noarticletext",
    re.IGNORECASE,
)
"""A whole class or id of a page that is not there, or of the block that holds its words: WordPress's `error404` on
<body> and `error-404 not-found` on its block, MediaWiki's `noarticletext`, and the like. From knowledge.
"""

ERROR_NAME_WORDS = ("404", "notfound", "not-found", "not_found", "noarticletext")
"""Words of which a match of `ERROR_NAMES` needs one, in lower case."""

ERROR_CODE = re.compile(
    r"\"page\"\s*:\s*\"/(?:404|_error)\""
    r"|\bstatus_?code[\"']?\s*[:=]\s*[\"']?(?:404|410)\b"
    r"|\b(?:page|content)_?(?:type|name|category|template|kind)[\"']?\s*[:=,]\s*[\"']"
    r"(?:404|error|error[-_ ]?(?:page|404)|(?:page[-_ ]?)?not[-_ ]?found|404[-_ ](?:page|error|not found))[\"']",
    re.IGNORECASE,
)
"""What a page's own script says of it: Next.js's `__NEXT_DATA__`, Nuxt's error, a data layer's type of page. From
knowledge.
"""

_TYPES = r"_?(?:type|name|category|template|kind)[\"']?\s*[:=,]\s*[\"'](?:404|error|page|not)"
ERROR_CODE_PARTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\"page\"\s*:\s*\"/(?:404|_error)",
        r"status_?code[\"']?\s*[:=]\s*[\"']?4(?:04|10)",
        rf"page{_TYPES}",
        rf"content{_TYPES}",
    )
)
"""Patterns of which one matches, in lower case, wherever `ERROR_CODE` does. Each begins with a word, for which Python
searches twenty times as fast as for a choice of letters in either case."""

ERROR_CODE_WORDS = ("404", "410", "/_error", '"error', "'error", '"not', "'not", '"page', "'page")
"""Words in lower case of which a match of `ERROR_CODE` needs one."""

ERROR_METAS = {"prerender-status-code": re.compile(r"40[4]|410"), "next-error": re.compile(r"not-found")}
"""What an app that cannot set its status says instead: <meta name=... content=...>. Sources: docs.prerender.io, "404
pages"; Next.js, "not-found".
"""
