"""Hearings and who appears, as values; their forms, the reading of lists, the calendar entry.

Moved, ended and reported hearings are told apart here for every floor.

Face: absences, acts, appearances, calendar_files, details, forms, hearings, list_forms, oddities, preparing,
readers, staff, tables, topics.
Other rooms: hearings.
"""
