"""Values that every room speaks in: terms, messages, forms, problems, refusals, pages, who may do what.

It knows no room; every room knows it.

Face: access, acts, entries, errors, extracts, files, form_presses, forms, message, names, paging, phone,
picture_marks, pictures, problems, subjects, terms, topics.
Other rooms: acts, entries, errors, extracts, forms, message, names, paging, problems, subjects, terms, topics.
"""
