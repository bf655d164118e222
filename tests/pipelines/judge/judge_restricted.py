"""Labelled pages: logins, paywalls and consent gates, and good pages that look like one."""

from judge_pages import LOGIN_BOX, LONG, PAID, SHORT, Labelled, page, words
from judge_prose import BLOG_JAPANESE, FERRY_CHINESE, FERRY_GERMAN, FERRY_SERBIAN_CYRILLIC, MUSEUM, paragraphs

BAD = (
    Labelled(
        name="login redirect",
        verdict="restricted",
        body=page("Sign in - Town ID", LOGIN_BOX),
        final_url="https://id.town.example/login?next=%2F2024",
    ),
    Labelled(
        name="login redirect with much help text",
        verdict="restricted",
        body=page("Welcome", LOGIN_BOX + words(5)),
        final_url="https://town.example/users/sign_in",
    ),
    Labelled(name="login in place", verdict="restricted", body=page("Anmelden | Der Bote", LOGIN_BOX, lang="de")),
    Labelled(
        name="schema paywall",
        verdict="restricted",
        body=page("The ferry timetable", f"<article><h1>The ferry timetable</h1>{SHORT}</article>", PAID),
    ),
    Labelled(
        name="teaser and subscribe block, no schema",
        verdict="restricted",
        body=page(
            "The ferry timetable",
            f"<article>{SHORT}<div class='regwall'><p>Subscribe to continue reading this story.</p></div></article>",
        ),
    ),
    Labelled(
        name="french paywall",
        verdict="restricted",
        body=page(
            "Le bac", f"<article>{SHORT}<p>La suite de cet article est réservée aux abonnés.</p></article>", lang="fr"
        ),
    ),
    Labelled(
        name="consent gate",
        verdict="restricted",
        body=page("Before you continue", f"<p>We use cookies and data.</p>{SHORT}"),
        url="https://www.youtube.com/watch?v=abc",
        final_url="https://consent.youtube.com/m?continue=x",
    ),
    Labelled(
        name="members' story",
        verdict="restricted",
        url="https://essays.example/@ines/the-ferry-4f2a",
        body=page(
            "The ferry | by Ines Moravec | Essays",
            f"<article><h1>The ferry</h1>{SHORT}<div class='meteredContent'><p>This story is for members only. Create "
            f"an "
            "account to read the full story.</p></div></article>",
            PAID,
        ),
    ),
    Labelled(
        name="german paywall",
        verdict="restricted",
        body=page(
            "Die Fähre | Der Bote",
            f"<article><h1>Die Fähre</h1>{paragraphs(FERRY_GERMAN[:3])}<p>Weiterlesen mit Bote+. Jetzt abonnieren und "
            "weiterlesen.</p></article>",
            lang="de",
        ),
    ),
    Labelled(
        name="japanese paywall",
        verdict="restricted",
        body=page(
            "離島のフェリー｜灯台新聞",
            f"<article><h1>離島のフェリー</h1>{paragraphs(BLOG_JAPANESE[:2])}<p>この記事は有料会員限定です。残り1,204文字</p></article>",
            lang="ja",
        ),
    ),
    Labelled(
        name="le monde's way",
        verdict="restricted",
        body=page(
            "Le bac | Le Phare",
            "<article><h1>Le bac</h1><p>Le bac pour les îles part à sept heures, et ceux qui le manquent attendent le "
            "bateau de la poste.</p><p>Il vous reste 85.3% de cet article à lire. La suite est réservée aux "
            "abonnés.</p>"
            "</article>",
            lang="fr",
        ),
    ),
    Labelled(
        name="chinese paywall",
        verdict="restricted",
        body=page(
            "外岛渡轮", f"<article>{paragraphs(FERRY_CHINESE[:2])}<p>登录后继续阅读全文</p></article>", lang="zh"
        ),
    ),
    Labelled(
        name="teaser with a price",
        verdict="restricted",
        body=page(
            "The ferry timetable",
            f"<article><h1>The ferry timetable</h1>{SHORT}<div id='piano-inline-offer'><p>To continue reading this "
            f"story, "
            "subscribe for £1 a week. Already a subscriber? Sign in.</p></div></article>",
        ),
    ),
    Labelled(
        name="network's login in place of a post",
        verdict="restricted",
        url="https://www.facebook.example/town/posts/1234567890",
        final_url="https://www.facebook.example/login/?next=https%3A%2F%2Fwww.facebook.example%2Ftown%2Fposts",
        body=page("Log in to Facebook", LOGIN_BOX),
    ),
    Labelled(
        name="network's wall of sign-ups",
        verdict="restricted",
        url="https://www.linkedin.example/in/ines-moravec",
        final_url="https://www.linkedin.example/authwall?trk=qf&original_referer=",
        body=page("Sign Up | LinkedIn", "<h1>Join LinkedIn</h1><p>Make the most of your professional life</p>"),
    ),
    Labelled(
        name="photographs behind a login, in place",
        verdict="restricted",
        url="https://photos.example/p/CxYz",
        body=page("Login • Photographs", "<form><input name='u'><input type='password' name='p'>Log in</form>"),
    ),
    Labelled(
        name="university's single sign-on",
        verdict="restricted",
        url="https://e.uni.example/files/lecture-7.pdf",
        final_url="https://idp.uni.example/idp/profile/SAML2/Redirect/SSO?execution=e1s1",
        body=page("University Web Login", LOGIN_BOX),
    ),
    Labelled(
        name="login where an article was",
        verdict="restricted",
        good=page("The ferry timetable | Town Gazette", words(8)),
        final_url="https://town.example/account/login?return=%2F2024%2F03",
        body=page("Einloggen", LOGIN_BOX, lang="de"),
        twins=3,
    ),
    Labelled(
        name="yahoo's consent gate",
        verdict="restricted",
        url="https://finance.yahoo.com/news/ferry-stocks-120000.html",
        final_url="https://consent.yahoo.com/v2/collectConsent?sessionId=3_cc-session_1",
        body=page("Yahoo is part of the Yahoo family of brands", f"<h1>Before you continue</h1>{words(3)}"),
    ),
    Labelled(
        name="a newspaper's consent gate, on a path of its own",
        verdict="restricted",
        url="https://www.standard.example/story/3000000212345/die-faehre",
        final_url="https://www.standard.example/consent/tcf/story/3000000212345/die-faehre",
        body=page(
            "Consent | Standard",
            "<h1>Willkommen</h1><p>Nutzen Sie unsere Seiten mit Werbung und Cookies, oder ohne Werbung mit dem "
            "PUR-Abo.</p>",
            lang="de",
        ),
    ),
    Labelled(
        name="consent gate in place",
        verdict="restricted",
        url="https://www.youtube.com/watch?v=abc",
        body=page(
            "Before you continue to YouTube",
            '<p>We use cookies and data.</p><form action="https://consent.youtube.com/save" method="post">'
            "<button>Accept all</button></form>",
        ),
    ),
    Labelled(name="payment required", verdict="restricted", status=402, body=page("Subscribe", "<p>Please pay.</p>")),
    Labelled(name="password asked by the server", verdict="restricted", status=401, body="Unauthorized"),
    Labelled(
        name="russian paywall",
        verdict="restricted",
        body=page(
            "Паром | Маяк",
            f"<article><h1>Паром</h1>{paragraphs(FERRY_SERBIAN_CYRILLIC[:2])}<p>Оформите подписку, чтобы читать "
            f"дальше.</p></article>",
            lang="ru",
        ),
    ),
    Labelled(
        name="tracker's login",
        verdict="restricted",
        url="https://jira.example/browse/ABC-12",
        final_url="https://jira.example/login.jsp?permissionViolation=true&os_destination=%2Fbrowse%2FABC-12",
        body=page("Log in - Jira", LOGIN_BOX),
    ),
    Labelled(
        name="document that needs a sign-in",
        verdict="restricted",
        url="https://docs.google.com/document/d/1abc/edit",
        final_url="https://accounts.google.com/v3/signin/identifier?continue=https://docs.google.com",
        body=page("Google Docs: Sign-in", "<h1>Sign in</h1><p>to continue to Google Docs</p>"),
    ),
    Labelled(
        name="newsletter's paid post",
        verdict="restricted",
        body=page(
            "On clocks - by Ines",
            f"<article>{paragraphs(MUSEUM[:2])}<div class='paywall'><h2>This post is for paid "
            f"subscribers</h2><a>Subscribe</a></div></article>",
        ),
    ),
    Labelled(
        name="italian paywall",
        verdict="restricted",
        body=page(
            "Il traghetto",
            "<article><h1>Il traghetto</h1><p>Il traghetto per le isole esterne parte alle sette, e chi lo perde "
            "aspetta il postale.</p><p>Contenuto riservato agli abbonati. Abbonati per continuare a "
            "leggere.</p></article>",
            lang="it",
        ),
    ),
    Labelled(
        name="preprint server's sign-in",
        verdict="restricted",
        url="https://research.example/publication/3312/fulltext.pdf",
        final_url="https://research.example/signup.SignUp.html?ev=pdf",
        body=page("Join for free | Research", "<h1>Join for free</h1><form><input type=password></form>"),
    ),
    Labelled(
        name="newsroom registration wall",
        verdict="restricted",
        body=page(
            "Clocks | Valley Times",
            f"<article><h1>Clocks</h1>{paragraphs(MUSEUM[:2])}<p>You have 0 free articles left. To continue reading, "
            f"register now or sign in.</p></article>",
        ),
    ),
)

