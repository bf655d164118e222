"""The sentences by which error, block, subscription and dealers' pages speak to their visitor, as patterns by language.

Data only; `words.first` searches them. Every repetition is bounded, so that no text makes a search slow.

Sources, by knowledge and not copied: the stock texts and translations of Apache, nginx, IIS, Rails, Next.js,
WordPress, Drupal, MediaWiki and Ghost; block pages as the vendors named beside them serve them; the subscribe
blocks of newspapers; the offers of domain dealers, of which "Wikipedia:Link rot/Cases/Squatters" quotes some.
"""

import re


def _sentences(*sources: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)


_THING = r"(?:page|article|content|document|file|resource|story|report|url|link|address|item|post|website|site)"
_LISTED = r"(?:page|article|content|document|file|story|item|post|video|topic|thread|product|job|listing|event|profile)"
_YOU = r"you(?:['’](?:re|ve)| are| were| have)?(?: just)?"
_SEEK = r"(?:look|request|try|tried|follow|click|enter|search|seek|want|ask)\w{0,4}"
_LOST = r"(?:not|\w{2,6}n['’]t|no longer|removed|moved|deleted|missing|unavailable|expired|gone)"
_CANNOT = r"(?:can['’]?t|cannot|can not|couldn['’]t|could not|unable to)"
_IS_NOT = r"(?:was not|wasn['’]t|could not be|couldn['’]t be|cannot be|can['’]t be)"
_JOIN = r"(?:subscribe|sign (?:in|up)|log ?in|register|upgrade|join)"
_SUBSCRIBERS = r"(?:paid |paying |premium |registered )?(?:subscribers|members)"

NOT_FOUND_TEXTS = _sentences(
    rf"\b(?:the|this|that) {_THING} (?:that )?(?:{_YOU} {_SEEK}|requested)[^.\n]{{0,80}}?\b{_LOST}\b",
    rf"\b{_CANNOT}(?: seem to)? (?:find|locate) (?:(?:the|that|this|a) {_THING}|what you)",
    rf"\b(?:the|this|that|your) (?:requested )?{_THING} {_IS_NOT} (?:found|located)",
    r"\bnothing was found at this location\b",
    r"\bthe requested url [^\n]{0,200}was not found on this server\b",
    rf"\bthis {_LISTED} (?:does not exist|doesn['’]t exist|no longer exists|has been removed|is no longer available"
    r"|isn['’]t available anymore|is unavailable)\b",
    rf"\bthe (?:requested|specified|selected) {_LISTED} (?:does not exist|doesn['’]t exist|no longer exists)\b",
    r"\bno such (?:page|record|article|document|file|item|user|topic|entry)\b",
    r"\binvalid (?:thread|post|topic|forum) specified\b",  # vBulletin
    r"\byou may have (?:mistyped|typed) the (?:address|url)\b",
    r"\bdie (?:von ihnen )?(?:gewünscht|gesucht|angefordert|aufgerufen|angegeben)e?n? (?:seite|adresse|url|datei)\b"
    r"[^.\n]{0,80}nicht",
    r"\bdie seite,? (?:die|nach der) (?:sie|du) [^.\n]{0,80}(?:nicht|existiert)",
    r"\bla page (?:que vous \w+|demandée|recherchée)[^.\n]{0,80}(?:n['’]|introuvable|pas|plus)",
    r"\bla página (?:que (?:busca|está|estás|intenta)\w*|solicitada)\b[^.\n]{0,80}\b(?:no|eliminada)\b",
    r"\ba página (?:que (?:você )?(?:procura|está|tentou)\w*|solicitada)\b[^.\n]{0,80}\b(?:não|removida)\b",
    r"\bla pagina (?:che (?:stai|hai|sta|cerc\w+)|richiesta|cercata)\b[^.\n]{0,80}\b(?:non|rimossa)\b",
    r"\bde pagina (?:die (?:u|je)|waar (?:u|je) naar) [^.\n]{0,80}\b(?:niet|verwijderd|verplaatst)\b",
    r"\bsidan (?:som )?du (?:söker|letar|försöker)\b[^.\n]{0,80}\b(?:inte|flyttats|tagits)\b",
    r"\bstron[ay],? (?:której|którą) [^.\n]{0,60}(?:nie |usuni)",
    r"\b(?:запрашиваем|запрошенн)\w+ (?:вами )?(?:страниц|документ)\w*[^.\n]{0,80}(?:не |удал)",
    r"\bстраниц\w+,? котор\w+ вы [^.\n]{0,80}(?:не |удал)",
    r"\baradığınız sayfa\b[^.\n]{0,60}(?:bulunamadı|kaldırılmış|mevcut değil)",
    r"お探しの(?:ページ|記事)[^。\n]{0,40}(?:見つかり|存在し|削除|ありません)",
    r"[您你](?:要|所)?(?:访问|訪問|查找|请求|找|浏览|瀏覽)的?(?:页面|頁面|网页|網頁|文章|内容)[^。\n]{0,20}(?:不存在|找不到|未找到|删除|刪除)",
    r"(?:요청하신|찾으시는|방문하시려는) 페이지[^.\n]{0,40}(?:없|삭제)",
)

