"""Count rows, their totals, scores, evaluations."""
