"""Reads what people type and courts print: dates, times, numerals, case numbers, parties, whole papers.

Nothing is guessed: what is ambiguous or impossible comes back as a problem.

Face: answers, case_spans, casenumbers, cleaning, court_codes, court_texts, deadlines, eservice, oneline, parties,
    party_fields, places, replies, short_numbers, understanding.
Other rooms: answers, case_spans, casenumbers, cleaning, court_codes, court_texts, dates, eservice, instances,
    line_breaks, moments, numerals, oneline, parties, party_fields, party_texts, understanding, whole_papers.
"""
