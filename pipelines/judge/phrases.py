"""The phrases that can be the whole part of a title, divided by semicolons, by language or by who writes them.

Written from knowledge of the stock titles of web servers, content management systems and challenge vendors and of
their translations; not each of them was met in the wild. A wrong one costs little: it speaks alone on short pages only.

Data only; `words.Phrases` compares them without regard to case, punctuation and the `FILLERS` at their ends.
"""

FILLERS = frozenset(
    "404 410 http error code status oops ooops whoops uh oh ups uups upps hoppla huch sorry hmm fehler fehlercode "
    "erreur désolé error lo sentimos erro desculpe errore spiacenti fout foutmelding helaas fel fejl feil virhe "
    "błąd chyba hiba eroare грешка ошибка помилка σφάλμα hata lỗi maaf エラー 오류 错误 錯誤 抱歉 خطأ שגיאה خطا".split()
)
"""Words that say nothing by themselves but stand before or after the phrase: "Oops! 404 error: page not found"."""

APOLOGIES = frozenset(
    "we're we are but unfortunately apologies it looks like seems seem as though if that this means i'm afraid so "
    "please note ah oh leider es tut uns leid entschuldigung ist wurde sieht so aus als ob nous sommes désolés mais "
    "malheureusement il semble que lo siento pero desafortunadamente parece que infelizmente lamentamos mas ma siamo "
    "purtroppo sembra che wij het spijt ons maar vi beklager tyvärr desværre dessverre niestety przepraszamy omlouváme "
    "se извините к сожалению üzgünüz maalesef 对不起 很抱歉 申し訳ございません 申し訳ありません 죄송합니다".split()
)
"""Words before the sentence that says that a page is not there."""

