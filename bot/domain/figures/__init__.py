"""Figures as values: how a case is counted and why, rates, periods, changes, what a sheet of figures shows.

Face: counting, counting_words, forecast, periods, rates.
Other rooms: counting, rates.
"""
