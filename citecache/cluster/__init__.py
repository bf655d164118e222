"""A crawl on several machines: one driver, which alone writes the cache, and workers that crawl hosts for it.

    driver (Scrapy, no network)                     worker: a process of Dask's
      due Pages -> leases.py -> Conductor  <- bytes ->  Station  <- pipe ->  child process (Scrapy, the same spider)
      Fetches -> Extract, Judge, Store                                       fetches, extracts

Read docs/cluster.md first. What travels are frames of our own; backend.py is all that a cluster has to offer.

begin.py       what a use case needs to crawl on a cluster
backend.py     the interface to whatever starts processes on machines
dask_backend.py  the same by Dask distributed
address.py     `local:N`, `tcp://HOST:PORT`, `tls://HOST:PORT`
messages.py    frames between driver and child, and what they carry
leases.py      which worker has which Pages, by address (pure)
turns.py       which worker may ask an address, or for a host's robots.txt, now (pure)
station.py     in the process of the cluster's: a child process, and what it said
line.py        the driver's connection to one station
conductor.py   the driver: stations and leases
sharing.py     the driver: what children share by way of it
driving.py     the spider and the pipelines of the driver
child.py       the child process
link.py        its connection to the driver
shared.py      its view of what processes share: turns, files of hosts
leased.py      its spider and its pipelines
"""
