"""The law asked about this county's own rows: who must appear, what an event starts, which days are worked.

It gathers facts and keeps the verdict; what is then to be done, the rooms of duties and hearings know.

Face: appearing, workdays.
Other rooms: appearing, counting, facts, notices, obligations, workdays.
"""
