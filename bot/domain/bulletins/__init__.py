"""Bulletins as values: what a court or the bureau reported, what differs, who may get a letter.

Face: own, own_forms, principals.
Other rooms: none.
"""
