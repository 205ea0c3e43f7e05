"""What is said of bulletins, of differences and of candidates.

Face: own.
Other rooms: none.
"""
