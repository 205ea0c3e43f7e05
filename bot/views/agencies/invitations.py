"""Invitations on the screen: a fresh one to copy, the list of those that are out, what an invited person disputes."""

from __future__ import annotations

from bot.domain.agencies.acts import DISPUTED
from bot.domain.agencies.people import Dispute, InvitationLine, Invited
from bot.domain.hall.message import COPY_LENGTH, Button, Copy, Html, Message, bold, code, html, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator
from bot.views.agencies.account import role_name
from bot.views.hall.paging import position, turning


def _whom(name: str, agency: str, role: Html | None, tr: Translator) -> Html:
    place = agency or str(tr("whole tree"))
    return Html(" · ").join(part for part in (bold(name) if name else None, place, role) if part)


def fresh(invited: Invited, tr: Translator) -> Message:
    """A new invitation: link and bare code to copy. Nothing of it is kept but a hash."""
    role = Html(roles(invited, tr)) if invited.role else None
    copies: list[Button] = [Copy(tr("Copy the code"), invited.code)]
    if invited.link:
        copies.insert(0, Copy(tr("Copy the link"), invited.link[:COPY_LENGTH]))
    return message(
        tr("【Invitation】{whom}", whom=_whom(invited.name, invited.agency, role, tr)),
        invited.link or None,
        tr("Code, to be typed to the bot: {code}", code=code(invited.code)),
        tr("Valid until {date}, for one person, once. Please pass it on to that person only.", date=invited.expires_at),
        buttons=(tuple(copies), (tap(tr("Take it back"), "iv.no", invited.id), tap(tr("All invitations"), "iv.out"))),
        secret=True,
    )


def roles(invited: Invited, tr: Translator) -> str:
    """All roles that the one link is for; those in other agencies with the agency's name."""
    first = [str(role_name(invited.role, tr))] if invited.role else []
    more = [str(html(agency)) + str(role_name(role, tr)) for agency, role in invited.further]
    return tr.join([*first, *more])


def waiting(people: list[tuple[int, str]], agency_id: int, tr: Translator) -> Message:
    """People of the agency who are not registered: a link for one of them, or somebody new."""
    buttons = [tap(name, "iv.for", id_) for id_, name in people]
    rows = [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]
    return message(
        tr("Not registered yet in this agency. Whom shall the link be for?"),
        buttons=(*rows, (tap(tr("Somebody else"), "iv.new", agency_id),)),
    )


def out(found: Page[InvitationLine], expired: int, tr: Translator) -> Message:
    """Invitations that nobody has used."""
    taking = [tap(shortened(f"✕ {_short(line, tr)}", ALONE), "iv.no", line.id) for line in found.items]
    rows: list[tuple[Button, ...]] = [tuple(taking[i : i + 2]) for i in range(0, len(taking), 2)]
    if expired:
        rows.append((tap(tr("Extend the expired ones ({n})", n=expired), "iv.ext"),))
    return message(
        bold(tr("Open invitations")),
        *([_line(line, tr) for line in found.items] or [tr("There is none.")]),
        position(found, tr),
        buttons=(*rows, turning(found, tr, "iv.out")),
    )


def _line(line: InvitationLine, tr: Translator) -> Html:
    role = role_name(line.role, tr) if line.role else None
    whom = _whom(line.name, line.agency, role, tr)
    if line.expired:
        return tr("{whom}: expired", whom=whom)
    return tr("{whom}: valid until {date}", whom=whom, date=line.expires_at)


def _short(line: InvitationLine, tr: Translator) -> str:
    return line.name or str(role_name(line.role, tr) if line.role else tr("whole tree"))


def revoked(line: InvitationLine, tr: Translator) -> Message:
    role = role_name(line.role, tr) if line.role else None
    return message(tr("The invitation is taken back: {whom}.", whom=_whom(line.name, line.agency, role, tr)))


def extended(count: int, tr: Translator) -> Message:
    return message(
        tr.plural(
            "{n} invitation is valid for another 7 days; its old link works again.",
            "{n} invitations are valid for another 7 days; their old links work again.",
            count,
        )
    )


# -- what an invited person disputes ---------------------------------------------------------------------------


def what_is_wrong(invitation_code: str, tr: Translator) -> Message:
    """Asked of the invited person."""

    def wrong(words: str, kind: str) -> Button:
        return tap(tr(words), "claimw", kind, invitation_code)

    return message(
        tr("What is wrong?"),
        buttons=(
            (wrong("The name", "name"), wrong("Agency or post", "post")),
            (wrong("The telephone", "phone"), wrong("This is not me", "person")),
        ),
        secret=True,
    )


def disputed(found: Dispute, kind: str, text: str, tr: Translator) -> Message:
    """To whoever invited: what is wrong, and the button that corrects it."""
    whom = _whom(found.name, found.agency, None, tr)
    if found.person_id is not None:
        way = tap(tr("Correct the entry"), "pp.at", found.person_id)
    else:
        way = tap(tr("Invite anew"), "iv.to", found.agency_id or 0)
    return message(
        tr("【Invitation disputed】{whom}: {what}.", whom=whom, what=tr(DISPUTED.get(kind, "the name"))),
        tr("“{text}”", text=text) if text else None,
        tr("The invitation was taken back.") if found.revoked else None,
        buttons=((way,),),
    )


def corrected(tr: Translator) -> Message:
    """To the invited person: look again."""
    return message(
        tr("Your entry was looked into. Please open your invitation link again, or send its code once more.")
    )
