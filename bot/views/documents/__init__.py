"""What is said of documents, and their cards.

Face: cards, leader_forms, lists, news.
Other rooms: none.
"""
