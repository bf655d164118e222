"""Extraction in processes that can be killed.

pool     asyncio side: idle workers, deadlines, retry with the fallback, recycling
process  one worker process as the pool sees it: start, ask, kill
wire     the frames between the two, and the check of every answer
worker   `python -m pipelines.extract.workers.worker`: limits itself, then answers until its input ends
"""
