"""What the post office says itself: messages that carry others.

Everything else that is said is declared by the room that says it.

Face: topics.
Other rooms: none.
"""
