"""What is said of documents, and their cards.

Face: none.
Other rooms: none.
"""
