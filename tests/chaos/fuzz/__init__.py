"""The fuzzer: whatever is sent over sockets, nobody else's socket suffers and no class is told of.

    python -m tests.chaos.fuzz --minutes 10 --seed 1

A script is a row of actions that Hypothesis makes up: sockets that open, send and hang up, and
calls over HTTP, by two teachers and four students of three classes. It is played against a real
server on a real mongod, both processes. While it runs, every socket judges what it is sent; behind
it the whole is judged (`verdict.judge`). The first fault ends the run, with the shortest script
that Hypothesis can find for it, and with the seed that makes the same scripts again.
"""
