"""What is said of documents, and their cards.

Face: breaches, cards, event_papers, hearing_papers, leader_forms, leader_notice, letters, lists, news, plans, prints.
Other rooms: none.
"""
