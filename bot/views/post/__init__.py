"""Several reminders as one message, and what a planned message is about.

What a single message says is its own room's.

Face: merged.
Other rooms: topics.
"""
