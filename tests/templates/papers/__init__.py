"""One layout for each kind of paper, named like it."""
