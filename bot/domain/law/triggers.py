"""What can start a duty. The names are public: the CLI, the rule books and the papers room share them."""

from enum import StrEnum


class Trigger(StrEnum):
    """An event that starts duties. Papers count from the day of service (`served_on`)."""

    NOTICE_OF_RESPONSE = "notice_of_response"
    COMPLAINT_COPY = "complaint_copy"
    SUMMONS = "summons"
    APPEARANCE_NOTICE = "appearance_notice"
    JUDGMENT_FIRST_INSTANCE = "judgment_first_instance"
    RULING_FIRST_INSTANCE = "ruling_first_instance"
    JUDGMENT_SECOND_INSTANCE = "judgment_second_instance"
    RULING_SECOND_INSTANCE = "ruling_second_instance"
    JUDGMENT_RETRIAL = "judgment_retrial"
    RULING_RETRIAL = "ruling_retrial"
    MEDIATION_STATEMENT = "mediation_statement"
    APPEAL_COPY = "appeal_copy"
    RETRIAL_APPLICATION_COPY = "retrial_application_copy"
    JUDGMENT_EFFECTIVE = "judgment_effective"
    COURT_BULLETIN = "court_bulletin"
    ADVICE_RECEIVED = "advice_received"
    ADVICE_HANDLED = "advice_handled"
    STATEMENT_RECEIVED = "statement_received"
    URGING_LETTER = "urging_letter"
    REMINDER_LETTER = "reminder_letter"
    CRITICISM_PUBLISHED = "criticism_published"
    HEARING_SCHEDULED = "hearing_scheduled"
    HEARING_POSTPONED = "hearing_postponed"
    HEARING_OVER = "hearing_over"
    HEARING_HELD = "hearing_held"
    HEARING_RESULT = "hearing_result"
    LEADER_ABSENT = "leader_absent"
    PRINCIPAL_ABSENT = "principal_absent"
    PRINCIPAL_ATTENDED = "principal_attended"
    RISK_TAGGED = "risk_tagged"
    CASE_RECEIVED = "case_received"
    CASE_CLOSED = "case_closed"
    FILING_RECEIVED = "filing_received"
    MODEL_FOUND = "model_found"
    IDENTITY_DEFECT = "identity_defect"
    PLAN_ITEM = "plan_item"
    MONTH_END = "month_end"
    QUARTER_END = "quarter_end"
    YEAR_END = "year_end"


PAPERS = frozenset(
    {
        Trigger.NOTICE_OF_RESPONSE,
        Trigger.COMPLAINT_COPY,
        Trigger.SUMMONS,
        Trigger.APPEARANCE_NOTICE,
        Trigger.JUDGMENT_FIRST_INSTANCE,
        Trigger.RULING_FIRST_INSTANCE,
        Trigger.JUDGMENT_SECOND_INSTANCE,
        Trigger.RULING_SECOND_INSTANCE,
        Trigger.JUDGMENT_RETRIAL,
        Trigger.RULING_RETRIAL,
        Trigger.MEDIATION_STATEMENT,
        Trigger.APPEAL_COPY,
        Trigger.RETRIAL_APPLICATION_COPY,
    }
)
DECISIONS = frozenset(
    {
        Trigger.JUDGMENT_FIRST_INSTANCE,
        Trigger.RULING_FIRST_INSTANCE,
        Trigger.JUDGMENT_SECOND_INSTANCE,
        Trigger.RULING_SECOND_INSTANCE,
        Trigger.JUDGMENT_RETRIAL,
        Trigger.RULING_RETRIAL,
        Trigger.MEDIATION_STATEMENT,
        Trigger.JUDGMENT_EFFECTIVE,
    }
)
HEARINGS = frozenset(
    {
        Trigger.HEARING_SCHEDULED,
        Trigger.HEARING_POSTPONED,
        Trigger.HEARING_OVER,
        Trigger.HEARING_HELD,
        Trigger.HEARING_RESULT,
        Trigger.LEADER_ABSENT,
        Trigger.PRINCIPAL_ABSENT,
        Trigger.PRINCIPAL_ATTENDED,
        Trigger.IDENTITY_DEFECT,
    }
)
#: Hearings that are recorded before they take place.
HEARINGS_TO_COME = frozenset({Trigger.HEARING_SCHEDULED, Trigger.HEARING_POSTPONED})
ADVICE = frozenset({Trigger.ADVICE_RECEIVED, Trigger.ADVICE_HANDLED, Trigger.STATEMENT_RECEIVED})
CALENDAR = frozenset({Trigger.MONTH_END, Trigger.QUARTER_END, Trigger.YEAR_END})

