"""What /find found, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.cases import CaseLine, Found
from bot.domain.hall.message import Button, Html, Message, bold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.terms import Role
from bot.texts import Translator
from bot.views.agencies.account import role_name
from bot.views.hall.paging import position, turning


def found(result: Found, tr: Translator) -> Message:
    """What /find found: cases as buttons, agencies and people with telephone numbers."""
    if result.empty:
        return message(tr("Nothing was found for “{words}”.", words=result.words))
    rows: list[tuple[Button, ...]] = [(tap(one.number, "cs.open", one.id),) for one in result.cases]
    page: Page[CaseLine] = Page(result.cases, result.page, result.total, result.per_page)
    return message(
        tr("Found for “{words}”:", words=result.words),
        *(_case_line(one, tr) for one in result.cases),
        tr("Not found: {numbers}.", numbers=tr.join(list(result.missing))) if result.missing else None,
        *(_agency_line(one.name, one.formerly, one.people, tr) for one in result.agencies),
        *(
            tr("{name} · {where} · {phone}", name=bold(p.name), where=_where(p.where, tr), phone=p.phone or "—")
            for p in result.people
        ),
        position(page, tr),
        buttons=(*rows, turning(page, tr, "fd.page")),
    )


def edited(cases: Sequence[CaseLine], tr: Translator) -> Message:
    """A message was changed that nothing waits for any more: what its sender can do."""
    return message(
        tr(
            "You changed a message that was dealt with already: what is recorded does not follow. To correct it, open "
            "the case; anything else please send again."
        ),
        buttons=tuple((tap(one.number, "cs.open", one.id),) for one in cases),
    )


def _case_line(one: CaseLine, tr: Translator) -> Html:
    said = [one.number, *one.agencies, str(tr("to be confirmed")) if one.claim else "", one.plaintiff, one.cause]
    return html(" · ".join(part for part in said if part))


def _agency_line(name: str, formerly: str, people: Sequence[tuple[str, str, str]], tr: Translator) -> Html:
    listed = [html("　") + html(f"{who} {_post(post, tr)} {phone}") for who, post, phone in people]
    head = tr("{agency} (formerly {name})", agency=bold(name), name=formerly) if formerly else bold(name)
    return lines(head, *listed)


def _where(held: Sequence[tuple[str, str]], tr: Translator) -> str:
    """县自然资源局副局长, 县自然资源局 deputy director."""
    gap = "" if tr.chinese else " "
    return tr.join([f"{agency}{gap}{tr.post(post)}".strip() for agency, post in held])


def _post(post: str, tr: Translator) -> str:
    return str(role_name(Role(post[5:]), tr)) if post.startswith("role:") else tr.post(post)
