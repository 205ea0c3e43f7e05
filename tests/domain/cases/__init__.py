"""Cases and papers as values."""
