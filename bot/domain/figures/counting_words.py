"""The words of how a case is counted: code of a step -> English message id. Those of the law are in its own table."""

from bot.domain.law.appearing_words import APPEARANCE_MESSAGES

COUNTING_MESSAGES: dict[str, str] = {
    "outside_register_only": "Reconsideration and arbitration cases are only registered; they are in no figure.",
    "outside_no_trial": "A review or an enforcement matter is no trial; it is in no figure.",
    "outside_third_party": "This rule book does not count third parties.",
    "not_heard_undated": "No day of a hearing is known yet.",
    "not_heard_scheduled": "The hearing is still to come, or its result is not reported yet.",
    "not_heard_withdrawn": "The case was withdrawn before the hearing.",
    "not_heard_cancelled": "The hearing was called off.",
    "not_heard_on_paper": "The court decided without a hearing.",
    "not_heard_not_held": "The hearing was not held.",
    "not_heard_other_session": "Only a session that is no hearing took place.",
    "heard_on": "First heard on {date}: this is the day that the period goes by.",
    "decided_by": "Hearings of this instance: {n}. The one of {date} decides.",
    "result_missing": "What came of it has not been reported.",
    "counted_attended": "So it counts as: attended.",
    "counted_excused": "So it counts as: absent with a valid reason. It stays in the denominator.",
    "counted_unexcused": "So it counts as: absent.",
    "counted_exempt": "So it is not in the denominator.",
    "counted_open": "So it is open.",
}
WORDS: dict[str, str] = {**APPEARANCE_MESSAGES, **COUNTING_MESSAGES}
