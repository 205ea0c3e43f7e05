"""Reads what people type and courts print: dates, times, numerals, case numbers, parties, whole papers.

Nothing is guessed: what is ambiguous or impossible comes back as a problem.

Face: answers, asides, case_names, case_spans, casenumbers, changes, chosen, cleaning, commanded, court_codes,
    court_texts, deadlines, eservice, goers, initials, line_breaks, misread, number_series, oneline, parties,
    party_fields, pictured, places, replies, results_said, several_fields, short_numbers, terms, understanding,
    unused.
Other rooms: answers, case_names, case_spans, casenumbers, chat_headers, cleaning, court_texts, dates, eservice,
    instances, line_breaks, moments, number_series, numerals, oneline, parties, party_fields, party_texts, serials,
    several_fields, stuck_labels, terms, understanding, whole_papers, wrapped.
"""
