"""Agencies and their people: the tree, appointments, the roster, invitations, groups, hand-over.

Who somebody is and may write to is asked here; what he or she does is the other rooms'.

Face: agencies, audiences, claims, closing, disputes, groups, guesses, invitations, leaving, newcomers, people,
    reform, roster, roster_files, staffing.
Other rooms: audiences, bodies, branches, groups, guesses, people.
"""
