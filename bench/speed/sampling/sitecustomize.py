"""Imported by every Python process of a sampled run, at its start (see the module `site`)."""

import os

if folder := os.environ.get("CITECACHE_SAMPLES"):
    from cpu_sampler import Sampler

    Sampler(folder).start()
