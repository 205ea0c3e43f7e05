"""What is said of bulletins, of differences and of candidates.

Face: court, court_letters, court_pictures, court_units, own, principals.
Other rooms: none.
"""
