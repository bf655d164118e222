"""Spellings of forbidden addresses. `{port}` is the port on which the trap listens.

UNSAFE: the URL standard's host parser (WHATWG URL, 3.5) or the system's resolver reads a forbidden address.
REFUSED: not a URL by that standard. Either way, no connection may be made.
"""

UNSAFE = (
    # IPv4, as the URL standard reads it
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://0x7f.1:{port}/",
    "http://0X7F.0x0.0X0.0x1:{port}/",
    "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://0000000177.0.0.01:{port}/",
    "http://2130706433:{port}/",
    "http://127.65535:{port}/",
    "http://127.0x000001:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://１２７．０．０．１:{port}/",
    "http://127。0。0。1:{port}/",
    "http://127｡0｡0｡1:{port}/",
    "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:{port}/",
    "http://127.0.0.%31:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://127%2E0%2E0%2E1:{port}/",
    "http://127.0.0.1\u00ad:{port}/",
    "http://127\u200b.0.0.1:{port}/",
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://169.254.169.254/",
    "http://0xA9FEA9FE/",
    "http://100.64.0.1/",
    "http://100.127.255.255/",
    "http://192.0.0.8/",
    "http://198.18.0.1/",
    "http://203.0.113.7/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    # IPv6, and IPv4 inside it
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[0000::0001]:{port}/",
    "http://[::]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::ffff:0:127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[5f00::1]/",
    "http://[fec0::1]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    # names, and what stands before or after the host
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://ｌｏｃａｌｈｏｓｔ:{port}/",
    "http://loc%61lhost:{port}/",
    "http://example.org@127.0.0.1:{port}/",
    "http://example.org:80@127.0.0.1:{port}/",
    "http://a@b@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@example.org/",
    "http://127.0.0.1:{port}?@example.org/",
    "http://127.0.0.1:{port}\\@example.org/",
    "http:\\\\127.0.0.1:{port}\\",
    "HtTp://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "https://[::1]:{port}/",
)

ODD = (
    "http:///127.0.0.1:{port}/",  # the host after the empty one by the URL standard; a path by RFC 3986
    "http:/127.0.0.1:{port}/",  # likewise, where it is followed from an http page
    "http:127.0.0.1:{port}/",
    "http://localhost.:{port}/",  # not every resolver knows it
)
"""Parsers disagree on these. The forbidden address must not be reached by any reading."""

REFUSED = (
    "http://127.0.0.256:{port}/",
    "http://127.0.0.0.1:{port}/",
    "http://0x7f.0.0.0x1ff:{port}/",
    "http://4294967296:{port}/",
    "http://127.0.0.08:{port}/",
    "http://[::1:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://[fe80::1%lo]:{port}/",
    "http://[127.0.0.1]:{port}/",
    "http://[::ffff:127.0.0.256]:{port}/",
    "http://127.0.0.1%00:{port}/",
    "http://127.0.0.1%20:{port}/",
    "http://127..0.1:{port}/",
    "http://127.0.0.1:99999/",
)

SCHEMES = (
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "dict://127.0.0.1:{port}/",
    "ws://127.0.0.1:{port}/",
    "jar:http://127.0.0.1:{port}/",
    "view-source:http://127.0.0.1:{port}/",
)
"""Only cited and redirected to: a meta refresh or robots.txt with another scheme is ignored."""
