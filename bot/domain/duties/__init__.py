"""Duties as people see them: the one date to obey, how far off it is, why it is that day; their forms.

How the date comes about is the law's room.

Face: acts, duties, forms, reported, stored_steps, together, topics.
Other rooms: duties, together.
"""
