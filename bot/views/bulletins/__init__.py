"""What is said of bulletins, of differences and of candidates.

Face: none.
Other rooms: none.
"""
