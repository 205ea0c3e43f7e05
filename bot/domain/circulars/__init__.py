"""Circulars as values: their parts, what is shown of them, where they stand; their forms.

For whom one is, is an audience of the room of agencies.

Face: circulars, forms.
Other rooms: none.
"""
