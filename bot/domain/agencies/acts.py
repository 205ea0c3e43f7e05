"""What is done to agencies, people, their appointments, invitations and groups, as it is written down."""

from __future__ import annotations

from bot.domain.agencies.agencies import KIND_NAMES
from bot.domain.agencies.people_forms import ROLE_NAMES
from bot.domain.agencies.reform import REFORM_NAMES
from bot.domain.hall.acts import Act, day, hidden, listed, named, number, term, text, yes_no
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role

ROLES = {Role.ADMINISTRATOR: "administrator", **ROLE_NAMES}
DISPUTED = {
    "name": "the name",
    "post": "agency or post",
    "phone": "the telephone",
    "person": "it reached the wrong person",
}
"""What somebody says is wrong in an invitation."""
_UNTIL = day("to_date", "until {value}")
_IN_CHARGE = text("in_charge_of", "in charge of {value}")
_ABOVE = named("parent_id", About.AGENCY, "below {value}")

AGENCY_CREATED = Act(
    "agency_created", "entered an agency", text("name", personal=False), term("kind", KIND_NAMES),
    named("parent", About.AGENCY, "below {value}"),
)  # fmt: skip
AGENCY_CHANGED = Act(
    "agency_changed",
    "changed an agency",
    text("name", personal=False),
    text("short_name", "short name {value}", personal=False),
    term("kind", KIND_NAMES),
    _ABOVE,
    named("supervisor_id", About.AGENCY, "supervised by {value}"),
    named("lead_id", About.AGENCY, "led by {value}"),
    text("rulebook", "rule book {value}", personal=False),
    yes_no("approval_needed", "circulars need approval: {value}"),
    day("closed_on", "closed on {value}"),
    *hidden("id", "path"),
)
AGENCY_CLOSED = Act("agency_closed", "closed an agency", named("heir", About.AGENCY, "its work goes to {value}"))
AGENCY_RENAMED = Act(
    "agency_renamed", "renamed an agency by a reform", text("name", personal=False),
    text("short_name", "short name {value}", personal=False),
)  # fmt: skip
AGENCY_REFORMED = Act(
    "agency_reformed",
    "carried out a reform of an agency",
    named("agency", About.AGENCY),
    term("how", REFORM_NAMES),
    named("heir", About.AGENCY, "successor: {value}"),
    text("others", "further successors: {value}", personal=False),
    number("cases", "cases: {value}"),
    number("duties", "duties: {value}"),
    number("hearings", "hearings: {value}"),
    number("people", "people: {value}"),
    number("children", "agencies below: {value}"),
)
APPOINTMENT_PASSED = Act(
    "appointment_passed", "an appointment passed to the successor", term("role", ROLES),
    named("agency_id", About.AGENCY), *hidden("to_date"),
)  # fmt: skip
PERSON_ADDED = Act("person_added", "entered a person", text("name"))
PERSON_CORRECTED = Act("person_corrected", "corrected a person's entry", text("name"), text("phone"))
PEOPLE_JOINED = Act("people_joined", "made two entries of one person one", text("name"), *hidden("person"))
PERSON_UNREACHABLE = Act("person_unreachable", "a person can no longer be reached")
PHONE_SHARED = Act("phone_shared", "shared a telephone number", yes_no("matched", "as in the roster: {value}"))
APPOINTED = Act(
    "appointed",
    "appointed somebody",
    term("role", ROLES),
    named("agency_id", About.AGENCY),
    text("post"),
    _IN_CHARGE,
    day("from_date", "from {value}"),
    _UNTIL,
    *hidden("id", "version"),
)
APPOINTMENT_ENDED = Act("appointment_ended", "ended an appointment", term("role", ROLES), _UNTIL)
POST_CORRECTED = Act("post_corrected", "corrected a post", text("post"), _IN_CHARGE)
ADMINISTRATOR_APPOINTED = Act("administrator_appointed", "became administrator")
WORK_HANDED_OVER = Act(
    "work_handed_over",
    "handed over what was open",
    named("to", About.PERSON, "to {value}"),
    number("messages", "messages: {value}"),
    number("others", "other matters: {value}"),
)
INVITED = Act("invited", "invited somebody", term("role", ROLES))
REGISTERED = Act("registered", "accepted the invitation")
INVITATION_REVOKED = Act("invitation_revoked", "took an invitation back")
INVITATIONS_EXTENDED = Act(
    "invitations_extended", "made invitations valid for longer", number("count", "invitations: {value}"), *hidden("ids")
)
INVITATION_DISPUTED = Act(
    "invitation_disputed", "said what is wrong in the roster", term("kind", DISPUTED), text("text")
)
ROSTER_IMPORTED = Act(
    "roster_imported",
    "took over a roster",
    number("agencies_created", "agencies entered: {value}"),
    number("agencies_changed", "agencies changed: {value}"),
    number("people_created", "people entered: {value}"),
    number("people_changed", "people changed: {value}"),
    number("appointments_created", "appointments entered: {value}"),
    number("appointments_changed", "appointments changed: {value}"),
    number("appointments_ended", "appointments ended: {value}"),
)
GROUP_CODE_MADE = Act("group_code_made", "made a code for linking a group")
GROUP_LINKED = Act(
    "group_linked", "linked a group", text("title"), named("agency", About.AGENCY, "until now of {value}")
)
GROUP_UNLINKED = Act("group_unlinked", "unlinked a group")
GROUP_NOTES = Act(
    "group_notes", "changed what a group is told", yes_no("on", "notes on the next day's hearings: {value}")
)
GROUP_GONE = Act("group_gone", "the group is gone")

CODES_GUESSED = Act(
    "codes_guessed",
    "noticed that codes are guessed",
    term("kind", {"invitation": "invitation codes", "sign_in": "sign-in codes"}),
    number("count", "wrong codes within an hour: {value}"),
)

ACTS = listed(
    AGENCY_CREATED, AGENCY_CHANGED, AGENCY_CLOSED, AGENCY_RENAMED, AGENCY_REFORMED, APPOINTMENT_PASSED,
    PERSON_ADDED, PERSON_CORRECTED, PEOPLE_JOINED, PERSON_UNREACHABLE,
    PHONE_SHARED, APPOINTED, APPOINTMENT_ENDED, POST_CORRECTED, ADMINISTRATOR_APPOINTED, WORK_HANDED_OVER, INVITED,
    REGISTERED, INVITATION_REVOKED, INVITATIONS_EXTENDED, INVITATION_DISPUTED, ROSTER_IMPORTED, GROUP_CODE_MADE,
    GROUP_LINKED, GROUP_UNLINKED, GROUP_NOTES, GROUP_GONE, CODES_GUESSED,
)  # fmt: skip
