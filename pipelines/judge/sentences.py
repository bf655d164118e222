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
    r"\bno such (?:page|record|article|document|file|item|user|topic|entry)\b(?! or directory)",
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

GONE_TEXTS = _sentences(
    r"\b(?:this|the|your) (?:job|position|vacancy|role|posting|listing|product|item|event|video|post|offer|ad|auction)"
    r"(?: \S{1,40}){0,3}? (?:is no longer|has been (?:removed|deleted|filled|closed|discontinued)|has (?:expired|ended)"
    r"|isn['’]t available|was deleted|is closed)\b",
    r"\bno longer (?:available|accepting applications|exists|posted|listed)\b",
    r"\b(?:artikel|produkt|stelle|stellenanzeige|seite|inhalt|beitrag|angebot|veranstaltung|video)\b[^.\n]{0,40}"
    r"\b(?:nicht (?:mehr )?(?:verfügbar|vorhanden|online|lieferbar|aktiv)|wurde (?:gelöscht|entfernt)|abgelaufen)",
    r"\b(?:article|produit|annonce|offre|page|vidéo|événement|contenu)\b[^.\n]{0,40}"
    r"\b(?:n['’](?:est|existe) (?:plus|pas)|a (?:été supprimée?|expiré))",
    r"\b(?:artículo|producto|oferta|anuncio|página|vídeo|video|evento|contenido|noticia)\b[^.\n]{0,40}"
    r"\b(?:ya no (?:está|existe)|no (?:está disponible|existe)|ha sido (?:eliminad|retirad)[oa])",
    r"\b(?:artigo|produto|vaga|anúncio|página|vídeo|evento|conteúdo|notícia)\b[^.\n]{0,40}"
    r"\b(?:já não (?:está|existe)|não (?:está mais|existe|está disponível)|foi (?:removid|excluíd)[oa])",
    r"\b(?:articolo|prodotto|annuncio|offerta|pagina|video|evento|contenuto)\b[^.\n]{0,40}"
    r"\b(?:non (?:è più|è disponibile|esiste)|è stato (?:rimosso|eliminato))",
    r"\b(?:artikel|product|vacature|pagina|video|evenement|advertentie)\b[^.\n]{0,40}"
    r"\b(?:niet (?:meer )?(?:beschikbaar|actief|online|leverbaar)|is (?:verwijderd|verlopen|gesloten))",
    r"\b(?:artikeln|produkten|annonsen|tjänsten|sidan|videon|artiklen|produktet|stillingen|annoncen|varen)\b[^.\n]{0,40}"
    r"\b(?:inte längre|utgått|har tagits bort|ikke længere|ikke lenger|er fjernet|er slettet)",
    r"\b(?:ilmoitus|kohde|tuote|sivu|artikkeli)\b[^.\n]{0,40}\b(?:ei ole enää|on poistettu|poistunut)",
    r"\b(?:oferta|ogłoszenie|produkt|artykuł|strona|film)\b[^.\n]{0,40}"
    r"\b(?:nie jest już|jest już nie|już nie istnieje|nieaktualn|niedostępn|został[ao]? usunięt|wygasł)",
    r"\b(?:nabídka|inzerát|produkt|článek|stránka|zboží)\b[^.\n]{0,40}\b(?:již není|neexistuje|byla? (?:smazán|odstraněn))",
    r"(?:товар|статья|страница|элемент|раздел|объявление|вакансия|новость|видео|запись)[^.\n]{0,30}"
    r"(?:не найден|удал[её]н|больше не (?:доступ|существ)|снят\w* с (?:публикации|продажи)|нет в наличии|в архиве)",
    r"(?:товар|сторінк|стаття|оголошення|вакансі)\w{0,3}[^.\n]{0,30}(?:не знайден|видален|більше не)",
    r"\b(?:ürün|ilan|sayfa|haber|içerik|video)\b[^.\n]{0,30}(?:bulunamadı|kaldırıl|yayında değil|mevcut değil)",
    r"\b(?:trang|bài viết|nội dung|sản phẩm|tin)\b[^.\n]{0,40}(?:không tồn tại|không tìm thấy|đã bị xóa|bị gỡ)",
    r"ไม่พบ(?:หน้า|ข้อมูล|บทความ|เนื้อหา|สินค้า|ไฟล์)|(?:หน้า|บทความ|สินค้า)[^\n]{0,40}(?:ถูกลบ|ไม่มีอยู่)",
    r"(?:글|게시물|게시글|페이지|기사|상품)[^.\n]{0,15}(?:존재하지 않|삭제(?:되었|된|하였)|찾을 수 없)",
    r"(?:記事|ページ|商品|動画|求人|イベント)[^。\n]{0,20}(?:削除され|見つかりま|存在しま|終了し(?:ました|ています)|掲載を終了)",
    r"(?:页面|頁面|文章|内容|内容|商品|视频|职位|帖子|信息)[^。\n]{0,12}(?:不存在|已(?:被)?删除|已下架|已失效|已被刪除|已過期)",
    r"\b(?:oldal|cikk|termék|hirdetés)\b[^.\n]{0,40}(?:nem (?:található|létezik|elérhető)|törölt|lejárt|jelenleg üres)",
    r"\bthere is currently no text in this page\b|\blap jelenleg nem tartalmaz szöveget\b|\bdiese seite enthält momentan noch keinen text\b"
    r"|\bil n['’]y a pour l['’]instant aucun texte\b|\bno (?:thread|post|topic) (?:was )?specified\b",
    r"\b(?:no se ha especificado|no se especificó|nessun[ao]? (?:thread|discussione)|kein(?:e)? (?:gültiges )?thema|tema especificado no"
    r"|hilo (?:especificado )?no|discussione (?:specificata )?non)\b",
    r"\b(?:η σελίδα|το άρθρο|το προϊόν)[^.\n]{0,40}(?:δεν (?:βρέθηκε|υπάρχει)|διαγράφηκε)",
    r"(?:الصفحة|المقال|المحتوى|الخبر)[^.\n]{0,40}(?:غير موجود|لم يتم العثور|تم حذف)",
    r"(?:הדף|הכתבה|העמוד|המוצר)[^.\n]{0,40}(?:לא נמצא|הוסר|אינו קיים)",
)
"""That a thing is not there any more: an offer, a job, a video, an article; in its place stand others like it. Vaguer
than `NOT_FOUND_TEXTS`, for good pages say so of other things, too.
"""

