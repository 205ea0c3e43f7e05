"""Circulars as values: their parts, what is shown of them, where they stand; their forms.

For whom one is, is an audience of the room of agencies.

Face: acts, circulars, forms, standing, topics.
Other rooms: none.
"""
