"""/people: the people of an agency, their entries, appointments, and handing work over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.agencies import people_forms
from bot.domain.agencies.agencies import AgencyLine
from bot.domain.agencies.topics import (
    CORRECTED,
    OTHER_PHONE,
    TAKEOVER,
    VACANCY,
    WRONG,
    Disputed,
    OfInvitation,
    OtherPhone,
    Takeover,
    Vacancy,
)
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Missing, Stale
from bot.domain.hall.forms import Choice, of_names
from bot.domain.hall.message import Html, Message
from bot.domain.hall.paging import cut
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.reading.cleaning import shown
from bot.services.agencies import agencies, disputes, leaving, people, staffing
from bot.services.hall import access
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.agencies import invitations as invitation_views
from bot.views.agencies import people as views

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The command, the buttons of lists and cards, the forms, and what is told when people come and go."""
    router.command("people", lambda turn: overview(turn, 0), "people and telephone numbers", shown=_shown, rank=50)
    router.press("pp.all", lambda turn: overview(turn, turn.number()), sees=nothing)
    router.press("pp.abc", lambda turn: letters(turn, turn.number()), sees=nothing)
    router.press("pp.on", under, sees=nothing)
    router.press("pp.in", lambda turn: turn.show(_listing(turn, turn.number(0), turn.number(1))), sees=_agency)
    router.press("pp.at", lambda turn: turn.show(_card(turn, turn.number())), sees=PERSON.look)
    router.press(
        "pp.new",
        lambda turn: _begin(turn, forms, people_forms.ADD_PERSON.name, {"agency": turn.number()}),
        sees=_agency,
    )
    router.press(
        "pp.app",
        lambda turn: _begin(turn, forms, people_forms.APPOINT.name, {"person": turn.number()}),
        sees=PERSON.look,
    )
    router.press("pp.fix", lambda turn: _versioned(turn, forms, people_forms.EDIT_PERSON.name, "person"), of=PERSON)
    router.press("pp.post", lambda turn: _versioned(turn, forms, people_forms.EDIT_POST.name, "appointment"), of=HELD)
    router.press("pp.end", lambda turn: _versioned(turn, forms, people_forms.END.name, "appointment"), of=HELD)
    router.press("pp.hand", lambda turn: _versioned(turn, forms, people_forms.HAND_OVER.name, "appointment"), of=HELD)
    _add_forms(forms)
    router.topic(TAKEOVER, takeover)
    router.topic(VACANCY, vacancy)
    router.topic(WRONG, disputed)
    router.topic(CORRECTED, corrected)
    router.topic(OTHER_PHONE, other_phone)


def _add_forms(forms: Forms) -> None:
    forms.add(Bound(people_forms.ADD_PERSON, add, intro=_agency_intro))
    forms.add(Bound(people_forms.APPOINT, appoint, {"agency": _editable}, _person_intro))
    forms.add(Bound(people_forms.EDIT_PERSON, correct, intro=_person_intro, of=PERSON))
    forms.add(Bound(people_forms.EDIT_POST, correct_post, intro=_post_intro, of=HELD))
    forms.add(Bound(people_forms.END, end, {"last_day": _last_days}, _post_intro, of=HELD))
    forms.add(Bound(people_forms.HAND_OVER, hand_over, {"to": _takers}, _post_intro, of=HELD))


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.SEE_PEOPLE)


# -- looking ---------------------------------------------------------------------------------------------------


def overview(turn: Turn, page: int) -> None:
    """One agency in scope: its people. Several: which? With words behind the command: whoever they name."""
    access.require_somewhere(turn.desk, Action.SEE_PEOPLE)
    if turn.incoming.args:
        hits = views.found(people.find(turn.desk, turn.incoming.args), turn.tr)
        nothing = turn.tr("Nothing was found for “{words}”.", words=shown(turn.incoming.args))
        turn.say(hits or Message(nothing))
        return
    scope = agencies.choices(turn.desk, Action.SEE_PEOPLE)
    if len(scope) == 1:
        turn.show(_listing(turn, scope[0].id, 0))
        return
    turn.show(views.agencies(cut(scope, page), turn.tr))


