"""What is said of documents, and their cards.

Face: cards, lists, news, prints.
Other rooms: none.
"""
