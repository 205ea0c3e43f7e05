"""The working-day calendar in words: what is official, what would be imported.

Why a date is that day is told by the room of duties.

Face: workdays.
Other rooms: workdays.
"""
