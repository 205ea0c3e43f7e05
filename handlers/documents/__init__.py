"""Documents: drafted, filled in, submitted, reviewed, issued."""
