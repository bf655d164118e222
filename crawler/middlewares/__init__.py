"""What stands between the spider and the network: safety and politeness. Floor 3.

failures.py    exceptions of Scrapy, Twisted and OpenSSL -> an outcome and its reason
refusal.py     the exception that says why a request was not made, or not made again
guard.py       schemes, ports and addresses, on every hop; the resolver that checks what is dialled
pace.py        which queue a request waits in, pauses that hosts ask for, floors under AutoThrottle
robots.py      robots.txt (RFC 9309): forbidden, unreachable, Crawl-delay
tdm.py         TDMRep's file of reservations, for each Fetch that has something to reserve
retries.py     further tries, within a Fetch's time
redirects.py   redirect chains: every hop kept, five at most
decoding.py    Content-Encoding, strictly and within bounds
handler.py     the download handler: a clock for each exchange; nothing new once we stop
gate.py        few large bodies at a time
tls.py         certificates: roots read once, the reason of a refusal
controls.py    names that surely exist, looked up when nothing answered
wire.py        HTTP/1.1 as it comes in: bounds on headers, names for what is no HTTP
"""
