"""Figures as values: how a case is counted and why, rates, periods, changes, what a sheet of figures shows.

Face: acts, counting, counting_words, forecast, periods, questions, rates.
Other rooms: counting, rates.
"""
