"""What a run counts, for Prometheus: `--metrics-port`, `--metrics-file`. docs/operations.md lists the metrics.

watched.py      the run that is watched: what Scrapy, the pool and the writer have counted, read when it is asked for
definitions.py  the metrics: name, type, help, label, and where each value comes from
exposition.py   over HTTP and into a file; the only module that imports prometheus-client, an extra
"""
