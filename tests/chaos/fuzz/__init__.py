"""The fuzzer: no input over sockets harms another user's socket or reveals another class.

    python -m tests.chaos.fuzz --minutes 10 --seed 1

A script is a sequence of actions that Hypothesis generates: sockets that open, send and hang up,
and calls over HTTP, by two teachers and four students of three classes. It is played against a real
server on a real mongod, both as processes. While it runs, every socket checks what it receives;
afterwards the whole is checked (`verdict.judge`). The first fault ends the run, with the shortest
script that Hypothesis can find for it, and with the seed that generates the same scripts again.
"""