def letters(turn: Turn, page: int) -> None:
    turn.show(views.letters(people.letters(turn.desk), page, turn.tr))


def under(turn: Turn) -> None:
    """The people of a letter; of a button that names none, all letters."""
    letter = turn.arg(0)[:1]
    found = people.by_letter(turn.desk, letter, turn.number(1))
    if found.total:
        turn.show(views.under(letter, found, turn.tr))
    else:
        letters(turn, 0)


def _listing(turn: Turn, agency_id: int, page: int) -> Message:
    found = people.listing(turn.desk, agency_id, page)
    card = agencies.card(turn.desk, agency_id)
    line = AgencyLine(card.id, card.short_name, card.kind, 0, card.name)
    return views.listing(line, found, turn.tr, may_edit=card.may_invite)


def _card(turn: Turn, person_id: int, note: Html | None = None) -> Message:
    return views.person(people.view(turn.desk, person_id), turn.tr, note=note)


def _agency(turn: Turn) -> None:
    agencies.card(turn.desk, turn.number())


PERSON = Subject(
    "person",
    lambda turn, number: turn.show(_card(turn, number)),
    lambda turn, number: people.view(turn.desk, number),
)
HELD = Subject(
    "appointment",
    lambda turn, number: turn.show(_card(turn, staffing.holder_of(turn.desk, number))),
    lambda turn, number: people.view_of_post(turn.desk, number),
    audited=lambda turn, number: About.PERSON(staffing.holder_of(turn.desk, number)),
)


# -- forms -----------------------------------------------------------------------------------------------------


def _begin(turn: Turn, forms: Forms, form: str, context: Given) -> None:
    if "agency" in context:
        access.require(turn.desk, Action.EDIT_PEOPLE, context["agency"])
    else:
        staffing.editable(turn.desk, context["person"])
    turn.beside()
    forms.start(turn, form, {}, context)


def _versioned(turn: Turn, forms: Forms, form: str, what: str) -> None:
    """Begin a form about a person or an appointment at the version that the button carries.

    What is corrected is shown as it stands, so that nobody writes again, or loses, what was right.
    """
    found, version = turn.number(0), turn.number(1)
    context: Given = {what: found, "version": version}
    values: Given = {}
    if what == "appointment":
        row = staffing.appointment(turn.desk, found, version)
        context |= {"person": row.person_id, "agency": row.agency_id}
        if form == people_forms.EDIT_POST.name:
            values = {"post": row.post or None, "in_charge_of": row.in_charge_of or None}
    else:
        person = staffing.editable(turn.desk, found)
        if person.version != version:
            raise Stale
        values = {"name": person.name, "phone": person.phone or None}
    turn.beside()
    forms.start(turn, form, values, context)


def add(turn: Turn, values: Given, context: Given) -> None:
    person = staffing.add(
        turn.desk,
        context["agency"],
        name=values["name"],
        phone=values.get("phone") or "",
        role=Role(values["role"]),
        **_post_of(values),
    )
    turn.show(_card(turn, person.id or 0, turn.tr("Entered. The link under “Invitation link” registers the person.")))


def appoint(turn: Turn, values: Given, context: Given) -> None:
    agency_id = int(values["agency"])
    staffing.editable(turn.desk, context["person"])
    staffing.appoint(turn.desk, context["person"], agency_id, Role(values["role"]), **_post_of(values))
    turn.show(_card(turn, context["person"]))


def _post_of(values: Given) -> Given:
    until = values.get("until")
    return {
        "post": values.get("post") or "",
        "in_charge_of": values.get("in_charge_of") or "",
        "to_date": date.fromisoformat(until) if until else None,
    }


def correct(turn: Turn, values: Given, context: Given) -> None:
    staffing.correct(
        turn.desk, context["person"], context["version"], name=values["name"], phone=values.get("phone") or ""
    )
    turn.show(_card(turn, context["person"]))


