"""Cases and papers as values: the card, names of papers and outcomes, the forms, what a line of papers says.

Duties stand on a case's card, hearings do not know it.

Face: acts, appeal_forms, cases, claims, copies, forms, paper_forms, paper_layers, paper_names, paper_reading,
    paper_values, parties, party_forms, party_questions, picture_pages, topics.
Other rooms: none.
"""