BLOCK_TEXTS = _sentences(
    r"\bchecking (?:if the site connection is secure|your browser before accessing)",  # Cloudflare
    r"\benable javascript and cookies to continue\b",
    r"\bneeds to review the security of your connection before proceeding\b",
    r"\bsorry, you have been blocked\b",
    r"\b(?:verify(?:ing)?|checking) (?:that )?you(?:['’]re| are) (?:a )?(?:human|not a (?:ro)?bot)\b",
    r"\b(?:don['’]t|do not) have permission to access [^\n]{1,300} on this server\b",  # Akamai
    r"\berrors\.edgesuite\.net/\d",
    r"\baccess to this page has been denied because we believe\b",  # HUMAN (PerimeterX)
    r"\bpress (?:&|and) hold to confirm you are\b",
    r"\brequest unsuccessful\. incapsula incident id\b",  # Imperva
    r"\bsomething about your browser made us think\b",  # Imperva (Distil)
    r"\bour systems have detected unusual traffic\b",  # Google
    r"\blet us know (?:that )?you['’]re not a robot\b",
    r"\bwe just need to make sure you['’]re not a robot\b",  # Amazon
    r"\bthe requested url was rejected\. please consult with your administrator\b",  # F5
    r"\bplease enable js and disable any ad ?blocker\b",  # DataDome
    r"\badministrator of this website has set up anubis\b",
    r"\bwe['’]re verifying your browser\b",  # Vercel
    r"\brequest blocked\. we can['’]t connect to the server for this app or website\b",  # CloudFront
    r"\baccess denied - sucuri website firewall\b",
    r"\bplease (?:complete|solve) (?:the|this) (?:captcha|security check|challenge)\b",
    r"\bcomplete the (?:captcha|security check) (?:to|before|below)\b",
    r"\brequest originates from an undeclared automated tool\b",  # sec.gov
    r"\bprove your humanity\b",  # reddit.com
    r"\byour ip(?: address)? has been (?:temporarily )?(?:blocked|banned)\b",
    r"\bsite owner may have set restrictions that prevent you from accessing\b",  # Cloudflare, error 1020
    r"\bused cloudflare to restrict access\b",
    r"\b(?:activate|press) and hold the button to confirm that you['’]re human\b",  # HUMAN, in a shop's words
    r"\byour access to this (?:site|service) has been limited\b",  # Wordfence
    r"\byou['’]ve been blocked by network security\b",  # reddit.com
    r"\bwe need to verify that you['’]re not a robot\b",  # AWS WAF
    r"请完成(?:下方|下列|以下|安全)?验证",
)

