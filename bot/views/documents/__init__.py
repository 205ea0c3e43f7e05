"""What is said of documents, and their cards.

Face: breaches, cards, event_papers, follow_ups, hearing_papers, leader_forms, leader_notice, letters, lists, naming,
    news, plans, prints.
Other rooms: none.
"""
