"""Agencies, people, invitations, groups, audiences and the roster on the screen and as sheets.

People are named here the same way for all rooms.

Face: account, agencies, audiences, groups, invitations, people, reform, roster, roster_sheets.
Other rooms: account, audiences.
"""
