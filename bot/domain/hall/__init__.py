"""Values that every room speaks in: terms, messages, forms, problems, refusals, pages, who may do what.

It knows no room; every room knows it.

Face: access, acts, batches, entries, errors, extracts, files, form_pages, form_presses, forms, message, names,
    paging, phone, picture_marks, pictures, posts, problems, subjects, terms, topics, worded.
Other rooms: access, acts, batches, entries, errors, extracts, files, forms, message, names, paging, problems, subjects,
    terms, topics, worded.
"""
