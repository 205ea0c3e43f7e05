"""What is done about hearings, the leaders who appear and the results, as it is written down."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.hall.acts import Act, Field, Shape, hidden, listed, moment, number, term, text, yes_no
from bot.domain.hall.names import HEARINGS, VIAS
from bot.domain.hall.terms import AnswerVia
from bot.domain.hearings.appearances import IDENTITY, PROOFS, RANKS, REASONS
from bot.domain.hearings.details import DETAILS, Detail

REQUIRED = {
    "none": "no leader need appear",
    "base": "a leader should appear",
    "hard": "a leader must appear",
    "principal": "the principal leader must appear",
    "ask": "whether a leader is owed is open",
}
"""How strongly a leader is required, in a few words."""
VIEWS = {
    "accepted": "the court accepts the reason",
    "rejected": "the court does not accept the reason",
    "pending": "the court has not answered",
}
POSTPONEMENTS = {
    "none": "no postponement is asked for",
    "asked": "a postponement is asked for",
    "granted": "the court has granted a postponement",
    "refused": "the court has refused a postponement",
}
MODES = {"in_court": "in the courtroom", "online": "online"}
"""As corrections were written down before it was a detail of its own."""
_PERMITTED = {"permitted": "the court has permitted it", "refused": "the court has not permitted it"}
_WHOSE = {"us": "This agency", "other": "The other agency", "both": "Both"}
_HEARING = (moment("starts_at"), text("place"), term("status", HEARINGS))
_LEADER = text("leader")
_VIA = term("via", {**VIAS, AnswerVia.SELF: "answered personally"})
_PROOF = term("proof", PROOFS, "proof: {value}")
_VIEW = term("court_view", VIEWS)


def _detail(name: str, detail: Detail) -> Field:
    """A detail in the history: its label, and the words of its choices."""
    terms = {str(detail.taken(one.value)): one.label for one in detail.choices if one.translated}
    return Field(name, Shape.TERM if terms else Shape.TEXT, terms=terms, title=detail.label, personal=not terms)


HEARING_ENTERED = Act("hearing_entered", "entered a hearing", *_HEARING, has="recorded this hearing")
HEARING_LISTED = Act("hearing_listed", "entered a line of a hearing list", *_HEARING)
HEARING_CONFIRMED = Act(
    "hearing_confirmed", "confirmed a line of a hearing list", *_HEARING, has="confirmed this hearing"
)
HEARING_REJECTED = Act("hearing_rejected", "rejected a line of a hearing list", has="rejected this line")
HEARING_MOVED = Act("hearing_moved", "moved the hearing", *_HEARING, has="moved this hearing")
HEARING_CORRECTED = Act(
    "hearing_corrected",
    "corrected the hearing",
    *(_detail(name, detail) for name, detail in DETAILS.items()),
    term("mode", MODES),
    *hidden("reason", personal=True),
    has="corrected this hearing",
)
HEARING_ENDED = Act(
    "hearing_ended", "recorded that the hearing is off", *_HEARING, has="recorded that this hearing is off"
)
STRENGTH_JUDGED = Act("strength_judged", "who must appear was worked out anew", term("strength", REQUIRED))
_ANSWERS = (
    yes_no("should_be_defendant", "this third party should have been a defendant: {value}"),
    term("co_defendants_agreed", _WHOSE, "whose leader appears: {value}"),
    term("court_named", _WHOSE, "whose leader the court named: {value}"),
    yes_no("original_agency", "this agency made the original act: {value}"),
    yes_no("government_principal_meant", "the rule means the government's own principal leader: {value}"),
    yes_no("attended_first", "a leader attended the first hearing: {value}"),
    yes_no("attended_before", "a leader attended an earlier hearing: {value}"),
    yes_no("counts_as_leader", "who came counts as a responsible leader: {value}"),
    term("substitution", _PERMITTED, "the change of leader: {value}"),
    _VIEW,
)
"""What people answer where the rule books ask."""
QUESTION_SETTLED = Act("question_settled", "settled an open question", *_ANSWERS, has="settled the open question")
QUESTION_REOPENED = Act("question_reopened", "took an answer back", *_ANSWERS, has="taken an answer back")
PAPERS_READY = Act("papers_ready", "prepared the papers", *hidden("ready", "prepared"))
LEADER_PRESSED = Act("leader_pressed", "pressed for the leader to be settled")
LEADER_NAMED = Act("leader_named", "named the leader", _LEADER, text("post"), *hidden("state"), has="named {leader}")
LEADER_ANSWERED = Act(
    "leader_answered",
    "confirmed attendance",
    _LEADER,
    _VIA,
    *hidden("state"),
    has="recorded that {leader} will appear",
)
LEADER_SUBSTITUTED = Act(
    "leader_substituted",
    "proposed another leader",
    _LEADER,
    text("post"),
    *hidden("state"),
    has="proposed {leader} instead",
)
PERMISSION_GIVEN = Act(
    "permission_given",
    "recorded the court's permission",
    _LEADER,
    text("post"),
    *hidden("state"),
    has="recorded that the court permits {leader} to appear instead",
)
PERMISSION_REFUSED = Act(
    "permission_refused",
    "recorded the court's refusal",
    _LEADER,
    has="recorded that the court refuses the substitution",
)
CHANGE_DECLINED = Act(
    "change_declined",
    "cannot take over the appearance",
    _LEADER,
    has="said not to be able to take it over",
)
PERMISSION_TAKEN_BACK = Act(
    "permission_taken_back",
    "took back what the court had said of the change",
    _LEADER,
    has="taken back what the court had said",
)
IDENTITY_DEFECT = Act(
    "identity_defect",
    "recorded that the court asks to mend the identity certificate",
    _LEADER,
    has="recorded that the identity certificate must be mended",
)
LEADER_LEFT = Act("leader_left", "the leader named has left the post", _LEADER, *hidden("state"))
APPEARANCE_PASSED = Act(
    "appearance_passed", "the appearance passed to the agency's successor",
    text("agency", "from {value}", personal=False),
)  # fmt: skip
SIGNATURE_CONFIRMED = Act(
    "signature_confirmed",
    "said whether the proof was signed",
    yes_no("signed", "the principal leader has signed: {value}"),
    has="said whether the proof was signed",
)
ABSENCE_REPORTED = Act(
    "absence_reported",
    "reported that no leader can appear",
    _LEADER,
    term("reason", REASONS),
    _VIA,
    *hidden("state"),
    has="reported that no leader can appear",
)
PROOF_ATTACHED = Act(
    "proof_attached",
    "attached proof of the absence",
    _PROOF,
    number("files", "files: {value}"),
    has="attached proof of the absence",
)
COURT_VIEW_RECORDED = Act(
    "court_view_recorded",
    "recorded the court's view",
    _VIEW,
    _PROOF,
    yes_no("consent", "the government's principal leader consents: {value}"),
    has="recorded what the court said",
)
POSTPONEMENT_RECORDED = Act(
    "postponement_recorded",
    "recorded the answer about a postponement",
    term("postponement", POSTPONEMENTS),
    _VIEW,
    _PROOF,
    yes_no("consent", "the government's principal leader consents: {value}"),
    has="recorded the court's answer about a postponement",
)
ANSWER_TAKEN_BACK = Act(
    "answer_taken_back", "took the answer back", _LEADER, *hidden("state"), has="taken the answer back"
)
RESULT_REPORTED = Act(
    "result_reported",
    "reported the result of the hearing",
    yes_no("attended", "a leader came: {value}"),
    text("leader_name"),
    term("rank", RANKS),
    yes_no("stayed", "stayed to the end: {value}"),
    yes_no("spoke", "spoke: {value}"),
    yes_no("on_settlement", "spoke on settling the dispute: {value}"),
    text("staff", "staff: {value}"),
    text("counsel", "counsel: {value}"),
    yes_no("video", "by video: {value}"),
    term("identity", IDENTITY, "identity certificate: {value}"),
    text("outcome"),
    has="reported the result",
)

ACTS = listed(
    HEARING_ENTERED, HEARING_LISTED, HEARING_CONFIRMED, HEARING_REJECTED, HEARING_MOVED, HEARING_CORRECTED,
    HEARING_ENDED, STRENGTH_JUDGED, QUESTION_SETTLED, QUESTION_REOPENED, PAPERS_READY, LEADER_NAMED, LEADER_ANSWERED,
    LEADER_SUBSTITUTED, PERMISSION_GIVEN, PERMISSION_REFUSED, PERMISSION_TAKEN_BACK, CHANGE_DECLINED, IDENTITY_DEFECT,
    LEADER_LEFT, APPEARANCE_PASSED, SIGNATURE_CONFIRMED, ABSENCE_REPORTED, PROOF_ATTACHED, COURT_VIEW_RECORDED,
    POSTPONEMENT_RECORDED, LEADER_PRESSED,
    ANSWER_TAKEN_BACK, RESULT_REPORTED,
)  # fmt: skip
CHANGES: Mapping[str, str] = {act.name: act.has for act in ACTS.values() if act.has}
"""What an old button says was done to a hearing, or to who appears."""
