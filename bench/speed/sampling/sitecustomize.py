"""Imported by every Python process of a sampled run, at its start (see the module `site`), and begun anew in its forks,
which inherit no timer.
"""

import os

if folder := os.environ.get("CITECACHE_SAMPLES"):
    from cpu_sampler import Sampler

    def begin() -> None:
        """Sample this process."""
        Sampler(folder).start()

    begin()
    os.register_at_fork(after_in_child=begin)
