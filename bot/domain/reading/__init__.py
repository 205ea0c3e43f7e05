"""Reads what people type and courts print: dates, times, numerals, case numbers, parties, whole papers.

Nothing is guessed: what is ambiguous or impossible comes back as a problem.

Face: answers, casenumbers, cleaning, court_texts, oneline, parties, party_fields, short_numbers, understanding.
Other rooms: answers, case_spans, casenumbers, cleaning, court_texts, dates, moments, numerals, oneline, parties,
    party_fields, party_texts, serials, understanding, wrapped.
"""