def correct_post(turn: Turn, values: Given, context: Given) -> None:
    post, matters = values.get("post") or "", values.get("in_charge_of") or ""
    staffing.correct_post(turn.desk, context["appointment"], context["version"], post=post, in_charge_of=matters)
    turn.show(_card(turn, context["person"]))


def end(turn: Turn, values: Given, context: Given) -> None:
    last_day = date.fromisoformat(values["last_day"])
    left = leaving.end(turn.desk, context["appointment"], context["version"], last_day)
    turn.show(Message(views.ended(left, turn.tr)))


def hand_over(turn: Turn, values: Given, context: Given) -> None:
    done = people.hand_over(turn.desk, context["person"], int(values["to"]), context["agency"])
    name = people.card(turn.desk, context["person"]).name
    turn.show(_card(turn, context["person"], views.handed(done, name, turn.tr)))


# -- choices and introductions ---------------------------------------------------------------------------------


def _editable(turn: Turn, given: Given) -> Sequence[Choice]:
    return [of_names(a) for a in agencies.choices(turn.desk, Action.EDIT_PEOPLE)]


def _takers(turn: Turn, given: Given) -> Sequence[Choice]:
    """Everybody else who holds a role in the agency today."""
    others = access.holders(turn.desk, given["agency"], *Role)
    return [Choice(str(p.id), p.name, names=(p.name,)) for p in others if p.id != given["person"]]


def _last_days(turn: Turn, given: Given) -> Sequence[Choice]:
    today = turn.desk.today
    yesterday = date.fromordinal(today.toordinal() - 1)
    return [
        Choice(yesterday.isoformat(), "Yesterday (ends at once)", translated=True),
        Choice(today.isoformat(), "Today", translated=True),
    ]


def _agency_intro(turn: Turn, values: Given, context: Given) -> Html:
    return turn.tr("Agency: {name}", name=agencies.name_of(turn.desk, context["agency"]))


def _person_intro(turn: Turn, values: Given, context: Given) -> Html:
    person = people.card(turn.desk, context["person"])
    return turn.tr("Person: {name} ({phone})", name=person.name, phone=person.phone or "—")


def _post_intro(turn: Turn, values: Given, context: Given) -> Html:
    view = people.view(turn.desk, context["person"])
    held = next((h for h in view.appointments if h.id == context["appointment"]), None)
    if held is None:
        raise Missing
    return views.held(view.card.name, held, turn.tr)


# -- topics ----------------------------------------------------------------------------------------------------


def takeover(scene: Scene[Takeover]) -> Message | None:
    """To whoever takes over; not when the person has left again."""
    agency_id = scene.payload.agency
    if agency_id not in scene.reader.agencies():
        return None
    name, duties = agencies.name_of(scene.desk, agency_id), leaving.open_duties(scene.desk, agency_id)
    return views.takeover(name, scene.payload.name, duties, scene.tr)


def vacancy(scene: Scene[Vacancy]) -> Message | None:
    """Nobody is liaison officer: no longer said once somebody is."""
    found = leaving.vacancy(scene.desk, scene.payload.agency, scene.payload.on)
    if found is None:
        return None
    path = access.agency(scene.desk, found.agency_id).path
    return views.vacancy(found, scene.tr, may_invite=scene.reader.may(Action.EDIT_PEOPLE, path))


def disputed(scene: Scene[Disputed]) -> Message | None:
    """An invited person finds something wrong; nothing to do once the invitation was used all the same."""
    found = disputes.shown(scene.desk, scene.payload.invitation)
    if found is None:
        return None
    return invitation_views.disputed(found, scene.payload.kind, scene.payload.text, scene.tr)


def corrected(scene: Scene[OfInvitation]) -> Message | None:
    found = disputes.shown(scene.desk, scene.payload.invitation)
    return invitation_views.corrected(scene.tr) if found is not None and not found.revoked else None


def other_phone(scene: Scene[OtherPhone]) -> Message | None:
    """The shared number is another one; settled once the roster has it."""
    shared = scene.payload.phone
    try:
        person = people.card(scene.desk, scene.payload.person_id)
    except Missing:
        return None
    return views.other_phone(person, shared, scene.tr) if person.phone != shared else None