LOGIN_TEXTS = _sentences(
    r"\byou are not logged in or you do not have permission\b|\bmust be (?:registered and )?logged in (?:to|in order)",
    r"\byou (?:must|need to|have to) (?:be )?(?:log(?:ged)?|sign(?:ed)?)[ -]?in(?:to)?\b(?! to (?:post|reply|comment|vote))",
    r"\b(?:please )?(?:log|sign) ?in (?:or (?:register|sign up|create an account) )?to (?:view|see|access|continue|read)\b",
    r"\b(?:only (?:registered|logged[- ]in)|registered) (?:users|members) (?:can|may) (?:view|see|read|access)\b",
    r"\b(?:blog|site|group|page|account) is (?:marked )?private\b|\bthis (?:content|group|page) is (?:only )?(?:for|visible to) members\b",
    r"\b(?:sie|du) (?:müssen|musst|sind|bist)[^.\n]{0,40}(?:angemeldet sein|anmelden|einloggen|nicht angemeldet|nicht eingeloggt)",
    r"\bvous devez (?:être connectée?|vous (?:connecter|identifier))|\bveuillez vous (?:connecter|identifier)\b",
    r"\b(?:debes|debe|tienes que|tiene que|necesitas) (?:estar )?(?:registrad|identificad|iniciar sesión|conectad|logue)"
    r"|\bestés? registrado\b",
    r"\b(?:é preciso|precisa|deve|tem de) (?:estar )?(?:registad|registrad|logad|iniciar sessão|fazer login|autentica)",
    r"\b(?:devi|devi essere|è necessario|bisogna) (?:effettuare (?:il login|l['’]accesso)|accedere|essere (?:registrat|loggat))",
    r"\bu (?:moet|dient) (?:ingelogd|aangemeld|eerst inloggen|zich aan)|\bje moet (?:ingelogd|inloggen)",
    r"\bmusisz (?:się zalogować|być zalogowan)|\bmusíte (?:se přihlásit|být přihlášen)|\bнеобходимо (?:войти|авторизоваться)",
    r"\bdu (?:måste|skal|må) (?:vara inloggad|logga in|være logget|logge|være innlogget)",
    r"\b(?:medlemskap krävs|membership required|members only content|du måste vara medlem|nur für mitglieder|réservée? aux (?:membres|adhérents))\b",
    r"ログイン(?:してください|が必要)|请先?(?:登录|登入)|請先登入|로그인(?:이 필요| 후 이용|하셔야)",
)
"""To a visitor who is not logged in: vBulletin, phpBB, Discourse, WordPress.com, and what sites write themselves."""