NOT_FOUND = {
    "en": """
        page not found; not found; nothing found; file not found; document not found; article not found; story
        not found; post not found; blog not found; video not found; topic not found; thread not found; user not
        found; profile not found; event not found; record not found; entry not found; content not found;
        resource not found; object not found; item not found; url not found; product not found; page cannot be
        found; page can't be found; page could not be found; page couldn't be found; that page can't be found;
        this page can't be found; this page could not be found; the page cannot be found; the page could not be
        found; the resource cannot be found; the requested page could not be found; the requested url was not
        found on this server; the page you were looking for doesn't exist; the page you are looking for doesn't
        exist; the page you requested could not be found; the page you requested was not found; page does not
        exist; page doesn't exist; this page does not exist; this page doesn't exist; this page no longer
        exists; page no longer exists; page no longer available; this page is no longer available; page is
        unavailable; page unavailable; page not available; this page isn't available; this page is not
        available; page missing; page removed; page deleted; content unavailable; content not available; content
        no longer available; no such page; we can't find that page; we can't find the page you're looking for;
        we couldn't find that page; we couldn't find the page; can't find page; 404 not found; 410 gone; video
        unavailable; video not available; this video isn't available anymore; this video is unavailable
        """,
    "de": """
        seite nicht gefunden; seite wurde nicht gefunden; die seite wurde nicht gefunden; diese seite wurde
        nicht gefunden; die angeforderte seite wurde nicht gefunden; die gesuchte seite wurde nicht gefunden;
        seite konnte nicht gefunden werden; die seite konnte nicht gefunden werden; die seite kann nicht
        gefunden werden; nicht gefunden; nichts gefunden; datei nicht gefunden; objekt nicht gefunden; dokument
        nicht gefunden; artikel nicht gefunden; inhalt nicht gefunden; inhalt nicht verfügbar; seite nicht
        verfügbar; seite nicht mehr verfügbar; seite existiert nicht; die seite existiert nicht; diese seite
        existiert nicht; diese seite existiert nicht mehr; diese seite gibt es nicht; diese seite gibt es nicht
        mehr
        """,
    "fr": """
        page non trouvée; page introuvable; page inexistante; page indisponible; page non disponible; non
        trouvé; contenu introuvable; article introuvable; document introuvable; fichier introuvable; cette page
        n'existe pas; cette page n'existe plus; la page n'existe pas; la page est introuvable; la page demandée
        est introuvable; la page demandée n'existe pas; la page que vous recherchez est introuvable; cette page
        est introuvable
        """,
    "es": """
        página no encontrada; pagina no encontrada; no se encontró la página; no se ha encontrado la página; no
        se encuentra la página; la página no existe; esta página no existe; la página solicitada no existe;
        página no disponible; página inexistente; contenido no encontrado; contenido no disponible; artículo no
        encontrado; archivo no encontrado; no encontrado; no encontrada
        """,
    "pt": """
        página não encontrada; pagina não encontrada; não encontrado; não encontrada; conteúdo não encontrado;
        conteúdo não disponível; página inexistente; página indisponível; página não existe; esta página não
        existe; a página não existe; a página não foi encontrada; arquivo não encontrado
        """,
    "it": """
        pagina non trovata; pagina inesistente; pagina non disponibile; non trovato; non trovata; contenuto non
        trovato; la pagina non esiste; questa pagina non esiste; la pagina richiesta non esiste; impossibile
        trovare la pagina
        """,
    "nl": """
        pagina niet gevonden; de pagina is niet gevonden; deze pagina is niet gevonden; niet gevonden; pagina
        bestaat niet; deze pagina bestaat niet; deze pagina bestaat niet meer; de pagina kon niet worden
        gevonden; pagina kan niet worden gevonden
        """,
    "sv da nb fi is": """
        sidan hittades inte; sidan kunde inte hittas; sidan kan inte hittas; sidan finns inte; sidan finns inte
        längre; sidan saknas; hittades inte; vi hittar inte sidan; vi kunde inte hitta sidan; siden blev ikke
        fundet; siden findes ikke; siden kunne ikke findes; side ikke fundet; ikke fundet; siden ble ikke
        funnet; siden finnes ikke; siden eksisterer ikke; fant ikke siden; vi fant ikke siden; side ikke funnet;
        sivua ei löytynyt; sivua ei löydy; sivua ei ole olemassa; ei löytynyt; síða fannst ekki
        """,
    "pl cs sk hu ro": """
        nie znaleziono strony; strony nie znaleziono; strona nie została znaleziona; nie znaleziono; strona nie
        istnieje; podana strona nie istnieje; stránka nenalezena; stránka nebyla nalezena; stránka neexistuje;
        nenalezeno; stránka sa nenašla; stránka nebola nájdená; stránka nenájdená; az oldal nem található; a
        keresett oldal nem található; oldal nem található; nem található; pagina nu a fost găsită; pagina nu a
        putut fi găsită; pagina nu există
        """,
    "hr sl et lv lt": """
        stranica nije pronađena; страница није пронађена; stran ni bila najdena; strani ni mogoče najti; lehte
        ei leitud; lapa nav atrasta; puslapis nerastas
        """,
    "ru uk bg": """
        страница не найдена; страница не существует; страницы не существует; такой страницы не существует; такой
        страницы нет; запрашиваемая страница не найдена; страница удалена; документ не найден; файл не найден;
        материал не найден; не найдено; ничего не найдено; сторінку не знайдено; сторінка не знайдена; сторінки
        не існує; не знайдено; страницата не е намерена; страницата не може да бъде намерена; няма такава
        страница
        """,
    "el tr ca eu gl": """
        η σελίδα δεν βρέθηκε; δεν βρέθηκε η σελίδα; σελίδα δεν βρέθηκε; η σελίδα δεν υπάρχει; δεν βρέθηκε; sayfa
        bulunamadı; aradığınız sayfa bulunamadı; sayfa mevcut değil; bulunamadı; pàgina no trobada; no s'ha
        trobat la pàgina; la pàgina no existeix; ez da orria aurkitu; páxina non atopada
        """,
    "ar he fa": """
        الصفحة غير موجودة; لم يتم العثور على الصفحة; الصفحة غير متاحة; הדף לא נמצא; העמוד לא נמצא; דף לא נמצא;
        עמוד לא נמצא; صفحه یافت نشد; صفحه پیدا نشد; برگه پیدا نشد; صفحه مورد نظر یافت نشد
        """,
    "hi bn th vi id": """
        पृष्ठ नहीं मिला; पेज नहीं मिला; পাতাটি পাওয়া যায়নি; ไม่พบหน้า; ไม่พบหน้านี้; ไม่พบหน้าที่คุณต้องการ;
        không tìm thấy trang; trang không tồn tại; halaman tidak ditemukan; laman tidak ditemukan; halaman tidak
        dijumpai
        """,
    "ja ko zh": """
        ページが見つかりません; ページが見つかりませんでした; ページは見つかりませんでした;
        お探しのページは見つかりません; お探しのページは見つかりませんでした; お探しのページが見つかりません;
        お探しのページが見つかりませんでした; 指定されたページが見つかりません; 指定されたページは存在しません;
        ページが存在しません; 見つかりません; 페이지를 찾을 수 없습니다; 페이지를 찾을 수
        없음; 찾을 수 없는 페이지입니다; 존재하지 않는 페이지입니다; 页面未找到; 未找到页面; 找不到页面;
        页面不存在; 页面没有找到; 找不到网页; 您访问的页面不存在; 頁面不存在; 找不到頁面;
        找不到網頁; 您要找的頁面不存在
        """,
}

