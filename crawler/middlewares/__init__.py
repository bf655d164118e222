"""Between the spider and the network: safety and politeness.

failures.py    exceptions of Scrapy, Twisted and OpenSSL -> an outcome and its reason
refusal.py     the exception that says why a request was not made, or not made again
guard.py       schemes, ports and addresses, on every hop; the resolver that checks the addresses it returns
pace.py        the queue of each request, pauses that hosts ask for
throttle.py    slower where a host answers slowly: AutoThrottle by the median of recent answers
proxy.py       the operator's proxies, from an environment that is read once
robots.py      robots.txt (RFC 9309): forbidden, unreachable, Crawl-delay
robots_rules.py  robots.txt as text: who may fetch what, and how fast
tdm.py         tdmrep.json of each origin that served content
retries.py     retries, within a Fetch's time limit
redirects.py   redirect chains: every hop recorded, five at most
decoding.py    Content-Encoding, strictly and with a size limit
handler.py     the download handler: times each exchange; starts none once the crawl is stopping
gate.py        limits how many large bodies are received at once
tls.py         certificates: roots read once, the reason for each rejection
controls.py    control lookups of well-known names, when no host has answered
wire.py        incoming HTTP/1.1: limits on headers, precise errors for what is not HTTP
"""
