"""What every use case stands on: the desk, who may do what, drafts of forms, small notes by name.

It knows no room; every room knows it.

Face: access, desk, drafts, files, notes, picture_jobs.
Other rooms: access, desk, drafts, files, long_sheets, notes, picture_jobs, workbooks.
"""
