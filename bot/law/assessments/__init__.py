"""Indicator tables of assessments as data: one TOML file each, read strictly, beside the rule books.

A file has these parts (every key not marked optional is required; unknown keys are errors):

`format = 1`

`[sheet]`
    id              lower-case words joined by "-"; the file is called by it
    zh, en          its title
    book            id of the rule book whose agencies it assesses
    basis           optional list of rule ids that it rests on (`law check` looks for them)
    effective_from  the day from which it holds; of several of one book the newest that holds is taken
    objection_days  optional, default 5: working days in which a unit may object once the data are frozen
    answer_days     optional, default 5: working days in which an objection is to be answered

`[[indicator]]`
    id              lower-case words joined by "_", unique
    zh, en          what is assessed
    points          the most that it gives, or takes
    deducts         optional, default false; true = it takes points away: its formula gives what is below nought
    formula         optional: over names of figures (`bot.domain.figures.assessment.NAMES`): rate / 100 * 40; left out =
                    a person enters the points, with a reason
    evidence_zh, evidence_en   optional: what shows it
"""
