"""Cases with their parties, papers and files; the history and the ledger of what was done.

A paper that comes in starts its duties from here; hearings look a case up, or open it by its number.

Face: acts, cards, cases, claim_acts, effect_acts, ending, files, handling, history, ledger, paper_acts,
papers, short_numbers.
Other rooms: cases, claim_acts, claims, losses, paper_acts.
"""
