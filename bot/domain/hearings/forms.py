"""The forms of hearings, absences and results: what is asked, in which order, and how answers are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.hall.forms import ASK, Choice, Field, Form, Situation, Values, is_presumed
from bot.domain.hall.names import VIAS
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.terms import HearingStatus
from bot.domain.hearings import details
from bot.domain.hearings.appearances import ENTRUSTABLE, IDENTITY, NO_REASON, PROOFS, RANKS, REASONS, WHO_COMES
from bot.domain.hearings.details import YES_NO
from bot.domain.hearings.readers import read_names, read_place, read_reason, read_when, read_when_or_held, show_when
from bot.domain.hearings.staff import LAWYER_ALONE, read_staff
from bot.domain.reading.answers import as_it_is
from bot.domain.reading.cleaning import read_line, read_person_name, read_text
from bot.domain.reading.party_fields import COUNT, PARTIES, PLAINTIFF, REVIEW, WHOSE, is_named
from bot.domain.reading.several_fields import SEVERAL, is_single, read_number

VIA_CHOICES = tuple(Choice(via.value, words, translated=True) for via, words in VIAS.items())


def _leader_name(text: str, _: Situation) -> Any:
    return read_person_name(text)


def _yes(name: str) -> Any:
    return lambda values: bool(values.get(name))


_WHEN = Field("when", "When is the hearing? For example 12月15日上午9:30.", "Time", read_when, show=show_when)
_PLACE = Field("place", "Where is it?", "Place", read_place, optional=True)
_REASON = Field("reason", "Why? One sentence for the record.", "Reason", read_reason)

HEARING = Form(
    "hearing",
    "Enter a hearing",
    (
        Field("number", "What is the case number?", "Case number", read_number, show=as_it_is, wanted=is_single),
        SEVERAL,
        replace(_WHEN, read=read_when_or_held),
        _PLACE,
        Field("agencies", "Which agency is sued? Several may be chosen.", "Agency", None, many=True),
        WHOSE,
        Field(
            "leader",
            "Which leader appears? Skip to say it later.",
            "Leader who appears",
            None,
            optional=True,
            blank="to be named later",
            wanted=_yes("leaders"),
        ),
        Field(
            "clash",
            "This case has a hearing already. What is this entry?",
            "This entry is",
            None,
            wanted=_yes("clashing"),
        ),
        *details.entered(),
        # What the summons says of the case is shown and corrected here, and asked for nowhere.
        *(replace(one, wanted=is_named(one.name)) for one in (PARTIES, PLAINTIFF, COUNT, REVIEW)),
    ),
)


def _check_ahead(situation: Situation) -> Problem | None:
    """A draft that lay too long may have been overtaken by its hour."""
    when = situation.values.get("when")
    if when and datetime.fromisoformat(str(when)) <= situation.now:
        return problem("{when} has gone by. Please check the date.", when=datetime.fromisoformat(str(when))).about(
            "when"
        )
    return None


WHICH = Field("which", "Which hearing has changed?", "Hearing", None, wanted=_yes("candidates"))
ABOUT = "about"
"""Under this name a draft that a text began keeps the case, so that the change of another one waits."""
NO_HEARING = "none"
"""The answer that it is none of the hearings on record."""
HEARINGS = replace(SEVERAL, prompt="Which hearings?", label="Hearings")
MOVE = Form(
    "hearing.move",
    "Another time or place",
    (
        WHICH,
        HEARINGS,
        Field(
            "when",
            "What is the new time?",
            "New time",
            read_when,
            show=show_when,
            wanted=lambda values: not values.get("same_time"),
        ),
        Field(
            "place",
            "Where? Skip if the place stays the same.",
            "Place",
            read_place,
            optional=True,
            blank="unchanged",
            preset=lambda values: ASK if values.get("same_time") else None,
        ),
        Field("reason", "Why was it moved? Skip if not known.", "Reason", read_reason, optional=True, later=True),
    ),
    check=lambda situation: _check_ahead(situation),
)
WHY_OFF: Mapping[HearingStatus, tuple[str, ...]] = {
    HearingStatus.WITHDRAWN: ("the plaintiff withdrew the suit", "settled with the plaintiff"),
    HearingStatus.CANCELLED: ("called off by the court",),
    HearingStatus.NOT_HELD: ("the court will set a new date", "a party asked for it"),
}
"""The usual reasons why a hearing is not held as planned; another one is typed."""
OFF = Form("hearing.off", "Not held as planned", (WHICH, HEARINGS, _REASON))
FIX = Form("hearing.fix", "Correct an entry", (*details.corrected(), _REASON))
OTHER_LEADER = Form(
    "leader.other",
    "A leader who is not in the roster",
    (
        Field("name", "What is the leader's name?", "Name", _leader_name),
        Field("post", "Which post?", "Post", lambda text, _: read_line(text, limit=60)),
        Field(
            "in_charge",
            "Is this leader in charge of the matter, and may this leader settle it in court?",
            "In charge of the matter",
            None,
            YES_NO,
            wanted=_yes("ask_in_charge"),
        ),
    ),
)
ANSWER_FOR = Form(
    "answer.for",
    "Answer for the leader",
    (
        Field(
            "answer",
            "What did the leader answer?",
            "Answer",
            None,
            (Choice("yes", "will appear", translated=True), Choice("no", "cannot appear", translated=True)),
        ),
        Field("via", "How did the answer reach you?", "How", None, VIA_CHOICES),
    ),
)


def _check_staff(situation: Situation) -> Problem | None:
    """行政诉讼法 art. 3: where no leader comes, staff of the agency must."""
    return problem(LAWYER_ALONE).about("who") if situation.values.get("who") == "lawyer" else None


_PROVED = Field(
    "proof",
    "Proof of the reason must be sealed by the agency or signed by its principal leader. Which is it?",
    "Proof",
    None,
    tuple(Choice(code, words, translated=True) for code, words in PROOFS.items()),
)
_PROOF_FILES = Field(
    "files",
    "Please send the proof as a photo or a file; press Done at the end, or if there is none.",
    "File",
    None,
    optional=True,
    files=True,
)
ABSENCE = Form(
    "absence",
    "No leader can appear",
    (
        Field("via", "How did the answer reach you?", "How", None, VIA_CHOICES, wanted=_yes("proxy")),
        Field(
            "reason",
            "Why can no leader appear?",
            "Reason",
            None,
            tuple(Choice(code.value, words, translated=True) for code, words in REASONS.items()),
        ),
        Field("note", "What exactly prevents it? A sentence or two.", "Facts", lambda t, _: read_text(t, limit=500)),
        _PROVED,
        _PROOF_FILES,
        Field(
            "who",
            "Who will come instead?",
            "Who comes",
            None,
        ),
        Field("staff", "Names and posts of the staff entrusted?", "Staff", read_staff),
        Field(
            "counsel",
            "Name of the lawyer?",
            "Counsel",
            read_names,
            optional=True,
            wanted=lambda values: values.get("who") in ("staff_lawyer", "lawyer"),
        ),
        Field("postponement", "Is a postponement asked for?", "Postponement", None, YES_NO),
        Field(
            "consent",
            "Has the government's principal leader consented to the absence?",
            "Consent of the government's principal leader",
            None,
            (Choice("yes", "Yes", translated=True), Choice("no", "Not yet", translated=True)),
            wanted=_yes("consent_wanted"),
        ),
    ),
    check=_check_staff,
    confirm="Report",
)
PROOF = Form(
    "absence.proof",
    "Proof of the absence",
    (
        Field(
            "files",
            "Please send the proof as a photo or a file; several may follow. Press Done at the end.",
            "File",
            None,
            files=True,
        ),
        _PROVED,
    ),
    confirm="Attach",
)


def _leader_typed(values: Values) -> bool:
    """A leader who was typed in: the roster cannot say the rank."""
    leader = str(values.get("leader") or "")
    return _attended(values) and bool(leader) and not leader.isdigit()


def _asks_why(values: Values) -> bool:
    """No leader came, and nobody reported it before."""
    return values.get("came") == "no" and not values.get("absence_known")


def _excused(values: Values) -> bool:
    return _asks_why(values) and values.get("why") not in (None, NO_REASON)


def _staff_came(values: Values) -> bool:
    return values.get("who") in ENTRUSTABLE


def _attended(values: Values) -> bool:
    return values.get("came") == "yes"


def _usual(value: Any) -> Any:
    """What is so as a rule, and is taken unless somebody says otherwise."""
    return lambda values: value


def _unless(name: str, choices: Sequence[Choice], usual: str, instead: str) -> Any:
    """The usual answer to yes or no, and the one tap that says that it was otherwise."""
    return {
        "choices": tuple(one if one.value == usual else replace(one, instead=instead) for one in choices),
        "preset": _usual(usual),
        "quick": is_presumed(name),
    }


def _staff_is_presumed(values: Values) -> bool:
    """Where no leader came it matters who did: the others are offered by one tap."""
    return values.get("came") == "no" and is_presumed("who")(values)


LEFT_OPEN = _usual(None)
RESULT = Form(
    "result",
    "Result of the hearing",
    (
        replace(HEARINGS, label="Hearings whose result is reported"),
        Field("came", "Did a leader appear?", "Leader appeared", None, YES_NO),
        Field(
            "why",
            "Why did no leader come? What happened only that day can be recorded here.",
            "Reason of the absence",
            None,
            (
                *(Choice(code.value, words, translated=True) for code, words in REASONS.items()),
                Choice(NO_REASON, "no reason was given", translated=True),
            ),
            wanted=_asks_why,
        ),
        Field(
            "why_note",
            "What exactly prevented it? A sentence or two.",
            "Facts",
            lambda text, _: read_text(text, limit=500),
            wanted=_excused,
        ),
        Field(
            "happened",
            "When did it happen? For example 今天上午8:40.",
            "It happened",
            lambda text, _: read_line(text, limit=60),
            wanted=_excused,
        ),
        replace(_PROVED, wanted=_excused),
        replace(_PROOF_FILES, wanted=_excused),
        Field("leader", "Which leader appeared?", "Leader", _leader_name, wanted=_attended),
        Field(
            "rank",
            "What is this leader's rank?",
            "Rank",
            None,
            tuple(Choice(code, words, translated=True) for code, words in RANKS.items()),
            wanted=_leader_typed,
        ),
        Field(
            "stayed",
            "Did the leader stay throughout, or leave only with the court's leave?",
            "Stayed throughout",
            None,
            **_unless("stayed", YES_NO, "yes", "Left early"),
            wanted=_attended,
        ),
        Field(
            "spoke",
            "Did the leader speak?",
            "Spoke",
            None,
            **_unless("spoke", YES_NO, "yes", "Did not speak"),
            wanted=_attended,
        ),
        Field(
            "on_settlement",
            "Did the leader speak on settling the dispute?",
            "Spoke on settlement",
            None,
            YES_NO,
            preset=LEFT_OPEN,
            wanted=lambda values: values.get("spoke") == "yes",
        ),
        Field(
            "video",
            "Did the leader take part by video?",
            "By video",
            None,
            **_unless("video", YES_NO, "no", "Took part by video"),
            wanted=_attended,
        ),
        Field(
            "identity",
            "Did the court accept the leader's identity certificate?",
            "Identity certificate",
            None,
            tuple(Choice(code, words, translated=True) for code, words in IDENTITY.items()),
            preset=LEFT_OPEN,
            wanted=_attended,
        ),
        Field(
            "who",
            "Who else came for the agency?",
            "Who else came",
            None,
            tuple(Choice(code, words, translated=True) for code, words in WHO_COMES.items()),
            preset=_usual("staff"),
            quick=_staff_is_presumed,
        ),
        Field(
            "staff",
            "Names and posts of the staff?",
            "Staff",
            read_names,
            optional=True,
            preset=LEFT_OPEN,
            wanted=_staff_came,
        ),
        Field(
            "counsel",
            "Name of the lawyer?",
            "Counsel",
            read_names,
            optional=True,
            preset=LEFT_OPEN,
            wanted=lambda values: values.get("who") in ("staff_lawyer", "lawyer"),
        ),
        Field(
            "outcome",
            "What came of it? For example: judgment on the spot, adjourned, to be mediated.",
            "Outcome",
            lambda text, _: read_text(text, limit=200),
            optional=True,
            preset=LEFT_OPEN,
        ),
        Field("reason", "Why is it corrected?", "Reason", read_reason, wanted=_yes("correcting")),
    ),
    confirm="Report",
)