GATE_TEXTS = _sentences(
    r"\b(?:before you continue to|bevor sie (?:zu|fortfahren)|avant de continuer|antes de (?:continuar|ir)|prima di continuare|voordat je verdergaat)\b",
    r"\b(?:weiter|weiterlesen|weiterlesen|nutzen|lesen) mit werbung\b|\bmit werbung (?:weiter|kostenlos)\b|\bzustimmen und weiter(?:lesen)?\b",
    r"\b(?:continuer|lire) (?:sans accepter|avec (?:la )?publicité)\b|\baccepter et (?:continuer|fermer)\b|\bacceptar y continuar\b",
    r"\bpur[- ]?abo\b[^\n]{0,200}\b(?:tracking|werbung|cookies)|\b(?:tracking|werbung|cookies)\b[^\n]{0,200}\bpur[- ]?abo\b",
    r"\b(?:are you|you must be|you have to be|i am|i['’]m) (?:over|at least|older than )?\s?(?:of legal|18|21)\b|\bare you of legal (?:drinking )?age\b",
    r"\bthe blog that you are about to view may contain content\b|\bcontent warning\b[^\n]{0,80}\b(?:sensitive|adult|mature|only)",
    r"\b(?:bist du|sind sie) (?:schon |über |mindestens )?(?:18|volljährig)\b|\b(?:avez-vous|êtes-vous)[^.\n]{0,20}(?:18 ans|majeure?|l['’]âge légal)\b",
    r"\b(?:eres|es usted) mayor de (?:18|edad)\b|\bvocê (?:é|tem)[^.\n]{0,10}(?:maior de (?:18|idade)|mais de 18)\b|\bsei (?:maggiorenne|maggiore)\b",
    r"\bmaior de (?:18|idade)\b|\bten(?:ho|s|ha) mais de 18\b|\bben je (?:18|ouder)\b|\b(?:czy masz|mam) (?:ukończone )?18 lat\b|вам (?:уже )?(?:есть )?18 лет",
)
"""A gate before the page, that asks for consent, for money instead, or for an age: Google, Austrian and German papers,
breweries and distillers, Blogger.
"""