TRIGGER_NAMES: dict[Trigger, tuple[str, str]] = {
    Trigger.NOTICE_OF_RESPONSE: ("收到应诉通知书", "notice of response served"),
    Trigger.COMPLAINT_COPY: ("收到起诉状副本", "copy of the complaint served"),
    Trigger.SUMMONS: ("收到传票", "summons served"),
    Trigger.APPEARANCE_NOTICE: ("收到出庭通知书", "appearance notice served"),
    Trigger.JUDGMENT_FIRST_INSTANCE: ("收到一审判决书", "first-instance judgment served"),
    Trigger.RULING_FIRST_INSTANCE: ("收到一审裁定书", "first-instance ruling served"),
    Trigger.JUDGMENT_SECOND_INSTANCE: ("收到二审判决书", "second-instance judgment served"),
    Trigger.RULING_SECOND_INSTANCE: ("收到二审裁定书", "second-instance ruling served"),
    Trigger.JUDGMENT_RETRIAL: ("收到再审判决书", "retrial judgment served"),
    Trigger.RULING_RETRIAL: ("收到再审裁定书", "retrial ruling served"),
    Trigger.MEDIATION_STATEMENT: ("收到调解书", "mediation statement served"),
    Trigger.APPEAL_COPY: ("收到上诉状副本", "copy of the appeal served"),
    Trigger.RETRIAL_APPLICATION_COPY: ("收到再审申请书副本", "copy of a retrial application served"),
    Trigger.JUDGMENT_EFFECTIVE: ("裁判生效", "judgment took effect"),
    Trigger.COURT_BULLETIN: ("收到法院季度通报", "court's quarterly bulletin received"),
    Trigger.ADVICE_RECEIVED: ("收到司法建议", "judicial advice received"),
    Trigger.ADVICE_HANDLED: ("司法建议处理完毕", "judicial advice handled"),
    Trigger.STATEMENT_RECEIVED: ("收到下级机关情况说明", "agency's statement received"),
    Trigger.URGING_LETTER: ("收到督促函", "urging letter received"),
    Trigger.REMINDER_LETTER: ("收到工作提醒函", "reminder letter received"),
    Trigger.CRITICISM_PUBLISHED: ("通报批评印发", "circulated criticism published"),
    Trigger.HEARING_SCHEDULED: ("开庭", "hearing"),
    Trigger.HEARING_POSTPONED: ("延期后的开庭", "postponed hearing"),
    Trigger.HEARING_OVER: ("开庭时间已过", "the hour of the hearing has passed"),
    Trigger.HEARING_HELD: ("已开庭", "hearing held"),
    Trigger.HEARING_RESULT: ("登记庭审结果", "hearing result recorded"),
    Trigger.LEADER_ABSENT: ("负责人无正当理由未出庭", "no leader appeared, without a valid reason"),
    Trigger.PRINCIPAL_ABSENT: ("主要负责人应出庭未出庭", "principal leader absent from a duty case"),
    Trigger.PRINCIPAL_ATTENDED: ("主要负责人出庭", "principal leader appears"),
    Trigger.RISK_TAGGED: ("标记为风险案件", "case marked as a risk"),
    Trigger.CASE_RECEIVED: ("收到案件", "case received"),
    Trigger.CASE_CLOSED: ("结案", "case closed"),
    Trigger.FILING_RECEIVED: ("收到备案材料", "filing received"),
    Trigger.MODEL_FOUND: ("发现典型", "model case found"),
    Trigger.IDENTITY_DEFECT: ("身份证明被告知补正", "court asks to mend the identity certificate"),
    Trigger.PLAN_ITEM: ("列入工作计划", "item of a work plan"),
    Trigger.MONTH_END: ("月末", "end of the month"),
    Trigger.QUARTER_END: ("季末", "end of the quarter"),
    Trigger.YEAR_END: ("年末", "end of the year"),
}
