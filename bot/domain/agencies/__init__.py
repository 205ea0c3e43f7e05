"""Agencies, people, audiences and groups as values; their forms, and the reading of a roster sheet.

Who may be asked for what is `hall.access`.

Face: acts, agencies, audiences, groups, people, people_forms, reform, roster, roster_words, topics.
Other rooms: audiences.
"""
