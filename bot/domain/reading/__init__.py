"""Reads what people type and courts print: dates, times, numerals, case numbers, parties, whole papers.

Nothing is guessed: what is ambiguous or impossible comes back as a problem.

Face: answers, case_names, casenumbers, changes, cleaning, court_texts, number_series, oneline, parties, party_fields,
    results_said, several_fields, short_numbers, terms, understanding, unused.
Other rooms: answers, case_names, case_spans, casenumbers, cleaning, court_texts, dates, moments, number_series,
    numerals, oneline, parties, party_fields, party_texts, several_fields, terms, understanding.
"""
