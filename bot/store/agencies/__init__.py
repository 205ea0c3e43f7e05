"""Agencies, people, appointments, invitations and groups as rows, and what is asked of them."""
