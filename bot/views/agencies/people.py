"""People, as others see them: lists, cards, hits of a search, and what is said when they come and go."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.agencies.agencies import KIND_NAMES, AgencyLine
from bot.domain.agencies.people import Found, HandedOver, Held, Left, PersonCard, PersonLine, PersonView, Vacancy
from bot.domain.hall.message import Button, Html, Message, Rows, bold, html, lines, message, tap
from bot.domain.hall.paging import Page, cut
from bot.texts import LANGUAGES, Translator
from bot.views.agencies.account import role_with_post
from bot.views.hall.paging import position, turning

_LANGUAGE_NAMES = dict(zip(LANGUAGES, ("中文", "English"), strict=True))


def standing(person: PersonCard, tr: Translator) -> Html | None:
    """Said only where something is amiss."""
    if not person.registered:
        return tr("not registered")
    return tr("cannot be reached") if person.unreachable else None


def person_line(line: PersonLine, tr: Translator, *, with_agency: bool = False) -> Html:
    """One line: name, role and post, telephone, and what is amiss."""
    parts = [
        bold(line.card.name),
        role_with_post(line.role, line.post, tr),
        line.card.phone or tr("no telephone"),
    ]
    if with_agency:
        parts.insert(1, html(line.agency))
    amiss = standing(line.card, tr)
    return Html(" · ").join([*parts, amiss] if amiss else parts)


# -- lists and cards -------------------------------------------------------------------------------------------


def agencies(found: Page[AgencyLine], tr: Translator) -> Message:
    """Of which agency shall the people be shown? Where they are many, by letter or by search as well."""
    buttons = [tap(line.short_name, "pp.in", line.id) for line in found.items]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return message(
        bold(tr("People")),
        tr("Of which agency?"),
        tr("To search: /people with part of a name, of an agency, or of a telephone number."),
        position(found, tr),
        buttons=(*rows, turning(found, tr, "pp.all"), (tap(tr("By letter"), "pp.abc"),)),
    )


LETTERS = 9
"""Letters on one page: with what turns it, as many buttons as a phone takes."""


def letters(found: Sequence[tuple[str, int]], number: int, tr: Translator) -> Message:
    """The letters of surnames in pinyin under which somebody stands."""
    page = cut(found, number, LETTERS)
    buttons = [tap(letter, "pp.on", letter, 0) for letter, _ in page.items]
    rows = [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]
    people = sum(count for _, count in found)
    return message(
        bold(tr("People")),
        tr.plural("{n} person, by the letter of the surname", "{n} people, by the letter of the surname", people),
        position(page, tr),
        buttons=(*rows, turning(page, tr, "pp.abc"), (tap(tr("People by agency"), "pp.all", 0),)),
    )


def under(letter: str, found: Page[PersonLine], tr: Translator) -> Message:
    """The people of one letter."""
    buttons: list[Button] = [tap(line.card.name, "pp.at", line.card.id) for line in found.items]
    rows = [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]
    return message(
        tr("People under {letter}", letter=bold(letter)),
        *(person_line(line, tr, with_agency=True) for line in found.items),
        position(found, tr),
        buttons=(*rows, turning(found, tr, "pp.on", letter), (tap(tr("Letters"), "pp.abc"),)),
    )


def listing(agency: AgencyLine, found: Page[PersonLine], tr: Translator, *, may_edit: bool) -> Message:
    """The people of one agency."""
    people = dict.fromkeys((line.card.id, line.card.name) for line in found.items)
    buttons: list[Button] = [tap(name, "pp.at", id_) for id_, name in people]
    rows = [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]
    ways: tuple[Button, ...] = ()
    if may_edit:
        ways = (tap(tr("＋ Person"), "pp.new", agency.id), tap(tr("Invite"), "iv.to", agency.id))
    return message(
        tr("{agency}: people", agency=bold(agency.name)),
        *([person_line(line, tr) for line in found.items] or [tr("Nobody has been entered yet.")]),
        position(found, tr),
        buttons=(*rows, turning(found, tr, "pp.in", agency.id), ways),
    )


def person(view: PersonView, tr: Translator, *, note: Html | None = None) -> Message:
    """A person's card with what can be done."""
    card = view.card
    verified = tr("{phone} (verified)", phone=card.phone) if view.phone_verified else html(card.phone)
    return message(
        note,
        bold(card.name),
        tr("Telephone: {phone}", phone=verified if card.phone else "—"),
        tr("Language: {name}", name=_LANGUAGE_NAMES.get(view.language, view.language)),
        standing(card, tr),
        *[_held(one, tr) for one in view.appointments],
        None if view.appointments else tr("Holds no appointment at present."),
        buttons=_person_ways(view, tr),
    )


def _held(one: Held, tr: Translator) -> Html:
    what = role_with_post(one.role, one.post, tr)
    until = tr("until {date}", date=tr.day(one.to_date, year=True)) if one.to_date else None
    matters = tr("in charge of {matters}", matters=one.in_charge_of) if one.in_charge_of else None
    return Html(" · ").join(
        part
        for part in (tr("{agency}: {role}", agency=one.agency or tr("whole tree"), role=what), matters, until)
        if part
    )


def held(name: str, appointment: Held, tr: Translator) -> Html:
    """Above a form about an appointment: whose and which."""
    return Html(" · ").join([bold(name), _held(appointment, tr)])


