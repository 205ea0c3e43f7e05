"""A county's half year: who is there, what happens, how people act, what is counted of it."""
