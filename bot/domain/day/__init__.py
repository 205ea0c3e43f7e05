"""The pinned card and the digest as values: counts, what is nearest, what is new.

It is made of what duties and hearings show.

Face: digests, todo, topics.
Other rooms: none.
"""
