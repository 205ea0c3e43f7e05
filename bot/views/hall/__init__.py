"""What every view is made with: how a form is asked and previewed, how long lists are turned.

Pure like all views: a value in, a message out.

Face: english, forms, pictured, unused, where, whose.
Other rooms: english, fitting, numbers, paging, suing, together, where.
"""
