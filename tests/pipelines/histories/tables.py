"""Scripted histories of one Page: what each check met, and the verdict that has to be held after it.

A row is one run: the day (by the clock of that run, right or wrong), what came, the Page's verdict afterwards. What
can come is listed in `answers.py`. `off:` before an answer: the run is offline (every other host fails too). `nodns:`:
no name can be looked up, the control names neither. `host=5:`: the day by the host's own clock. `killed:`: the run is
killed after the Fetch. `mark:` is a person, not a run.
"""

TABLES = """
# --- gone for good ---

## 404 three times, three days apart, is dead
0      404       missing
3      404       missing
6      404       dead

## 410 twice is dead, but not within six days
0      410       missing
3      410       missing
6      410       dead

## 410 twice, six days apart
0      410       missing
6      410       dead

## a good page that goes
0      good      alive
7      404       missing
10     404       missing
13     404       dead

## a missing host is dead after seven days, not six
0      nxdomain  missing
3      nxdomain  missing
6      nxdomain  missing
9      nxdomain  dead

## a missing host, once a week
0      nxdomain  missing
7      nxdomain  missing
14     nxdomain  dead

## an error page under 200 counts like a 404
0      soft404   soft_404
3      soft404   soft_404
6      soft404   dead

## error pages under 200 and 404 count together
0      404       missing
3      soft404   soft_404
6      404       dead

## 404 and then 410
0      404       missing
3      404       missing
6      410       dead

## dead stays dead while it is not found
0      404       missing
3      404       missing
6      404       dead
36     404       dead
66     404       dead

## a daily job counts no faster than every three days
0      404       missing
1      404       missing
2      404       missing
3      404       missing
4      404       missing
5      404       missing
6      404       dead

## a run every two days
0      404       missing
2      404       missing
4      404       missing
6      404       missing
8      404       dead

## checks of fifteen minutes are one check
0      404       missing
0.01   404       missing
0.02   404       missing
0.03   404       missing
0.04   404       missing

## just under three days apart is not three days
0      404       missing
2.9    404       missing
5.8    404       missing

## just under six days is not six days
0      410       missing
5.9    410       missing
8      410       dead

## not found once a month
0      404       missing
30     404       missing
60     404       dead

# --- what comes back ---

## back after two
0      404       missing
3      404       missing
6      good      alive
9      404       missing
12     404       missing
15     404       dead

## back from the dead
0      404       missing
3      404       missing
6      404       dead
36     good      alive
43     404       missing

## a success between resets every count
0      410       missing
3      good      alive
6      410       missing
9      good      alive
12     410       missing

## a 304 is a success
0      good      alive
7      404       missing
10     404       missing
13     304       alive
20     404       missing

## a host that lapses and comes back
0      good      alive
7      nxdomain  missing
10     nxdomain  missing
13     good      alive
20     nxdomain  missing
23     nxdomain  missing

## up and down
0      good      alive
1      404       missing
2      good      alive
3      404       missing
4      good      alive
5      404       missing
6      good      alive
7      404       missing

## moved to a good page is a success, too
0      404       missing
3      404       missing
6      to-new    alive
9      404       missing

# --- what could not look neither counts nor resets ---

## walls between
0      404       missing
3      403       blocked
6      404       missing
9      404       dead

## an outage between
0      404       missing
3      404       missing
4      503       unreachable
5      timeout   unreachable
6      404       dead

## robots.txt shut between
0      404       missing
3      robots    disallowed
6      404       missing
9      404       dead

## a challenge on top of a 404
0      404       missing
3      challenge404  blocked
6      404       missing
9      404       dead

## dead, then behind a wall: what is seen is what is held
0      410       missing
6      410       dead
36     403       blocked
66     410       dead

# --- never dead ---

## 403 for ever
0      403       blocked
3      403       blocked
6      403       blocked
40     403       blocked
99     403       blocked

## 429 for ever
0      429       blocked
3      429       blocked
6      429       blocked
9      429       blocked

## a challenge for ever
0      challenge blocked
3      challenge blocked
6      challenge blocked
9      challenge blocked

## 202 with nothing
0      empty202  blocked
3      empty202  blocked
6      empty202  blocked
9      empty202  blocked

## 503 for ever
0      503       unreachable
3      503       unreachable
6      503       unreachable
9      503       unreachable
60     503       unreachable

## time-outs for ever
0      timeout   unreachable
3      timeout   unreachable
6      timeout   unreachable
9      timeout   unreachable
60     timeout   unreachable

## a certificate that has run out
0      good      alive
7      tls       unreachable
37     tls       unreachable
67     tls       unreachable

## a resolver that cannot say
0      servfail  unreachable
3      servfail  unreachable
6      servfail  unreachable
9      servfail  unreachable

## a host that refuses the connection
0      refused   unreachable
3      refused   unreachable
6      refused   unreachable
9      refused   unreachable

## a log-in
0      401       restricted
3      401       restricted
6      401       restricted
9      401       restricted

## a paywall after a good text
0      good      alive
7      teaser    restricted
37     teaser    restricted
67     teaser    restricted

## for legal reasons
0      good      alive
7      451       legal
37     451       legal
67     451       legal

## robots.txt forbids it
0      robots    disallowed
1      robots    disallowed
2      robots    disallowed
9      robots    disallowed

## cut bodies
0      truncated unreachable
3      truncated unreachable
6      truncated unreachable
9      truncated unreachable

## nothing under 200
0      empty200  unreachable
3      empty200  unreachable
6      empty200  unreachable
9      empty200  unreachable

## a fault of ours says nothing
0      good      alive
3      internal  alive
6      internal  alive
9      internal  alive

## a fault of ours, and nothing before it
0      internal  failed
3      404       missing
6      internal  missing

## left for later, as its host asked
0      postponed unchecked
1      good      alive
2      postponed alive

# --- offline runs ---

## an offline run changes nothing
0      good      alive
3      off:timeout   alive
6      off:timeout   alive
9      off:nxdomain  alive

## offline from the start
0      off:nxdomain  unchecked
3      off:nxdomain  unchecked
6      off:nxdomain  unchecked
9      off:nxdomain  unchecked

## a missing host is not confirmed by offline runs
0      nxdomain      missing
3      off:nxdomain  missing
6      off:nxdomain  missing
9      off:nxdomain  missing
12     nxdomain      missing
15     nxdomain      dead

## what was answered counts even when most hosts fail
0      404       missing
3      off:404   missing
6      off:404   dead

## the control names cannot be looked up
0      nodns:nxdomain  unchecked
3      nodns:nxdomain  unchecked
6      nodns:nxdomain  unchecked
9      nodns:nxdomain  unchecked

## a resolver without a network, after a good time
0      good            alive
7      nodns:nxdomain  alive
10     nodns:servfail  alive
13     nodns:nxdomain  alive
16     good            alive

# --- clocks ---

## the clock jumps 400 days ahead and back
0      404       missing
3      404       missing
403    404       missing
6      404       dead

## one run with a clock 400 days ahead
0      410       missing
400    410       missing
1      410       missing
2      410       missing

## the clock is 400 days slow for a run
400    404       missing
403    404       missing
3      404       missing
406    404       missing
409    404       missing
412    404       dead

## the clock jumps ahead and stays there
0      404       missing
3      404       missing
403    404       missing
406    404       dead

## a missing host and a clock that was wrong
0      nxdomain  missing
400    nxdomain  missing
3      nxdomain  missing
6      nxdomain  missing
9      nxdomain  dead

## nobody looked for half a year
0      410       missing
180    410       missing
186    410       dead

## the clock jumps over a good page
0      good      alive
400    good      alive
1      good      alive

## the clock jumps ten days ahead and stays there, and the host knows better
0      host=0:410     missing
10     host=0.04:410  missing
12     host=2.04:410  missing
16     host=6.04:410  dead

## the same with 404
0      host=0:404     missing
10     host=0.04:404  missing
13     host=3.04:404  missing
15     host=5.04:404  missing
16.1   host=6.14:404  dead

## the clock jumps twenty days, after which a month goes by
0      host=0:410     missing
20     host=0.1:410   missing
50     host=30.1:410  dead

## one answer out of a cache is one check, however often it is given
0      host=0:404     missing
3      host=0:404     missing
6      host=0:404     missing
9      host=9:404     missing
12     host=12:404    dead

## a host whose clock is wrong goes on as well as a right one
0      host=-5000:404 missing
3      host=-4997:404 missing
6      host=-4994:404 dead

## a host whose clock is set right meanwhile: the time is ours
0      host=0:404     missing
3      host=500:404   missing
6      host=503:404   dead

## a host whose clock runs backwards is never sure
0      host=20:404    missing
3      host=10:404    missing
6      host=0:404     missing

## a host that tells the time only once
0      host=0:404     missing
3      404            missing
6      host=0:404     dead

# --- killed runs ---

## each run killed after its fetch: no check is lost
0      killed:404  missing
3      killed:404  missing
6      killed:404  dead

## killed in an outage
0      good            alive
3      killed:off:timeout  alive
6      good            alive

# --- moved ---

## a permanent redirect counts when two checks agree
0      to-new    alive
7      to-new    moved
14     to-new    moved

## two checks that disagree about where
0      to-new    alive
7      to-other  alive
14     to-other  moved

## a temporary redirect is never moved
0      via-302   alive
7      via-302   alive
14     via-302   alive

## a redirect of an afternoon
0      good      alive
7      to-new    alive
14     good      alive
21     to-new    alive

## an outage between two checks that agree
0      to-new    alive
7      503       unreachable
8      to-new    moved

## moved, and then gone
0      to-new    alive
7      to-new    moved
14     404       missing
17     404       missing
20     404       dead

# --- what is shown instead ---

## half of the text is gone
0      good      alive
7      half      degraded
10     half      degraded
40     good      alive

## parked after a good time
0      good      alive
7      parked    usurped
37     parked    usurped
67     good      alive

## parked from the start is not usurped
0      parked    soft_404
3      parked    soft_404
6      parked    dead

## edited for years
0      good      alive
7      edited    alive
14     edited    alive
21     good      alive

# --- a person's word ---

## marked alive, it stays so
0      404        missing
1      mark:alive alive
3      404        alive
6      404        alive
9      404        alive

## marked dead, it stays so although it answers
0      good       alive
1      mark:dead  dead
7      good       dead

## a mark lifted: the evidence speaks, all of it
0      404        missing
1      mark:alive alive
3      404        alive
6      404        alive
7      mark:clear dead

## an error page that a person has read
0      soft404    soft_404
1      mark:alive alive
7      soft404    alive
"""
