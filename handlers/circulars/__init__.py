"""Circulars: composed, watched, answered."""
