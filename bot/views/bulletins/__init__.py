"""What is said of bulletins, of differences and of candidates.

Face: own, principals.
Other rooms: none.
"""
