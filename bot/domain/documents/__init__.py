"""Documents as values: their kinds, what stands in them, the steps they go, how a paper shows what is known.

Face: acts, documents, kinds, showing, sources, topics, values.
Other rooms: none.
"""