BLOCKED = {
    "Cloudflare": """
        just a moment; attention required; please wait; nur einen moment; un instant; un momento; um momento;
        even geduld; один момент; jeszcze chwila; bir dakika lütfen; しばらくお待ちください;
        잠시만 기다리십시오; 请稍候; 請稍候; checking
        your browser; sorry you have been blocked; ddos protection by cloudflare
        """,
    "others": """
        access denied; access to this page has been denied; pardon our interruption; are you a robot; are you
        human; robot or human; robot check; bot verification; human verification; security check; security
        checkpoint; vercel security checkpoint; security verification; verification required; ddos guard; making
        sure you're not a bot; checking you are not a bot; one moment please; verifying your browser; checking your
        browser before accessing; verify you are human; please verify you are a human; client challenge; sucuri website
        firewall; request rejected; request blocked; the request could not be satisfied; you have been blocked;
        your access has been blocked; access blocked; bot detected; captcha; captcha challenge; radware bot
        manager captcha; radware captcha page; validate user; challenge page; your access to this site has been
        limited by the site owner
        """,
    "servers": """
        403 forbidden; forbidden; 403; 429 too many requests; too many requests; rate limit exceeded; zugriff
        verweigert; accès refusé; acceso denegado; accesso negato; acesso negado; toegang geweigerd; odmowa
        dostępu; доступ запрещен; доступ запрещён
        """,
}

LOGIN = """
    log in; login; log on; sign in; signin; please log in; please sign in; login required; member login; log in
    or sign up; log in to continue; sign in to continue; sign in to your account; you must log in; you must be
    logged in; authentication required; anmelden; anmeldung; einloggen; connexion; se connecter; identifiez
    vous; iniciar sesión; iniciar sessão; fazer login; accedi; inloggen; logga in; log ind; logg inn; kirjaudu
    sisään; zaloguj się; logowanie; přihlášení; bejelentkezés; autentificare; вход; войти; авторизация; увійти;
    giriş yap; oturum aç; ログイン; 로그인; 登录; 登入; 登錄; تسجيل الدخول; התחברות
    """

