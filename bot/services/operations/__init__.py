"""For those who run the bot: how it is doing, what is held, the sample county, the rehearsal's panels.

Nothing that people work with depends on it.

Face: books, clocks, holding, keeping, operations, proving, rehearsal, sample, sample_data, seals, verifying.
Other rooms: none.
"""
