"""The law as values: rules, conditions, working days, terms, obligations, who must appear, what counts.

The texts are data (`bot/law/books`); here is what they can say and how it is reckoned.

Face: acts, appearing, appearing_words, attendance, calendar, citations, conditions, effective, explanations,
    hearing_facts, instructions, ladders, obligations, periods, recurring, roles, rules, scheduling, topics,
    trigger_facts, triggers, verdicts, workdays.
Other rooms: appearing, appearing_words, attendance, calendar, explanations, recurring, roles, trigger_facts,
    triggers, verdicts.
"""
