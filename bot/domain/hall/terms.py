"""Names of things, one for each, as the glossary has them (`.github/CONTRIBUTING.md`, "Words")."""

from __future__ import annotations

from enum import StrEnum


class AgencyKind(StrEnum):
    GOVERNMENT = "government"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"
    DISPATCHED = "dispatched_body"
    JUSTICE_BUREAU = "justice_bureau"
    GENERAL_OFFICE = "government_general_office"
    COURT = "court"
    AUTHORISED = "authorised_organisation"
    INTERNAL = "internal_body"


class Role(StrEnum):
    """A role held by appointment in one agency, from a date, perhaps to a date."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    ASSESSOR = "assessor"
    LIAISON = "liaison"
    DEPUTY_LIAISON = "deputy_liaison"
    PRINCIPAL = "principal"
    LEADER = "leader"
    CASE_HANDLER = "case_handler"
    LEGAL_STAFF = "legal_staff"
    ENFORCEMENT_STAFF = "enforcement_staff"
    COURT_CONTACT = "court_contact"
    OBSERVER = "observer"


LEADERS = frozenset({Role.PRINCIPAL, Role.LEADER})
LIAISONS = frozenset({Role.LIAISON, Role.DEPUTY_LIAISON})
DOERS = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.COORDINATOR)
"""Who does what an agency owes; coordinators that of their own bureau."""


class PaperKind(StrEnum):
    """Papers that start something; the values are the trigger names of the rule books."""

    NOTICE_OF_RESPONSE = "notice_of_response"
    COMPLAINT_COPY = "complaint_copy"
    SUMMONS = "summons"
    APPEARANCE_NOTICE = "appearance_notice"
    JUDGMENT_FIRST = "judgment_first_instance"
    RULING_FIRST = "ruling_first_instance"
    JUDGMENT_SECOND = "judgment_second_instance"
    RULING_SECOND = "ruling_second_instance"
    JUDGMENT_RETRIAL = "judgment_retrial"
    RULING_RETRIAL = "ruling_retrial"
    MEDIATION = "mediation_statement"
    APPEAL_COPY = "appeal_copy"
    RETRIAL_COPY = "retrial_application_copy"
    ADVICE = "advice_received"
    URGING = "urging_letter"
    """Of the lead organ, not of a court: it asks who will appear, or for something that is late."""
    CRITICISM = "criticism_published"
    """Of the lead organ as well: 通报批评, after which the unit mends what was criticised."""


class ServiceMode(StrEnum):
    """How a paper was served (民事诉讼法 arts. 87-95)."""

    IN_PERSON = "in_person"
    POST = "post"
    ELECTRONIC = "electronic"
    RETAINED = "retained"
    FORWARDED = "forwarded"
    ANNOUNCED = "announced"


class PartyCapacity(StrEnum):
    DEFENDANT = "defendant"
    THIRD_PARTY = "third_party"
    RECONSIDERATION_BODY = "reconsideration_body"


class HearingStatus(StrEnum):
    PENDING = "pending"
    """From a list; it counts once the agency's liaison or who entered it confirms it."""
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    NOT_HELD = "not_held"


class AppearanceState(StrEnum):
    """Where an agency stands with its leader for one case or hearing."""

    UNNAMED = "unnamed"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    AWAITING_PERMISSION = "awaiting_permission"
    CANNOT = "cannot"
    CLOSED = "closed"


class AbsenceReason(StrEnum):
    """法释〔2020〕3号 art. 8."""

    FORCE_MAJEURE = "force_majeure"
    ACCIDENT = "accident"
    IRREPLACEABLE_DUTY = "irreplaceable_duty"
    OTHER = "other"


class AnswerVia(StrEnum):
    """How an answer reached the bot."""

    SELF = "self"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    WRITTEN = "written_instruction"


class DutyState(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    DONE = "done"
    EXCUSED = "excused"
    TRANSFERRED = "transferred"
    NOT_APPLICABLE = "not_applicable"
    CANCELLED = "cancelled"


class Reform(StrEnum):
    """What becomes of an agency in a reform of agencies (机构改革)."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    ENDED = "ended"
    """Its powers go to an agency that is there already."""


class Lane(StrEnum):
    """Who goes first: people before reminders before broadcasts."""

    INTERACTIVE = "interactive"
    REMINDER = "reminder"
    BULK = "bulk"


class SendState(StrEnum):
    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    CANCELLED = "cancelled"
    HELD = "held"
    """Kept back after a restore, until a person releases it."""
    CARRIED = "carried"
    """Goes out within the message of another row."""


class CircularState(StrEnum):
    """Where a circular stands; each is shown."""

    DRAFT = "draft"
    AWAITING = "awaiting_approval"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    """A corrected version took its place."""
    WITHDRAWN = "withdrawn"


class ReplyWanted(StrEnum):
    """What a circular asks back."""

    NOTHING = "nothing"
    RECEIPT = "receipt"
    ANSWER = "answer"
    FILE = "file"


class InboxState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"


class EventKind(StrEnum):
    TRAINING = "training"
    """业务培训."""
    OBSERVATION = "observation"
    """庭审观摩: organised for others, with a court."""
    SITTING_IN = "sitting_in"
    """旁听: an agency's own people at its own hearing."""
    JOINT_MEETING = "joint_meeting"
    """联席会议."""


class EventState(StrEnum):
    PLANNED = "planned"
    CANCELLED = "cancelled"
    HELD = "held"
    """Over, with the list of who was there."""


class SignInWay(StrEnum):
    CODE = "code"
    """A code that changes, on the organiser's phone."""
    BUTTON = "button"
    ORGANISER = "organiser"
    """Only the organiser writes down who is there."""


class EventAnswer(StrEnum):
    UNANSWERED = "unanswered"
    COMING = "coming"
    WAITING = "waiting"
    """Would come; there is no seat."""
    SENDS = "sends"
    """Sends somebody else."""
    DECLINED = "declined"
    RELEASED = "released"
    """Let go: no longer appointed, or no longer sent."""


class Presence(StrEnum):
    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
