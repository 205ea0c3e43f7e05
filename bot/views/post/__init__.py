"""Several reminders as one message, one that may be a repetition, what a planned one is about, who sends too fast.

What a single message says is its own room's.

Face: merged, pace, repeated.
Other rooms: topics.
"""
