"""A soak test: a web of many hosts crawled, then refreshed epoch after epoch. `make soak`.

__main__    the command: prints a line for each epoch, then what does not hold
web         the hosts: servers on addresses of loopback whose pages change, vanish and stall by the number of the epoch
epochs      the crawl and the refreshes, each measured
judgement   whether memory is flat, the file grows by what changes, and the last epoch is as fast as the second
"""
