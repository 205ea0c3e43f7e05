"""Events and guests as values, their forms, and the sign-in code that changes.

What an event counts for is the law's room.

Face: acts, events, forms, sign_in, topics.
Other rooms: none.
"""