def _person_ways(view: PersonView, tr: Translator) -> Rows:
    if not view.may_edit:
        return ()
    card = view.card
    first: list[Button] = [tap(tr("✎ Name, telephone"), "pp.fix", card.id, view.version)]
    if not card.registered and view.appointments:
        first.append(tap(tr("Invitation link"), "iv.for", card.id))
    rows: list[tuple[Button, ...]] = [tuple(first)]
    several = len(view.appointments) > 1
    rows += [_post_ways(one, several, tr) for one in view.appointments if one.may_edit]
    rows.append((tap(tr("＋ Appointment"), "pp.app", card.id),))
    return tuple(rows)


def _post_ways(one: Held, several: bool, tr: Translator) -> tuple[Button, ...]:
    """Buttons of one appointment; with several, each names its agency."""
    tail = f" · {one.agency}" if several and one.agency else ""
    end = tap(f"{tr('End')}{tail}", "pp.end", one.id, one.version)
    if one.agency_id is None:
        return (end,)
    post = tap(f"{tr('✎ Post')}{tail}", "pp.post", one.id, one.version)
    return (post, end, tap(f"{tr('Hand over')}{tail}", "pp.hand", one.id, one.version))


def found(hits: Found, tr: Translator) -> Message | None:
    """People and agencies with their telephone numbers; None when nothing was found."""
    if not hits.people and not hits.agencies:
        return None
    parts: list[object] = [person_line(line, tr, with_agency=True) for line in hits.people]
    for agency, callable_ in hits.agencies:
        parts.append(tr("{agency} ({kind})", agency=bold(agency.name), kind=tr(KIND_NAMES[agency.kind])))
        parts.append(tr("Formerly: {names}", names=agency.formerly) if agency.formerly else None)
        parts += [person_line(line, tr) for line in callable_]
    people = dict.fromkeys((line.card.id, line.card.name) for line in hits.people)
    buttons: Sequence[Button] = [tap(name, "pp.at", id_) for id_, name in people]
    return message(lines(*parts), buttons=tuple(tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)))


# -- coming and going ------------------------------------------------------------------------------------------


def ended(left: Left, tr: Translator) -> Html:
    """What came of ending an appointment."""
    return lines(
        tr("{name}'s appointment ends after {date}.", name=left.name, date=tr.day(left.last_day, year=True)),
        tr("Open items go to {name}.", name=left.successor) if left.successor else None,
        _vacant(left, tr) if left.vacant else None,
        _still_named(left.name, left.named, tr),
    )


def _vacant(left: Left, tr: Translator) -> Html:
    if left.over:
        return tr("The agency has no liaison officer now; its principal leader and the coordinators are told.")
    return tr("The agency has no liaison officer then; its principal leader and the coordinators will be told.")


def handed(done: HandedOver, name: str, tr: Translator) -> Html:
    """What was handed over."""
    return lines(
        tr("Handed over to {name}. Planned messages: {messages}, other items: {others}.",
           name=done.to, messages=done.messages, others=done.others),
        _still_named(name, done.named, tr),
    )  # fmt: skip


def _still_named(name: str, count: int, tr: Translator) -> Html | None:
    if not count:
        return None
    return tr.plural(
        "{name} is still the named leader in {n} open case; please have another leader asked there.",
        "{name} is still the named leader in {n} open cases; please have another leader asked there.",
        count,
        name=name,
    )


def takeover(agency: str, name: str, duties: int, tr: Translator) -> Message:
    """To whoever takes over: what comes."""
    return message(
        tr("【Handover】{agency}: the open items of {name} are yours now.", agency=agency, name=name),
        tr("Open duties of the agency: {n}. /duties shows them.", n=duties),
    )


def vacancy(found: Vacancy, tr: Translator, *, may_invite: bool) -> Message:
    """To the principal leader and the coordinators: nobody is liaison officer."""
    return message(
        tr(
            "【No liaison officer】{agency} has neither a liaison officer nor a deputy from {date} on.",
            agency=found.agency,
            date=found.since,
        ),
        tr("Open duties of the agency: {n}.", n=found.duties) if found.duties else None,
        tr("Please name a liaison officer today, so that court papers and hearings reach somebody."),
        buttons=((tap(tr("Invite a liaison officer"), "iv.to", found.agency_id),),) if may_invite else (),
    )


def unreachable(person: PersonCard, tr: Translator) -> Message:
    return message(
        tr(
            "{name} ({phone}) cannot be reached through this bot any more. Reminders to this person have stopped; "
            "please get in touch another way.",
            name=person.name,
            phone=person.phone or "—",
        )
    )


def many_unreachable(number: int, tr: Translator) -> Message:
    """Not believed yet: told as what was refused, and what is done about it."""
    return message(
        tr(
            "【Operation】Within a minute Telegram refused messages to {n} people or more, as if they had blocked the "
            "bot. That many at once is hardly so: nobody is marked as unreachable, and the messages are tried again in "
            "ten minutes. Please look at the network and at the bot's standing with Telegram.",
            n=number,
        )
    )


def other_phone(person: PersonCard, shared: str, tr: Translator) -> Message:
    """The shared contact has another number than the roster."""
    return message(
        tr(
            "{name} registered with the number {shared}, but the roster has {phone}.",
            name=person.name,
            shared=shared,
            phone=person.phone,
        ),
        buttons=((tap(tr("Open the entry"), "pp.at", person.id),),),
    )
