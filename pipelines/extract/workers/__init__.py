"""Extraction in processes that can be killed.

pool         asyncio side: idle workers, deadlines, retry with the fallback, recycling
process      one worker process as the pool sees it: start, ask, kill
forks        the fork server as the pool sees it: started, asked for workers, told which have ended
fork_server  `python -m pipelines.extract.workers.fork_server`: imports once what workers need, then forks them
worker       a fork: limits itself, then answers until its input ends
wire         the frames between pool and worker, and the check of every answer
"""
