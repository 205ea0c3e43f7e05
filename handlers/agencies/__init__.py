"""Agencies, people, invitations, the roster, and who one is oneself."""
