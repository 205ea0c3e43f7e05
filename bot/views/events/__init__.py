"""Events on the screen: invitation, the organiser's and the liaison's cards, lists, sign-in.

What counts for whom comes as a value.

Face: events, lists, sign_in.
Other rooms: none.
"""