PAYWALL_TEXTS = _sentences(
    rf"\b{_JOIN}(?: now| today| here)? (?:to|and) (?:continue|keep|unlock|finish)\b",
    rf"\b{_JOIN}(?: now| today| here)? to (?:read|view|access) (?:the|this|our|all|more|full)\b",
    rf"\bto (?:continue|keep) reading(?: this (?:article|story))?,? (?:please )?(?:{_JOIN}|buy|become)\b",
    rf"\b{_THING} is (?:only |exclusively )?(?:available |reserved )?(?:only )?(?:for|to) (?:our )?{_SUBSCRIBERS}\b",
    r"\bfor (?:paid |paying )?subscribers only\b|\bsubscriber-only content\b",
    r"\byou(?:['’]ve| have) (?:reached|read|used) (?:your|all) [^.\n]{0,40}(?:limit|free articles)\b",
    r"\bnur für abonnent|\bjetzt (?:abonnieren|registrieren|testen) und weiterlesen",
    r"\bweiterlesen mit \S{0,30}(?:plus|abo|\+)",
    r"\b(?:artikel|inhalt|beitrag) ist (?:nur |exklusiv )?für (?:unsere )?\S{0,30}abonnent",
    r"\bréservée?s? (?:à|aux) (?:nos )?abonnés|\babonnez-vous pour (?:lire|continuer)",
    r"\bil vous reste [\d,.]{1,6}\s?% de cet article",
    r"\b(?:suscríbete|suscríbase|regístrate|inicia sesión) para (?:seguir|continuar|leer)",
    r"\bexclusivo para suscriptores\b",
    r"\bassine para (?:continuar|ler)\b|\bexclusivo para assinantes\b",
    r"\babbonati per (?:continuare|leggere)\b|\briservato agli abbonati\b",
    r"\balleen voor abonnees\b|\bword abonnee om\b|\blees verder met een abonnement\b",
    r"\bendast för prenumeranter\b|\blogga in för att läsa\b|\bför att läsa vidare\b",
    r"\btylko dla (?:prenumeratorów|subskrybentów)\b|\bdostępn\w+ dla prenumeratorów\b",
    r"\bдоступ\w+ (?:только )?(?:по подписке|подписчикам)\b|\bоформите подписку,? чтобы\b",
    r"(?:有料)?会員限定(?:記事|の記事)?|続きを読むには|残り\s?[\d,]{1,8}\s?文字",
    r"(?:订阅|登录|付费)后(?:继续)?阅读|訂閱後(?:繼續)?閱讀",
)

_OFFER = r"(?:is|may be|might be|could be)(?: now| currently| also)?"

FOR_SALE_TEXTS = _sentences(
    rf"\b(?:this|the) (?:web ?site|domain)(?: name)?(?: \S{{1,80}})? {_OFFER} (?:available )?for sale\b",
    rf"\b[\w-]{{1,63}}\.[a-z]{{2,18}} {_OFFER} (?:for sale\b|available (?:for (?:sale|purchase)|at domainmarket))",
    r"^(?:this )?domain(?: name)?(?: is)? for sale\b",
    r"\b(?:buy|purchase|inquire about|enquire about) this domain\b",
    r"\bthis domain(?: name)? (?:\S{1,80} )?has (?:recently )?(?:expired|been registered)\b",
    r"\bthis (?:web ?page|domain|site) is parked\b|\bparked free,? courtesy of\b",  # GoDaddy
    r"\bdiese domain (?:\S{1,80} )?(?:steht|ist|kann)\b[^.\n]{0,60}(?:zum verkauf|zu verkaufen|gekauft werden)",
    r"\bdomain(?:name)? zu verkaufen\b",
    r"\b(?:ce|le) (?:nom de )?domaine (?:\S{1,80} )?est (?:peut-être )?à vendre",
    r"\b(?:este|el) (?:nombre de )?dominio (?:\S{1,80} )?(?:está|puede estar) (?:en|a la) venta",
    r"\b(?:questo|il) (?:nome (?:a|di) )?dominio (?:\S{1,80} )?(?:è|potrebbe essere) in vendita",
    r"\b(?:este|o) domínio (?:\S{1,80} )?(?:está|pode estar) à venda",
    r"\b(?:deze|dit) domein(?:naam)? (?:\S{1,80} )?(?:is|staat) te koop",
    r"\bdomena (?:\S{1,80} )?jest na sprzedaż",
    r"\b(?:домен|доменное имя)(?: \S{1,80})? (?:продаётся|продается|выставлен\w* на продажу)",
    r"\bbu (?:alan adı|domain) (?:\S{1,80} )?satılık",
    r"このドメイン(?:名)?は[^。\n]{0,20}(?:販売|売り出|売却)|ドメインを販売(?:中|して)",
    r"(?:域名|網域)(?:正在|可以|可)?(?:出售|转让|轉讓)",
    r"이 도메인(?:은|을)[^.\n]{0,20}(?:판매|구매)",
)
