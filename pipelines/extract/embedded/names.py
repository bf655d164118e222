"""Keys of page data: which hold a page's text, and which menus, messages, settings or other pages.

From general knowledge of Next.js, Nuxt, WordPress's REST API, Ghost, Contentful, Sanity, Storyblok, Strapi, Shopify,
Discourse, Medium, LessWrong and YouTube.
"""

import re

BODY = frozenset(
    "body bodyhtml bodytext content contents contenthtml contentraw html htmlcontent articlebody articlehtml fulltext"
    " text rendered cooked markdown bodymarkdown contentmarkdown rawmarkdown md story richtext document longdescription"
    " descriptionhtml paragraphs blocks contentblocks contentelements sections transcript main maincontent"
    " value children"
    " root doc rawbody raw message post article answer acceptedanswer suggestedanswer lyrics"
    " abstract bodyrichtext page details".split()
)
WEAK = frozenset(
    "description shortdescription summary excerpt dek subtitle standfirst intro introduction lead leadtext teaser deck"
    " tagline bio caption note notes".split()
)
ANSWERS = frozenset(("acceptedanswer", "suggestedanswer"))
"""What stands in the object of a question, beside its text."""
LISTS = frozenset("recipeingredient recipeingredients ingredients".split())
"""Lists of short texts that are the page's own."""
LEADS = frozenset("dek subtitle standfirst intro introduction lead leadtext deck".split())
"""A text before the body, which the body does not repeat, unlike a summary or an excerpt."""
SHORT = frozenset(
    "metadescription seodescription ogdescription twitterdescription socialdescription searchdescription alt alttext"
    " imagealt credit copyright tooltip placeholder snippet label title name headline".split()
)
TITLES = ("title", "headline", "name", "heading", "question", "displayTitle", "pageTitle")
SLUGS = ("slug", "url", "path", "href", "uri", "permalink", "canonicalUrl", "canonical_url", "id", "_id", "handle")

_OTHER = frozenset(
    "i18n l10n intl nls locale locales localization localizations messages translation translations strings dictionary"
    " dictionaries labels lang languages resources texts config configuration settings sitesettings env runtimeconfig"
    " publicruntimeconfig flags featureflags features experiments toggles abtests recirculation recommended"
    " recommendations suggestions suggested similar similarposts comments comment replies footnav sidebar rail footer"
    " header nav navigation navbar menu menus breadcrumbs ads ad adverts advertisement advertising banner banners alert"
    " alerts cookie cookies cookiebanner consent gdpr ccpa onetrust privacy privacypolicy terms legal disclaimer"
    " disclaimers newsletter newsletters signup subscribe subscription paywall promo promos promotion promotions user"
    " users currentuser viewer session auth account author authors byline bylines contributors writer staff profile seo"
    " meta metadata opengraph twitter analytics tracking tracker datalayer trending popular mostread"
    " mostpopular morefrom"
    " more latest latestnews next prev previous css style styles stylesheet theme themes script scripts error errors"
    " notfound icons svg fonts schema schemas stack sitemap social share sharing modal modals popup popups"
    " login categories"
    " category tags tag taxonomy publisher organization site siteinfo website image images media gallery thumbnails"
    " carousel upsell crosssell relatedproducts reviews ratings emoji badges badge groups policies shipping returns"
    " clientsettings customemoji topiclist activatedthemes".split()
)
_OTHER_PATTERN = re.compile(
    r"^(?:related|recommend|recirc|suggest(?!edanswer)|similar|sidebar|footer|header|nav|menu|cookie|consent|privacy|gdpr"
    r"|translat|i18n"
    r"|promo|advert|trending|popular|mostread|morefrom|newsletter|subscri|seo|meta|tracking|analytics|global|common"
    r"|readnext|alsolike|youmay|morestor|toppicks|upnext|latestpost|recentpost|otherpost)"
)
_LETTERS = re.compile(r"[^a-z0-9]")


def plain(key: str) -> str:
    """A key in lower case without separators: "body_html" and "bodyHtml" are one name."""
    return _LETTERS.sub("", key[:80].lower())


def is_other(name: str) -> bool:
    """Whether a plain key holds something beside the page's text."""
    return name in _OTHER or bool(_OTHER_PATTERN.match(name))


def weight(name: str) -> float:
    """How likely a string under a plain key is the page's text."""
    if name in BODY or name.endswith(("html", "body", "content", "markdown", "richtext")):
        return 1.0
    if name in SHORT:
        return 0.1
    return 0.5 if name in WEAK or name.endswith(("description", "text", "copy")) else 0.3
