"""Events and guests as values, their forms, and the sign-in code that changes.

What an event counts for is the law's room.

Face: events, forms, sign_in.
Other rooms: none.
"""
