"""Everything the playground remembers, and the journal of what happened.

``records`` is plain data; ``core`` holds the state with its clock, its queue of updates, its limits and faults, and
is handed to whatever works with them. What is refused here is refused in Telegram's words. Nothing of this knows
HTTP servers, methods of the Bot API or the page.
"""
