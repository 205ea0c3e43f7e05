"""Bulletins: the court's taken in and reconciled, our own drafted, frozen and sent, candidates for letters.

Face: issued, issuing, principals.
Other rooms: none.
"""
