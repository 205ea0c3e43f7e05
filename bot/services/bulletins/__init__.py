"""Bulletins: the court's taken in and reconciled, our own drafted, frozen and sent, candidates for letters.

Face: chasing, court, court_cards, differences, issued, issuing, letters, names, passing, principals, starting.
Other rooms: none.
"""