TRAPS = (
    Labelled(
        name="long article that quotes a paywall",
        verdict="alive",
        body=page(
            "Paywalls",
            f"<p>They say: subscribe to read the full story.</p>{LONG}<p>Subscribe to continue, they say.</p>",
        ),
    ),
    Labelled(
        name="free article that ends with a newsletter",
        verdict="alive",
        body=page("The ferry", f"<article>{words(4)}</article><aside>Subscribe to our newsletter</aside>"),
    ),
    Labelled(
        name="whole article sent behind a script's paywall",
        verdict="alive",
        body=page(
            "The ferry", f"<article>{LONG}<div class='paywall'>Subscribe to continue reading</div></article>", PAID
        ),
    ),
    Labelled(
        name="short but good with a login box",
        verdict="alive",
        body=page("The ferry", f"{LOGIN_BOX}<article>{SHORT}</article>"),
    ),
    Labelled(
        name="article with a login box",
        verdict="alive",
        body=page("The ferry", f"{LOGIN_BOX}<article>{LONG}</article>"),
    ),
    Labelled(
        name="a cited login page",
        verdict="alive",
        url="https://town.example/login",
        body=page("Log in", LOGIN_BOX),
    ),
    Labelled(
        name="article on subscriptions that starts with the words",
        verdict="alive",
        body=page("Models", f"<p>Subscribe to continue: three words that built an industry.</p>{words(3)}"),
    ),
    Labelled(
        name="short note on logging in",
        verdict="alive",
        body=page("How to log in to the library", f"<h1>How to log in to the library</h1>{SHORT}"),
    ),
    Labelled(
        name="member story that is free",
        verdict="alive",
        body=page("The ferry", f"<article class='subscriber-only'>{words(6)}</article>"),
    ),
    Labelled(
        name="whole article that its publisher marks as paid",
        verdict="alive",
        body=page("The ferry timetable", f"<article><h1>The ferry timetable</h1>{LONG}</article>", PAID),
    ),
    Labelled(
        name="short brief that is free and says so",
        verdict="alive",
        body=page(
            "The ferry is late",
            f"<article><h1>The ferry is late</h1>{SHORT}</article>",
            PAID.replace("false", "true"),
        ),
    ),
    Labelled(
        name="short brief above a newsletter's box",
        verdict="alive",
        body=page(
            "The ferry is late",
            f"<article><h1>The ferry is late</h1>{SHORT}<div class='newsletter'><p>Sign up for our newsletter and get "
            f"the "
            "news every morning.</p></div></article>",
        ),
    ),
    Labelled(
        name="short note that quotes a paywall",
        verdict="alive",
        body=page(
            "On walls",
            f"<article><h1>On walls</h1>{SHORT}<p>The county's paper now greets its readers with “You have reached "
            f"your "
            "limit of free articles”, even those who deliver it.</p></article>",
        ),
    ),
    Labelled(
        name="manual on logins that moved",
        verdict="moved",
        via=301,
        url="https://docs.example/api/authentication.html",
        final_url="https://docs.example/guides/oauth2",
        body=page("OAuth 2.0 - Guides", "<h1>OAuth 2.0</h1><p>How programs prove who sent them.</p>" + words(5)),
    ),
    Labelled(
        name="help page called Log in",
        verdict="alive",
        body=page(
            "Log in | Library help",
            "<h1>Log in</h1><p>Your card's number is your name; the last four digits of your telephone are your "
            f"password until you change it.</p>{words(2)}",
        ),
    ),
    Labelled(
        name="page with a members' corner",
        verdict="alive",
        body=page("The rowing club", f"<article>{SHORT}</article><aside><h2>Members</h2>{LOGIN_BOX}</aside>"),
    ),
    Labelled(
        name="law on consent",
        verdict="alive",
        body=page(
            "Before you continue: what the cookie law asks",
            f"<h1>Before you continue: what the cookie law asks</h1><p>We use cookies, says every page.</p>{words(2)}",
        ),
    ),
    Labelled(
        name="good page under a cookie banner",
        verdict="alive",
        body=page(
            "The ferry",
            f"<div id='cookie-banner'><p>We use cookies and data to deliver our services. Accept all or reject all.</p>"
            f"<form action='/consent'><button>Accept</button></form></div><article>{SHORT}</article>",
        ),
    ),
    Labelled(
        name="price list for subscribers",
        verdict="alive",
        body=page("Subscriptions", f"<h1>Subscriptions</h1><p>Four weeks cost nine pounds.</p>{words(2)}"),
    ),
    Labelled(
        name="press release beside a link to a login",
        verdict="alive",
        body=page(
            "Press release",
            "<p><a href='/login'>Log in</a></p><p>The museum of clocks will be closed on 29 February, as every year "
            "but one in four.</p>",
        ),
    ),
    Labelled(
        name="list of members",
        verdict="alive",
        body=page("Members only? No longer | Rowing club", "<h1>Members only? No longer</h1>" + SHORT),
    ),
    Labelled(
        name="free article with a hidden subscribe layer",
        verdict="alive",
        body=page(
            "The ferry",
            f"<article>{words(5)}</article><div class='paywall' style='display:none'>Subscribe to continue "
            f"reading</div>",
        ),
    ),
    Labelled(
        name="podcast page that asks to subscribe",
        verdict="alive",
        body=page(
            "Episode 12: Pendulums",
            "<h1>Episode 12: Pendulums</h1><p>We visit the museum of clocks and miss the noon of every clock.</p><p>"
            "Subscribe wherever you get your podcasts, and tell your friends.</p>",
        ),
    ),
    Labelled(
        name="guide to signing in, moved",
        verdict="moved",
        via=301,
        url="https://help.example/hc/articles/1200-signing-in-to-the-library",
        final_url="https://support.example/articles/signing-in-to-the-library",
        body=page("Signing in to the library", "<h1>Signing in to the library</h1>" + words(2)),
    ),
    Labelled(
        name="wiki page beside its login box, redirected by a cookie",
        verdict="alive",
        via=302,
        final_url="https://town.example/2024/03/the-ferry-timetable?cookies=ok",
        body=page("The ferry", LOGIN_BOX + words(2)),
    ),
    Labelled(
        name="support forum on a login that fails",
        verdict="alive",
        body=page(
            "Login - Forum - Cannot log in since Monday",
            "<h1>Cannot log in since Monday</h1><p>It says: you must be logged in to view this page. I "
            "am.</p><p>Clear your cookies, it helped here.</p>",
        ),
    ),
    Labelled(
        name="recipe card behind a newsletter pop-up",
        verdict="alive",
        body=page(
            "Plum cake | Recipes",
            f"<div class='modal'><p>Sign up to unlock all recipes!</p></div><h1>Plum cake</h1>{words(2)}",
        ),
    ),
)