SERVER_ERROR = """
    500 internal server error; internal server error; server error; 500; 502 bad gateway; bad gateway; 503
    service unavailable; 503 service temporarily unavailable; service unavailable; service temporarily
    unavailable; 504 gateway timeout; 504 gateway time out; gateway timeout; gateway time out; database error;
    error establishing a database connection; application error; runtime error; site under maintenance; website
    under maintenance; under maintenance; scheduled maintenance; maintenance mode; down for maintenance; site
    maintenance; we'll be back soon; temporarily unavailable; site temporarily unavailable; this site is
    temporarily unavailable; bandwidth limit exceeded; account suspended; this account has been suspended;
    wartungsarbeiten; wartungsmodus; site en maintenance; en mantenimiento; sitio en mantenimiento; in
    manutenzione; технические работы; メンテナンス中
    """

GENERIC = """
    home; homepage; home page; welcome; news; blog; index; start; startseite; main page; untitled; website; article;
    accueil; inicio; início; strona główna; главная; ana sayfa; ホーム; 首页; 홈
    """
"""Titles that any site may have: that two pages share one tells nothing."""

SPAM = {
    "en": """
        online casino; online casinos; casino bonus; casino bonuses; no deposit bonus; free spins; live
        casino; live dealer; progressive jackpot; sports betting; betting sites; sportsbook; slots online;
        online slots; real money casino; wagering requirements; buy viagra; viagra online; cheap viagra;
        generic viagra; generic cialis; buy cialis; canadian pharmacy; without prescription; buy xanax; buy
        tramadol; kamagra; payday loans; no credit check; cash advance; title loans; installment loans; bad credit;
        adult dating; local singles; dating site; chat with models; escort service
        """,
    "id": """
        slot gacor; judi slot; judi online; judi bola; situs slot; situs judi; agen judi; bandar judi;
        togel; slot online; link alternatif; maxwin; rtp live; slot88; slot dana; toto slot; bonus new
        member
        """,
    "tr": """
        deneme bonusu; bahis siteleri; canlı bahis; kaçak iddaa; kaçak bahis; casino siteleri; canlı casino;
        bonus veren siteler; slot siteleri
        """,
    "vi": """
        nhà cái; kèo nhà cái; nổ hũ; cá cược; bắn cá; soi kèo; tài xỉu; casino trực tuyến; xóc đĩa; nạp đầu
        """,
    "th": """
        บาคาร่า; บาคาร่าออนไลน์; สล็อต; สล็อตเว็บตรง; เว็บพนัน;
        เว็บพนันออนไลน์; แทงบอล; หวยออนไลน์; คาสิโน; แจ็คพอต
        """,
    "ko": """
        토토사이트; 먹튀검증; 카지노사이트; 안전놀이터; 메이저사이트; 슬롯사이트; 바카라사이트; 스포츠토토; 파워볼
        """,
    "zh": """
        娱乐城; 真人视讯; 真人娱乐; 体育投注; 百家乐; 老虎机; 送彩金; 威尼斯人官网; 博彩; 电子游艺; 时时彩;
        棋牌游戏
        """,
    "ja": """
        オンラインカジノ; 激安通販; スーパーコピー; ブランドコピー; パチスロ
        """,
    "ru": """
        онлайн казино; игровые автоматы; официальный сайт казино; бездепозитный бонус; рабочее зеркало;
        ставки на спорт; фриспины; букмекерские конторы
        """,
    "others": """
        casino en línea; apuestas deportivas; casas de apuestas; tragamonedas; cassino online; apostas
        esportivas; casas de apostas; casino en ligne; paris sportifs; casinò online; scommesse sportive;
        siti scommesse; kasyno online; zakłady bukmacherskie; sportwetten; freispiele; casino ohne lizenz;
        casino utan licens; kasino online; nettikasino
        """,
}
"""What stands on lost names, most of all: "Wikipedia:Long-term abuse/Judi" counts some 50,000 of them. From knowledge;
one phrase says nothing, several that the page did not have when it was good do."""
