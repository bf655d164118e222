"""Labelled pages: robot checks and block pages, and good pages that look like one."""

from judge_pages import LONG, MUSEUM_URL, SHORT, Labelled, page, words

BAD = (
    Labelled(
        name="cloudflare, 403",
        verdict="blocked",
        status=403,
        headers=(("cf-mitigated", "challenge"),),
        body=page("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
    ),
    Labelled(
        name="cloudflare, 200, no header",
        verdict="blocked",
        body=page("Just a moment...", "<script>window._cf_chl_opt={}</script><p>Checking your browser</p>"),
    ),
    Labelled(
        name="cloudflare in German, 503",
        verdict="blocked",
        status=503,
        body=page("Nur einen Moment…", "<script>window._cf_chl_opt={}</script>", lang="de"),
    ),
    Labelled(
        name="challenge under a 404",
        verdict="blocked",
        status=404,
        body=page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"),
    ),
    Labelled(
        name="akamai, 200",
        verdict="blocked",
        body="<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to "
        'access "http&#58;&#47;&#47;town&#46;example&#47;x" on this server.<P>Reference&#32;&#35;18&#46;4d2f&#46;17'
        "</BODY></HTML>",
    ),
    Labelled(
        name="perimeterx",
        verdict="blocked",
        body=page(
            "Access to this page has been denied",
            '<div id="px-captcha"></div><p>Press &amp; Hold to confirm you are a human</p>',
        ),
    ),
    Labelled(
        name="datadome",
        verdict="blocked",
        body="<html><head><title>town.example</title></head><body><p>Please enable JS and disable any ad blocker</p>"
        '<script src="https://ct.captcha-delivery.com/c.js"></script></body></html>',
    ),
    Labelled(
        name="imperva",
        verdict="blocked",
        body='<html><head><META NAME="robots" CONTENT="noindex,nofollow"></head><body><iframe id="main-iframe" '
        'src="/_Incapsula_Resource?CWUDNSAI=9">Request unsuccessful. Incapsula incident ID: 1-2</iframe></body></html>',
    ),
    Labelled(
        name="anubis",
        verdict="blocked",
        body=page(
            "Making sure you&#39;re not a bot!",
            "<h1>Making sure you&#39;re not a bot!</h1>"
            '<script id="anubis_challenge" type="application/json">{}</script>'
            "<p>You are seeing this because the administrator of this website has set up Anubis.</p>",
        ),
    ),
    Labelled(
        name="aws, captcha",
        verdict="blocked",
        status=405,
        headers=(("x-amzn-waf-action", "captcha"),),
        body=page("Human Verification", "<script>window.gokuProps = {}</script>"),
    ),
    Labelled(
        name="plain captcha",
        verdict="blocked",
        body=page(
            "Security check", '<p>Please complete the captcha.</p><div class="g-recaptcha" data-sitekey="x"></div>'
        ),
    ),
    Labelled(
        name="cloudflare, a rule of the site's owner",
        verdict="blocked",
        body=page(
            "Access denied | town.example used Cloudflare to restrict access",
            "<h1>Error 1020</h1><h2>Access denied</h2><p>You do not have access to town.example. The site owner may "
            "have "
            "set restrictions that prevent you from accessing the site.</p><p>Cloudflare Ray ID: 7d1f0a2b3c4d5e6f</p>",
        ),
    ),
    Labelled(
        name="cloudflare, turnstile's wording",
        verdict="blocked",
        status=403,
        body=page(
            "Just a moment...",
            "<h1>town.example</h1><p>Verifying you are human. This may take a few seconds.</p><p>town.example needs to "
            "review the security of your connection before proceeding.</p><p>Ray ID: 8c1d2e3f4a5b6c7d</p>",
        ),
    ),
    Labelled(
        name="aws waf, 202 with an empty body",
        verdict="blocked",
        status=202,
        headers=(("x-amzn-waf-action", "challenge"), ("content-length", "0")),
        body="",
    ),
    Labelled(name="202 with an empty body and no header", verdict="blocked", status=202, body=""),
    Labelled(
        name="aws waf, 202 with its script",
        verdict="blocked",
        status=202,
        body='<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title></title><script type="text/javascript">'
        'window.awsWafCookieDomainList = []; window.gokuProps = {"key":"AQIDAHjc","iv":"EkQVeQ","context":"dr1p"};'
        "</script><script "
        'src="https://0a1b2c3d4e5f.edge.sdk.awswaf.com/0a1b2c3d4e5f/6a7b/challenge.js"></script></head>'
        '<body><div id="challenge-container"></div><noscript><h1>JavaScript is disabled</h1>In order to continue, we '
        "need "
        "to verify that you're not a robot. This requires JavaScript. Enable JavaScript and then reload the page."
        "</noscript></body></html>",
    ),
    Labelled(
        name="akamai, interstitial under 200",
        verdict="blocked",
        body='<!DOCTYPE html><html lang="en"><head><title>&nbsp;</title></head><body><div id="sec-if-cpt-container" '
        'style="display: block"><div class="behavioral-content"><p>Powered and protected by</p><img alt="Akamai"></div>'
        '</div><script src="/hT9Kx/2aQ/_sec/cp_challenge/ak-challenge-3-6.htm"></script></body></html>',
    ),
    Labelled(
        name="akamai, challenge page",
        verdict="blocked",
        body='<!DOCTYPE html><html><head><title>Challenge Page</title></head><body><script src="/.well-known/sbsd?v=1">'
        "</script></body></html>",
    ),
    Labelled(
        name="perimeterx, script only",
        verdict="blocked",
        status=403,
        body='<!DOCTYPE html><html lang="en"><head><meta name="description" content="px-captcha"><title>Access to this '
        "page has been denied</title></head><body><script>window._pxVid = ''; window._pxUuid = 'dd97996f'; "
        "window._pxAppId = 'PXaOtQIWNf'; var pxCaptchaSrc = '/aOtQIWNf/captcha/captcha.js?a=c&u=dd97996f';"
        "</script></body></html>",
    ),
    Labelled(
        name="perimeterx, a shop's wording",
        verdict="blocked",
        body=page(
            "Robot or human?",
            "<h1>Robot or human?</h1><p>Activate and hold the button to confirm that you’re human. Thank You!</p>",
        ),
    ),
    Labelled(
        name="datadome, its script under 403",
        verdict="blocked",
        status=403,
        headers=(("x-datadome", "protected"), ("x-dd-b", "1")),
        body='<html lang="en"><head><title>town.example</title><style>#cmsg{animation: A 1.5s;}</style></head><body '
        'style="margin:0"><p id="cmsg">Please enable JS and disable any ad blocker</p><script data-cfasync="false">'
        "var dd={'rt':'c','cid':'AHrlqAAAAAMA','hsh':'2211F522B61E269B869FA6EAFFB5E1','t':'fe','s':17434,"
        "'host':'geo.captcha-delivery.com'}</script><script src=\"https://ct.captcha-delivery.com/c.js\"></script>"
        "</body></html>",
    ),
    Labelled(
        name="imperva, script challenge under 200",
        verdict="blocked",
        headers=(("x-iinfo", "21-162848-162850 NNYN CT(375 240 0)"), ("x-cdn", "Imperva")),
        body='<html><head><script src="/_Incapsula_Resource?SWJIYLWA=5074a744e2e3d891814e9a2dace20bd4,'
        '719d34d31c8e3a6e6fffd425f7e032f3"></script><body></body></html>',
    ),
    Labelled(
        name="imperva, pardon our interruption",
        verdict="blocked",
        body=page(
            "Pardon Our Interruption",
            "<h1>Pardon Our Interruption</h1><p>As you were browsing something about your browser made us think you "
            "were "
            "a bot. There are a few reasons this might happen:</p><ul><li>You're a power user moving through this "
            "website with super-human speed.</li><li>You've disabled cookies in your web browser.</li><li>A "
            "third-party "
            "browser plugin, such as Ghostery or NoScript, is preventing JavaScript from running.</li></ul>",
        ),
    ),
    Labelled(
        name="hcaptcha on a page of its own",
        verdict="blocked",
        body=page("Robot check", '<p>One more step.</p><div class="h-captcha" data-sitekey="10000000-ffff"></div>'),
    ),
    Labelled(
        name="hostinger's check",
        verdict="blocked",
        body="<!DOCTYPE html><html><head><title>Checking your browser before accessing. Just a moment…</title></head>"
        '<body><p>This process is automatic.</p><script src="/hcdn-cgi/jschallenge"></script></body></html>',
    ),
    Labelled(
        name="vercel's checkpoint, 429",
        verdict="blocked",
        status=429,
        headers=(("x-vercel-mitigated", "challenge"),),
        body=page("Vercel Security Checkpoint", "<p>We're verifying your browser</p>"),
    ),
    Labelled(
        name="sucuri",
        verdict="blocked",
        body=page(
            "Sucuri WebSite Firewall - Access Denied",
            "<h1>Access Denied - Sucuri Website Firewall</h1><p>If you are the site owner (or you manage this site), "
            "please whitelist your IP or if you think this block is an error please open a support ticket.</p>",
        ),
    ),
    Labelled(
        name="f5",
        verdict="blocked",
        body="<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult "
        "with your administrator.<br><br>Your support ID is: 1234567890<br></body></html>",
    ),
    Labelled(
        name="wordfence, 503",
        verdict="blocked",
        status=503,
        body=page(
            "Your access to this site has been limited by the site owner",
            "<h1>Your access to this site has been limited by the site owner</h1><p>Your access to this service has "
            "been "
            "limited. (HTTP response code 503)</p><p>Block Reason: Exceeded the maximum number of requests per minute "
            "for "
            "crawlers.</p>",
        ),
    ),
    Labelled(
        name="reddit",
        verdict="blocked",
        status=403,
        body=page(
            "Blocked", "<p>You've been blocked by network security.</p><p>To continue, log in to your account.</p>"
        ),
    ),
    Labelled(
        name="chinese security check",
        verdict="blocked",
        body=page("百度安全验证", "<p>请完成下方验证后继续操作</p><p>拖动滑块完成拼图</p>", lang="zh"),
    ),
    Labelled(
        name="google's check, redirected",
        verdict="blocked",
        url="https://www.google.com/search?q=ferry+timetable",
        final_url="https://www.google.com/sorry/index?continue=https://www.google.com/search",
        body=page(
            "https://www.google.com/search?q=ferry",
            "<p>Our systems have detected unusual traffic from your computer network. This page checks to see if it's "
            "really you sending the requests, and not a robot.</p>",
        ),
    ),
    Labelled(
        name="robot check where an article was",
        verdict="blocked",
        good=page("The ferry timetable | Town Gazette", words(6)),
        body=page("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
        twins=4,
    ),
    Labelled(
        name="refused in French",
        verdict="blocked",
        status=403,
        body=page("Accès refusé", "<p>Vous n'avez pas la permission.</p>", lang="fr"),
    ),
    Labelled(
        name="radware, redirected",
        verdict="blocked",
        url=MUSEUM_URL,
        final_url="https://validate.perfdrive.com/abc?ssa=1",
        body=page(
            "Radware Bot Manager Captcha",
            "<p>We apologize for the inconvenience...</p><p>...but your activity and behavior on this site made us "
            "think that you are a bot.</p>",
        ),
    ),
    Labelled(
        name="ddos-guard",
        verdict="blocked",
        body="<html><head><title>DDoS-Guard</title><script "
        'src="/.well-known/ddos-guard/js-challenge/index.js"></script></head><body><h1>Checking your browser before '
        "accessing clocks.example</h1></body></html>",
    ),
    Labelled(
        name="amazon",
        verdict="blocked",
        body="<html><head><title>Amazon.com</title></head><body><h4>Enter the characters you see below</h4><p>Sorry, "
        "we just need to make sure you're not a robot. For best results, please make sure your browser is accepting "
        'cookies.</p><form method="get" action="/errors/validateCaptcha"><input '
        'name="field-keywords"></form></body></html>',
    ),
    Labelled(
        name="kasada",
        verdict="blocked",
        status=429,
        body="<html><head></head><body><script>window.KPSDK={};</script><script "
        'src="/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39-8ed7-437e-a3be-862e0f06eea3/ips.js"></script></body></html>',
    ),
    Labelled(
        name="waiting page of a small checker",
        verdict="blocked",
        body=page(
            "Checking you are not a bot",
            "<p>Checking you are not a bot. You will be redirected when the check is done.</p>",
        ),
    ),
    Labelled(
        name="turnstile on a page of its own",
        verdict="blocked",
        body=page(
            "One more step",
            '<p>Please verify you are a human to continue.</p><div class="cf-turnstile" data-sitekey="0x4"></div>',
        ),
    ),
    Labelled(
        name="cloudfront",
        verdict="blocked",
        status=403,
        body="<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY><H1>403 "
        "ERROR</H1><H2>The request could not be satisfied.</H2>Request blocked. We can't connect to the server for "
        "this app or website at this time.</BODY></HTML>",
    ),
    Labelled(
        name="slow down, in Spanish",
        verdict="blocked",
        status=429,
        body=page("Demasiadas solicitudes", "<p>Inténtelo más tarde.</p>", lang="es"),
    ),
    Labelled(
        name="arkose puzzle under 200",
        verdict="blocked",
        body=page(
            "Verification required",
            "<p>Please solve this puzzle so we know you are a real person.</p><div id='arkose'></div>",
        ),
    ),
    Labelled(
        name="academic publisher's check under 200",
        verdict="blocked",
        body=page(
            "Just a moment...",
            "<p>Verify you are human by completing the action below.</p><p>publisher.example needs to review the "
            "security of your connection before proceeding.</p>",
        ),
    ),
)

TRAPS = (
    Labelled(
        name="long article that quotes a challenge",
        verdict="alive",
        body=page(
            "Why every page says hello to robots", f"<p>“Just a moment...” it says. “Verify you are human.”</p>{LONG}"
        ),
    ),
    Labelled(
        name="long article whose title is a challenge's",
        verdict="alive",
        body=page("Just a moment... | Town Gazette", f"<h1>Just a moment...</h1>{LONG}"),
    ),
    Labelled(
        name="short note that quotes a challenge",
        verdict="alive",
        body=page(
            "On robots", f"<p>Today the library asked me to “verify you are human”, and I was not sure.</p>{SHORT}"
        ),
    ),
    Labelled(
        name="recipe named access denied",
        verdict="alive",
        body=page("Access Denied | Recipes", f"<h1>Access Denied</h1><p>A cake for those on a diet.</p>{words(2)}"),
    ),
    Labelled(
        name="good page with a captcha in its comment form",
        verdict="alive",
        body=page(
            "The ferry",
            f'<article>{SHORT}</article><form><textarea></textarea><div class="g-recaptcha"></div></form>'
            '<script src="https://www.google.com/recaptcha/api.js"></script>',
        ),
    ),
    Labelled(
        name="good page behind Cloudflare with its scripts",
        verdict="alive",
        headers=(("server", "cloudflare"), ("cf-ray", "1-AMS")),
        body=page("The ferry", f'{SHORT}<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'),
    ),
    Labelled(
        name="good page behind DataDome with its scripts",
        verdict="alive",
        headers=(("x-datadome", "protected"),),
        body=page("The ferry", f'{SHORT}<script src="https://js.datadome.co/tags.js"></script>'),
    ),
    Labelled(
        name="good page behind Imperva with its script",
        verdict="alive",
        headers=(("x-iinfo", "1-2-3"),),
        body=page("The ferry", f'{SHORT}<script src="/_Incapsula_Resource?SWJIYLWA=7"></script>'),
    ),
    Labelled(
        name="short guide to the Forbidden City",
        verdict="alive",
        body=page("Forbidden City | Guides", f"<h1>Forbidden City</h1>{SHORT}"),
    ),
    Labelled(
        name="story named Just a Moment",
        verdict="alive",
        body=page("Just a Moment", f"<h1>Just a Moment</h1><p>He said it at the door.</p>{words(2)}"),
    ),
    Labelled(
        name="list of 403 good ideas",
        verdict="alive",
        body=page("403 good ideas - Town Gazette", f"<h1>403 good ideas</h1>{SHORT}"),
    ),
    Labelled(
        name="good page that runs an invisible captcha",
        verdict="alive",
        body=page(
            "The ferry",
            f"{SHORT}<form action='/comment'><textarea name='c'></textarea></form>"
            '<script src="https://www.google.com/recaptcha/api.js?render=6Lc"></script>'
            "<script>grecaptcha.ready(function () { grecaptcha.execute('6Lc', {action: 'view'}) })</script>",
        ),
    ),
    Labelled(
        name="good page with a firewall's kit",
        verdict="alive",
        headers=(("x-amzn-requestid", "1b2c"), ("x-amz-cf-id", "abc==")),
        body=page(
            "The ferry",
            SHORT,
            '<script src="https://0a1b.edge.sdk.awswaf.com/0a1b/6a7b/challenge.js" defer></script>'
            "<script>AwsWafIntegration.getToken()</script>",
        ),
    ),
    Labelled(
        name="good page with perimeterx's sensor",
        verdict="alive",
        headers=(("set-cookie", "_pxhd=abc; path=/"),),
        body=page(
            "The ferry",
            f"{SHORT}<script>(function () {{ window._pxAppId = 'PXaOtQIWNf'; var s = document.createElement('script');"
            " s.src = '/aOtQIWNf/init.js'; document.head.appendChild(s) })()</script>",
        ),
    ),
    Labelled(
        name="good page with akamai's sensor",
        verdict="alive",
        headers=(("akamai-grn", "0.1b2c"), ("set-cookie", "_abck=1~-1; path=/")),
        body=page("The ferry", f"{SHORT}<script>bmak.form_submit(document.forms[0])</script>"),
    ),
    Labelled(
        name="good page with a turnstile in its sign-up form",
        verdict="alive",
        body=page(
            "The ferry",
            f'{SHORT}<form><input name="email"><div class="cf-turnstile" data-sitekey="0x4"></div></form>'
            '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>',
        ),
    ),
    Labelled(
        name="question about a challenge page",
        verdict="alive",
        url="https://answers.example/q/4412/how-do-i-get-past-the-browser-check",
        body=page(
            "python - How do I get past “Checking your browser before accessing”? - Answers",
            "<h1>How do I get past “Checking your browser before accessing”?</h1><p>I request a page with a script, "
            "and "
            "instead of the article I get this:</p><pre>Checking your browser before accessing town.example. This "
            "process "
            "is automatic. Your browser will redirect to your requested content shortly.</pre><p>In a browser the page "
            "loads. I have set the user agent and kept the cookies, and I wait five seconds between two requests. Is "
            "there a header that I forget?</p><h2>2 Answers</h2><p>Ask the site for permission, or use its interface "
            "for "
            "programs; the check is there because somebody asked too often. Most sites answer a polite mail, and some "
            "publish a file with everything that you could want.</p><p>The check runs a script, so a program that runs "
            "none cannot pass it. That is its purpose.</p>",
        ),
    ),
    Labelled(
        name="manual page on 403",
        verdict="alive",
        body=page("403 Forbidden - HTTP | Manual", f"<h1>403 Forbidden</h1><p>The server refuses.</p>{words(3)}"),
    ),
    Labelled(
        name="glossary's entry on the word",
        verdict="alive",
        body=page(
            "CAPTCHA | Glossary",
            "<h1>CAPTCHA</h1><p>A test by which a machine tells people from machines, named in 2003. The first ones "
            "showed bent letters; later ones show traffic lights. Programs have passed them more often than people "
            "since "
            "about 2023, and they are used all the same.</p>",
        ),
    ),
    Labelled(
        name="poem called Are You Human?",
        verdict="alive",
        body=page(
            "Are You Human? | Poems", f"<h1>Are You Human?</h1><p>You ask, and tick the box yourself.</p>{SHORT}"
        ),
    ),
    Labelled(
        name="status page that mentions a block",
        verdict="alive",
        body=page(
            "Incident of 3 May | Status",
            "<h1>Incident of 3 May</h1><p>Between ten and eleven some visitors saw “Sorry, you have been blocked”. A "
            "rule "
            "of our firewall was too strict; it has been removed.</p>",
        ),
    ),
    Labelled(
        name="article that starts with the machine's question",
        verdict="alive",
        body=page(
            "The box",
            f"<p>Please verify you are human: since the spring that sentence stands before the town's tax "
            f"form.</p>{LONG}",
        ),
    ),
    Labelled(
        name="recipe named Access Denied, in few words",
        verdict="alive",
        body=page(
            "Access Denied | Recipes",
            "<h1>Access Denied</h1><p>Serves four. A lock of puff pastry over plums, named by my daughter when the "
            "oven "
            "door jammed. Roll out the pastry, cover the plums, and bake at 200 degrees for forty minutes. Let it cool "
            "before you break in. Goes with vanilla ice or sour cream, and with a key of marzipan for the guest of "
            "honour. Keeps for two days under a cloth; after that it denies access by itself, and you may need a "
            "bread knife.</p>",
        ),
    ),
    Labelled(
        name="202 with a page",
        verdict="alive",
        status=202,
        body=page("The ferry", LONG),
    ),
    Labelled(
        name="question about a denied access",
        verdict="alive",
        body=page(
            "Access denied when saving to network drive - Forum",
            "<h1>Access denied when saving to network drive</h1><p>Hi all, since yesterday I get the error access "
            "denied when I save a file to our drive. Anything I could try? The rights look right to me, and "
            "restarting did not help. Thanks.</p><p>Have you asked whoever changed the password?</p>",
        ),
    ),
    Labelled(
        name="manual page that shows a captcha",
        verdict="alive",
        body=page(
            "Add a captcha to your form | Docs",
            "<h1>Add a captcha to your form</h1><p>Put the element into the form where the box should "
            'stand.</p><pre>&lt;div class="g-recaptcha"&gt;</pre><div class="g-recaptcha" data-sitekey="demo"></div>'
            + words(1),
        ),
    ),
    Labelled(
        name="brief about a catalogue that asks",
        verdict="alive",
        body=page(
            "Library's robots",
            "<p>The library's catalogue now asks visitors whether they are robots; two readers said yes and were let "
            "in.</p>",
        ),
    ),
    Labelled(
        name="novel named Forbidden",
        verdict="alive",
        body=page(
            "Forbidden | Town Books",
            "<h1>Forbidden</h1><p>A novel by Ines Moravec. Two lighthouse keepers are not allowed to speak to each "
            "other, "
            "and write a dictionary instead. 288 pages, paperback, ten pounds. In stock, sent within two days; for "
            "readers from twelve years on.</p>",
        ),
    ),
    Labelled(
        name="security checks at the airport",
        verdict="alive",
        body=page("Security check | Airport", "<h1>Security check</h1><p>Please have your pass ready.</p>" + SHORT),
    ),
    Labelled(
        name="band named Captcha",
        verdict="alive",
        body=page("Captcha (band) - Music Wiki", "<h1>Captcha (band)</h1>" + SHORT),
    ),
    Labelled(
        name="blog post on being blocked",
        verdict="alive",
        body=page(
            "Sorry, you have been blocked | Ines writes",
            "<h1>Sorry, you have been blocked</h1><p>So said the tax office to me this morning, on my own "
            "telephone.</p>" + words(2),
        ),
    ),
    Labelled(
        name="contact page with a captcha and little else",
        verdict="alive",
        url="https://town.example/contact",
        body=page(
            "Contact | Town Gazette",
            "<h1>Contact</h1><p>Write to the editor. Letters are answered on Thursdays.</p><form><textarea></textarea>"
            '<div class="h-captcha" data-sitekey="1"></div></form>',
        ),
    ),
    Labelled(
        name="good page with datadome's header and a captcha in its form",
        verdict="alive",
        headers=(("x-datadome", "protected"),),
        body=page("The ferry", f'{words(2)}<form><div class="g-recaptcha" data-sitekey="1"></div></form>'),
    ),
    Labelled(
        name="manual of a firewall's challenge page",
        verdict="alive",
        body=page(
            "Challenge pages | Firewall docs",
            "<h1>Challenge pages</h1><p>A visitor sees the words Checking your browser before accessing your site, and "
            "waits for five seconds. To change the words, edit the template.</p>" + words(2),
        ),
    ),
    Labelled(
        name="report on bot traffic",
        verdict="alive",
        body=page(
            "Bot detected? How papers count readers",
            f"<h1>Bot detected? How papers count readers</h1><p>Are you a robot? asks the paper.</p>{words(3)}",
        ),
    ),
)
