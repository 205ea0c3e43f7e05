"""Bulletins as values: what a court or the bureau reported, what differs, who may get a letter.

Face: none.
Other rooms: none.
"""
