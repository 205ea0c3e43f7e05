"""Reads files that people send: texts, PDF, Word, sheets, OFD. What it is given may be anything.

`reader` reads a file in a short-lived process of its own (`child`), with bounds on its time and its address space: a
file that makes a library crash, hang or grow takes that process with it and nothing else. The other modules are what
runs in there; that of sheets also reads, in the bot's own process, a roster that was read there before.
"""
