"""How the bot is doing, as values: what waits, what went wrong, what needs a person.

Shown to administrators and in the health check.

Face: acts, forms, merkle, operations, proofs, seals, topics.
Other rooms: none.
"""
