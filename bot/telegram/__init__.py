"""The Bot API side: requests, rate limiter, inbox and outbox loops, the router and its turns."""

import os

# PTB 22 gives durations as numbers, with a warning at each flood reply that they will be timedeltas. We take the
# timedeltas now; PTB reads this switch from the environment and nowhere else.
os.environ.setdefault("PTB_TIMEDELTA", "true")