SERVER_ERROR_TEXTS = _sentences(
    r"\berror establishing a database connection\b|\bfehler beim aufbau einer datenbankverbindung\b",
    r"\berreur lors de la connexion à la base de données\b|\berror (?:estableciendo|al establecer) (?:una|la) conexión con la base de datos\b",
    r"\berro ao estabelecer uma conexão com o banco de dados\b|\berrore nello stabilire una connessione al database\b",
    r"\b(?:could not|can['’]t|cannot|unable to|failed to) connect to (?:the )?(?:database|mysql|local mysql|db)\b",
    r"\b(?:mysqli?_connect|mysqli_real_connect|pg_connect|PDO::__construct)\(|\bSQLSTATE\[|\bORA-\d{5}\b|\bjava\.sql\.SQL\w*Exception\b",
    r"\bfatal error: (?:uncaught|call to|allowed memory|require|maximum)|\bparse error: syntax error\b|\btoo many connections\b",
    r"\bthere has been a critical error on this website\b|\bbriefly unavailable for scheduled maintenance\b",
    r"^oops, an error occurred!|\bthe website encountered an unexpected error\b|\bsomething went wrong\.? (?:please )?try again later\b",
    r"\bwe(?:['’]re| are) sorry, but something went wrong\b|\bthis site is down for maintenance\b|\bdown for (?:scheduled )?maintenance\b",
    r"\b(?:site|service|website|catalogue?|system|page) is (?:currently |temporarily )+(?:unavailable|offline|down|undergoing maintenance)",
    r"\b(?:seite|website|dienst|server)\b[^.\n]{0,30}\b(?:vorübergehend|derzeit|momentan) (?:nicht (?:erreichbar|verfügbar)|offline|wegen wartung)",
    r"\b(?:wegen|aufgrund von) wartungsarbeiten\b|\b(?:site|service) (?:est )?(?:actuellement|temporairement) (?:en maintenance|indisponible)",
    r"\bstrona (?:jest )?(?:tymczasowo|chwilowo|aktualnie|obecnie)[^.\n]{0,30}(?:niedostępna|wyłączona|prac)|\bprzerwa techniczna\b|\bprace (?:techniczne|konserwacyjne)",
    r"\b(?:sitio|servicio|página)\b[^.\n]{0,30}(?:en mantenimiento|temporalmente (?:fuera|no disponible))|\btecnických důvodů\b",
    r"сайт (?:временно|на) (?:недоступен|техническ\w+ обслуживани)|技術的な問題|ただいまメンテナンス|(?:系统|网站)(?:正在)?维护|数据库(?:连接)?(?:失败|错误)",
)
"""A server's own fault, told under 200: WordPress, TYPO3, Drupal, Joomla, Rails, PHP, JDBC, Oracle."""

BLOCK_TEXTS = _sentences(
    r"\bchecking (?:if the site connection is secure|your browser before accessing)",  # Cloudflare
    r"\benable javascript and cookies to continue\b",
    r"\bneeds to review the security of your connection before proceeding\b",
    r"\bsorry, you have been blocked\b",
    r"\b(?:verify(?:ing)?|checking) (?:that )?you(?:['’]re| are) (?:a )?(?:human|not a (?:ro)?bot)\b(?! before sending)",
    r"\bthis web ?page (?:has been|is) blocked\b|\bweb page blocked\b|\battack id:? ?\d{6,}",  # FortiGate, FortiWeb
    r"подтвердите,? что (?:запросы отправляли вы|вы (?:не робот|человек))",  # Yandex
    r"(?:您|你)的(?:请求|访问|IP)[^。\n]{0,20}(?:被拦截|已被阻断|被阻止|含有不合法)|网站防火墙",  # Safedog, Yunsuo
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
    r"\bdomain(?:name)? zu verkaufen\b|\bdiese domain erwerben\b",
    r"\b(?:diese|die|ihre) (?:internet-?adresse|domain)\b[^.\n]{0,60}\b(?:wurde (?:gerade|soeben|neu|erfolgreich)|ist (?:bereits |neu )?registriert)",
    r"\bdomain default page\b|\bthis is a default (?:web ?)?page\b|\bdieser? (?:domain|vertrag für diese domain)[^.\n]{0,40}\b(?:abgelaufen|nicht verlängert)",
    r"\bdie domain [^\n]{1,80} wurde nicht verlängert\b|このドメインは、?(?:お名前|[^。\n]{0,20}で取得)",
    r"\bhier entsteht eine neue (?:internetpräsenz|website|homepage)\b",
    r"\bfélicitations ?! votre (?:nom de )?domaine\b|\bvotre (?:nom de )?domaine \S{0,80} ?(?:a (?:bien )?été|est)\b",
    r"\bthis domain (?:name )?(?:\S{1,80} )?(?:is (?:registered|parked)|was recently registered|is not configured)\b",
    r"\b(?:срок регистрации|регистрация) домена\b[^.\n]{0,80}\b(?:ист[её]к|закончил|не продл)|\bдомен\b[^.\n]{0,60}\b(?:припаркован|не прикреплён|на продажу)",
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
