"""Events: planned, answered, signed in at."""
