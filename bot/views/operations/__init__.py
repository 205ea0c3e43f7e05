"""How the bot is doing, in words, for administrators and coordinators.

Nothing in it names a plaintiff.

Face: operations, seals.
Other rooms: none.
"""
