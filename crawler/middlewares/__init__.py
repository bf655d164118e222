"""What stands between the spider and the network: safety and politeness. Floor 3.

refusal.py     the exception that says why a request was not made, or not made again
guard.py       schemes, ports and addresses, on every hop; the resolver that checks what is dialled
robots.py      robots.txt (RFC 9309): forbidden, unreachable, Crawl-delay
redirects.py   redirect chains: every hop kept, five at most
handler.py     the download handler: when each exchange began and ended; nothing new once we stop
"""
