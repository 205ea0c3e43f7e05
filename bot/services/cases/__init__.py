"""Cases with their parties, papers and files; the history of what was done.

A paper that comes in starts its duties from here; hearings look a case up, or open it by its number.

Face: acts, appeal_acts, appeals, candidates, cards, cases, claim_acts, effect_acts, effects, ending, files, handling,
    history, linking, named_bodies, paper_acts, paper_filing, papers, party_acts, party_answers, party_cards,
    passing, picture_values, picture_words, series, short_numbers, splitting.
Other rooms: addressees, appeal_acts, cards, cases, claim_acts, claims, effects, files, fresh, history, linking, losses,
    paper_acts, parties, party_answers, party_cards, short_numbers.
"""
