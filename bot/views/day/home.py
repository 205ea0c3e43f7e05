"""/start and /help: who somebody is, what is open, what he or she can do here, and whom to ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.domain.day.home import Contact, Home
from bot.domain.hall.access import Actor
from bot.domain.hall.message import Html, Message, bold, html, lines, message
from bot.domain.hall.terms import Role
from bot.texts import Translator
from bot.views.agencies import account
from bot.views.day import menu, todo

_STAFF = (
    "You can: see the hearings that concern you, and answer what you are asked.",
    "You will get: circulars, invitations to events, and word of hearings that you go to.",
    "Each message has its own buttons; one tap answers.",
)
_LEADER = "When you are asked to appear in court, one tap answers. You can change the answer until the hearing."
_LOOKS_ON = "A case number, a name or a telephone finds what you look for: just send it."
TIPS: dict[Role, tuple[str, str, str]] = {
    Role.COORDINATOR: (
        "You can: follow cases, chase, accept filings, review documents, write circulars, hold events, invite people.",
        "You will get: on working mornings what is overdue and what waits for you; at once what cannot wait.",
        "A case number, a court paper or a hearing can simply be sent: it is found or recorded.",
    ),
    Role.ADMINISTRATOR: (
        "You can: set up agencies, people, invitations and working days. The texts of cases stay closed to you.",
        "You will get: word of trouble with the bot, and of people whom it cannot reach.",
        "/roster imports everybody from one sheet, /status says how the bot is doing.",
    ),
    Role.LIAISON: (
        "You can: record court papers and hearings, draft documents, report duties as done, say who appears in court.",
        "You will get: a reminder before each date, and word when something changes.",
        "A court paper or a summons: just send its photo, file or text; the dates are worked out for you.",
    ),
    Role.PRINCIPAL: (
        "You can: say who appears in court, you or another leader, and see the cases of your agency.",
        "You will get: word when nobody is named or something is late, and reminders of your own hearings.",
        _LEADER,
    ),
    Role.LEADER: (
        "You can: answer whether you appear in court, name another leader, and see your hearings.",
        "You will get: a question when you are to appear, and reminders before the hearing.",
        _LEADER,
    ),
    Role.COURT_CONTACT: (
        "You can: enter the court's hearings, one in a line or the whole list as text or sheet.",
        "You will get: word when an agency says that a line of your list is not right.",
        "A hearing: （2026）鲁0831行初12号 县自然资源局 12月15日上午9:30 第二审判庭",
    ),
    Role.ASSESSOR: (
        "You can: look at the cases, hearings and people of the whole area. Nothing is asked of you.",
        "You will get: circulars and invitations to events, if you are among those addressed.",
        _LOOKS_ON,
    ),
    Role.OBSERVER: (
        "You can: look at cases and at the hearings of each week. Nothing is asked of you.",
        "You will get: circulars and invitations to events, if you are among those addressed.",
        _LOOKS_ON,
    ),
    Role.CASE_HANDLER: _STAFF,
    Role.LEGAL_STAFF: _STAFF,
    Role.ENFORCEMENT_STAFF: _STAFF,
}
"""By role: what one can do, what one gets, and how it is done most easily. The first that is held counts."""


def who(actor: Actor, tr: Translator) -> Html:
    """王芳，您好！ and the offices that are held."""
    held = account.held(actor, tr) or [tr("You hold no appointment at present.")]
    return lines(tr("Hello, {name}.", name=bold(actor.name)), *held)


def home(found: Home, shown: Collection[str], tr: Translator, *, head: Html | None = None) -> Message:
    """/start: what is open, and what can be begun; `head` says above it whose it is."""
    return message(head, *_open(found, tr), buttons=menu.buttons(shown, tr))


def _open(found: Home, tr: Translator) -> list[Html]:
    said: list[Html] = []
    if found.asked:
        said.append(tr.plural("{n} question about a hearing waits for your answer.",
                              "{n} questions about hearings wait for your answer.", found.asked))  # fmt: skip
    if found.todo is not None and not found.todo.empty:
        said.append(tr("To do: {counts}", counts=todo.counts(found.todo, tr)))
    elif found.duties:
        said.append(tr("Duties: {counts}", counts=_owed(found, tr)))
    if found.nearest is not None:
        left = tr.plural("{n} working day left", "{n} working days left", found.left) if found.left > 0 else tr("today")
        said.append(tr.plural("{n} hearing to come: {when} ({left})", "{n} hearings to come, the next {when} ({left})",
                              found.hearings, when=found.nearest, left=left))  # fmt: skip
    return said or [tr("Nothing is open at present.")]


def _owed(found: Home, tr: Translator) -> Html:
    counts = tr.plural("{n} open duty", "{n} open duties", found.duties)
    late = tr.plural("{n} overdue", "{n} overdue", found.overdue) if found.overdue else None
    return html(Html("，" if tr.chinese else ", ").join(one for one in (counts, late) if one))


def help_text(actor: Actor, asked: Sequence[Contact], tr: Translator) -> Message:
    """/help: five lines, of the first of the roles that is held."""
    role = next((one for one in TIPS if one in _as_liaison(actor)), None)
    can, get, how = TIPS[role] if role else ("You hold no appointment at present.", "", "")
    if actor.is_leader and role not in (Role.PRINCIPAL, Role.LEADER):
        how = _LEADER
    name = account.role_name(role, tr) if role else None
    return message(
        Html(f"【{tr('Help')}】") + (name or ""),
        tr(can),
        tr(get) if get else None,
        tr(how) if how else None,
        tr("/menu shows everything as buttons, /cancel ends a form."),
        _whom(asked, tr),
    )


def _as_liaison(actor: Actor) -> frozenset[Role]:
    roles = actor.roles()
    return roles | {Role.LIAISON} if Role.DEPUTY_LIAISON in roles else roles


def _whom(asked: Sequence[Contact], tr: Translator) -> Html | None:
    """请联系：县司法局刘洋（统筹人员），电话13800001101."""
    if not asked:
        return None
    named = [_contact(one, tr) for one in asked]
    return tr("Questions? Please ask {people}.", people=Html("；" if tr.chinese else "; ").join(named))


def _contact(one: Contact, tr: Translator) -> Html:
    """Who administers everything has no agency."""
    role = account.role_name(Role.ADMINISTRATOR if one.administers else Role.COORDINATOR, tr)
    if one.phone:
        said = tr("{agency} {name} ({role}, {phone})", agency=one.agency, name=one.name, role=role, phone=one.phone)
    else:
        said = tr("{agency} {name} ({role})", agency=one.agency, name=one.name, role=role)
    return Html(said.strip())
