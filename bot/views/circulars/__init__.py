"""Circulars on the screen: composed, sent, received; the board of receipts and answers.

A recipient's letter is another file than its sender's card.

Face: boards, circulars, letters, lists.
Other rooms: none.
"""
