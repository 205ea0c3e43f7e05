"""What the post office says itself (messages that carry others), and its rules for doubts and for who is reached.

Everything else that is said is declared by the room that says it.

Face: doubts, reach, topics.
Other rooms: none.
"""
