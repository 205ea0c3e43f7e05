"""Values that every room speaks in: terms, messages, forms, problems, refusals, pages, who may do what.

It knows no room; every room knows it.

Face: access, errors, forms, message, names, paging, problems, terms.
Other rooms: errors, forms, message, paging, problems, terms.
"""
