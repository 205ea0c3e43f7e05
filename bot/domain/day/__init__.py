"""The pinned card as a value: counts, and what is nearest.

It is made of what duties and hearings show.

Face: digests, home, todo, topics.
Other rooms: none.
"""
