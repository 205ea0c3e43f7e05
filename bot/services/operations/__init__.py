"""For those who run the bot: how it is doing, what is held, the sample county, the rehearsal's panels.

Nothing that people work with depends on it.

Face: holding, operations, rehearsal, sample, sample_data.
Other rooms: none.
"""
