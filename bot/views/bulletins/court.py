"""The court's bulletins: the list, one as a whole, who is meant by a name, what the bot says of them on its own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.bulletins.court_cards import Awaited, BulletinCard, BulletinLine
from bot.domain.bulletins.court_figures import BULLETIN_STATES, BulletinState
from bot.domain.bulletins.letters import CANDIDATE_STATES, CandidateState
from bot.domain.hall.message import Copy, Html, Message, Rows, as_item, bold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.subjects import About
from bot.texts import Translator
from bot.views.bulletins import court_words as words
from bot.views.duties.duties import distant
from bot.views.hall import fitting
from bot.views.hall.paging import position, turning

_DOUBTS = 3


def listed(page: Page[BulletinLine], awaited: Sequence[Awaited], tr: Translator, *, may: bool) -> Message:
    """The newest quarter first; above them what is awaited."""
    numbered = list(enumerate(page.items, start=page.number * page.size + 1))
    chosen = [tap(fitting.short(f"{n}. {words.quarter(one.quarter, tr)}"), "ct.at", one.id) for n, one in numbered]
    return message(
        Html(f"【{tr('Court bulletins')}】"),
        *(_awaited(one, tr) for one in awaited),
        *([_line(one, n, tr) for n, one in numbered] or [tr("None was recorded yet.")]),
        position(page, tr),
        buttons=(
            *fitting.rows(chosen),
            turning(page, tr, "ct.ls"),
            (tap(tr("＋ Record a bulletin"), "ct.new"),) if may else (),
        ),
    )


def _awaited(one: Awaited, tr: Translator) -> Html:
    quarter = words.quarter(one.quarter, tr)
    if one.expected is None:
        return tr("Not in yet: {quarter}", quarter=quarter)
    return tr("Not in yet: {quarter} (expected by {date})", quarter=quarter, date=one.expected)


def _line(one: BulletinLine, place: int, tr: Translator) -> Html:
    waits = [
        tr("{n} differences", n=one.differences) if one.differences else None,
        tr("{n} candidates", n=one.candidates) if one.candidates else None,
        tr(BULLETIN_STATES[one.state]) if one.state is not BulletinState.RECORDED else None,
    ]
    head = Html(f"{place}. ") + bold(words.quarter(one.quarter, tr)) + Html(" · ") + html(one.court)
    said = [tr("received {date}", date=one.received_on), *(part for part in waits if part)]
    return lines(head, Html("   ") + Html(" · ").join(said))


# -- one ---------------------------------------------------------------------------------------------------------------


def card(one: BulletinCard, tr: Translator) -> Message:
    """What the court reported beside ours, and what waits."""
    quarter = html(words.quarter(one.quarter, tr))
    return message(
        Html(f"【{tr('Court bulletin')}】") + bold(quarter) + Html(" · ") + html(one.court),
        _received(one, tr),
        tr("The court: {figures}", figures=words.side(one.theirs, tr)),
        tr("Our ledger: {figures}", figures=words.side(one.ours, tr)) if not one.of_court else None,
        _names(one, tr),
        *_doubts(one, tr),
        _reconciled(one, tr),
        *_letters(one, tr),
        buttons=_buttons(one, tr),
    )


def _received(one: BulletinCard, tr: Translator) -> Html:
    if one.state is BulletinState.DRAFT:
        return tr("Received {date}; not recorded yet, nothing follows from it.", date=one.received_on)
    by = one.entered_by or one.office
    return tr("Received {date}, entered by {name}; {n} units", date=one.received_on, name=by, n=one.units)


def _names(one: BulletinCard, tr: Translator) -> Html | None:
    if not one.unknown:
        return None
    shown = "、".join(one.unknown[:3]) + ("…" if len(one.unknown) > 3 else "")
    return tr("⚠ Whom does the court mean? {names}", names=shown)


def _doubts(one: BulletinCard, tr: Translator) -> list[Html]:
    said = [Html("⚠ ") + tr(each.msgid, **each.params) for each in one.doubts[:_DOUBTS]]
    if len(one.doubts) > _DOUBTS:
        said.append(tr("… and {n} more that do not add up", n=len(one.doubts) - _DOUBTS))
    if one.unread:
        said.append(tr("⚠ Not understood, and left out: {lines}", lines="；".join(one.unread[:2])))
    return said


def _reconciled(one: BulletinCard, tr: Translator) -> Html | None:
    if one.state is not BulletinState.RECORDED or one.of_court:
        return None
    if not one.open and not one.settled:
        return tr("✓ The court’s figures and ours agree")
    return tr("Differences: {open} to be settled, {settled} settled", open=one.open, settled=one.settled)


def _letters(one: BulletinCard, tr: Translator) -> list[Html]:
    if one.state is not BulletinState.RECORDED or not one.has_letters:
        return []
    counted = [tr("{state}: {n}", state=tr(CANDIDATE_STATES[state]), n=n) for state, n in one.candidates.items()]
    said = (
        [tr("Candidates for letters: {counted}", counted=Html("；" if tr.chinese else "; ").join(counted))]
        if counted
        else []
    )
    if not counted:
        said.append(tr("No unit below the threshold, no leader without effect."))
    if one.letters_due is not None and one.letters_left is not None:
        left = distant(one.letters_left, tr)
        said.append(tr("Letters: please send them by {date} ({left})", date=one.letters_due, left=left))
    elif one.letters_done:
        said.append(tr("✓ Letters: nothing is left to be done"))
    if one.followed:
        said.append(tr("Units with a letter because of the quarter before: {n}", n=one.followed))
    return said


def _buttons(one: BulletinCard, tr: Translator) -> Rows:
    at = (one.id, one.version)
    if one.state is BulletinState.DRAFT:
        return (*_entering(one, tr), (tap(tr("‹ Go back"), "ct.ls", 0),))
    if one.of_court:
        held = (tap(tr("Files"), "ct.get", one.id),) if one.files else ()
        return ((*held, tap(tr("‹ Go back"), "ct.ls", 0)),)
    first = [
        tap(tr("Differences"), "ct.df", one.id, 0),
        tap(tr("Candidates"), "ct.cd", one.id, 0) if one.has_letters else None,
        tap(tr("By unit"), "ct.un", one.id, 0),
    ]
    none = tap(tr("No letters needed"), "ct.none", *at) if one.may and one.none_owed else None
    rest = [
        tap(tr("Files"), "ct.get", one.id) if one.files else None,
        tap(tr("Correct"), "ct.ed", one.id) if one.may else None,
    ]
    return (
        tuple(each for each in first if each),
        (none,) if none else (),
        (*(each for each in rest if each), tap(tr("‹ Go back"), "ct.ls", 0)),
    )


def _entering(one: BulletinCard, tr: Translator) -> Rows:
    if not one.may:
        return ()
    at = (one.id, one.version)
    ready = one.units and not one.unknown
    return (
        (tap(tr("Say whom the court means"), "ct.who", *at, 0, 0),) if one.unknown else (),
        (tap(tr("✓ Record it"), "ct.ok", *at),) if ready else (),
        (
            tap(tr("＋ A unit"), "ct.set", *at),
            tap(tr("Paste anew"), "ct.fig", *at),
            *(() if one.of_court else (tap(tr("By unit"), "ct.un", one.id, 0),)),
        ),
        (tap(tr("＋ File"), "ct.add", *at), tap(tr("Day"), "ct.day", *at), tap(tr("Give up"), "ct.void", *at)),
    )


def correcting(one: BulletinCard, tr: Translator) -> Message:
    """What can be corrected of one that was recorded."""
    at = (one.id, one.version)
    return message(
        Html(f"【{tr('Court bulletin')}】") + bold(html(words.quarter(one.quarter, tr))),
        tr("What is to be corrected? Old figures stay in the record; letters that were issued stay as they are."),
        buttons=(
            (tap(tr("A unit"), "ct.set", *at), tap(tr("Paste anew"), "ct.fig", *at)),
            (tap(tr("Day"), "ct.day", *at), tap(tr("＋ File"), "ct.add", *at)),
            (tap(tr("Say whom the court means"), "ct.who", *at, 0, 0),) if one.unknown else (),
            (tap(tr("‹ Go back"), "ct.at", one.id),),
        ),
    )


def who(one: BulletinCard, place: int, page: Page[tuple[int, str]], tr: Translator) -> Message:
    """Which unit a name of the court means."""
    at = (one.id, one.version, place)
    chosen = [tap(fitting.short(name, 8.0), "ct.is", *at, unit) for unit, name in page.items]
    return message(
        Html(f"【{tr('Court bulletin')}】") + bold(html(words.quarter(one.quarter, tr))),
        tr("Whom does the court mean by “{name}”?", name=one.unknown[place]),
        tr("What you say is remembered for the next bulletin."),
        position(page, tr),
        buttons=(
            *fitting.rows(chosen),
            turning(page, tr, "ct.who", *at),
            (tap(tr("None of our units"), "ct.is", *at, 0),),
            (tap(tr("‹ Go back"), "ct.at", one.id),),
        ),
    )


# -- on its own --------------------------------------------------------------------------------------------------------


def chase(one: Awaited, office: str, courts: str, tr: Translator) -> Message:
    """To the office that waits: whom to ask, with words to send on."""
    quarter = words.quarter(one.quarter, tr)
    text = (
        f"{courts}：请提供{words.quarter(one.quarter, _chinese(tr))}行政机关负责人出庭应诉情况通报"
        f"（含各单位开庭件数、负责人出庭件数），以便核对台账。{office}"
    )[:256]
    said = message(
        Html(f"【{tr('Court bulletin awaited')}】") + bold(html(quarter)),
        tr("{court} has not sent its bulletin on leaders’ appearances yet (expected by {date}).",
           court=courts or tr("The court"), date=one.expected),
        tr("Please ask the court for it. When it is there, record it: the term for letters runs from that day."),
        buttons=((tap(tr("Record a bulletin"), "ct.new", one.quarter), Copy(str(tr("Copy the request")), text)),),
    )  # fmt: skip
    line = tr("court bulletin {quarter}: not in yet, please ask the court", quarter=quarter)
    return as_item(said, line, about=About.COURT_EXPECTED(one.office, one.quarter), on=one.expected)


def _chinese(tr: Translator) -> Translator:
    from bot.texts import translator

    return translator("zh_CN")


def asked_of_court(one: Awaited, office: str, tr: Translator) -> Message:
    """To the court's own people: what is asked for, and by whom."""
    quarter = words.quarter(one.quarter, tr)
    said = message(
        Html(f"【{tr('Bulletin asked for')}】") + bold(html(quarter)),
        tr("{office} has not received your court’s bulletin on leaders’ appearances in {quarter} yet. Please send it.",
           office=office, quarter=quarter),
        buttons=((tap(tr("Record a bulletin"), "ct.new", one.quarter),),),
    )  # fmt: skip
    line = tr("{office} asks for the bulletin of {quarter}", office=office, quarter=quarter)
    return as_item(said, line, about=About.COURT_EXPECTED(one.office, one.quarter), on=one.expected)


def came(quarter: str, office: str, tr: Translator) -> Message:
    """Where it was asked for before."""
    return message(
        Html(f"【{tr('Court bulletin')}】") + bold(html(words.quarter(quarter, tr))),
        tr("✓ It came in and was recorded by {office}.", office=office),
    )


def recorded(one: BulletinCard, tr: Translator) -> Message:
    """To the other coordinators: it came in, and what it brings."""
    said = card(one, tr)
    head = tr("{name} recorded the court’s bulletin of {quarter}.", name=one.entered_by or one.office,
              quarter=words.quarter(one.quarter, tr))  # fmt: skip
    shown = message(head, said.text, buttons=((tap(tr("Open"), "ct.at", one.id),),))
    return as_item(shown, head, about=About.COURT_BULLETIN(one.id))


def changed(one: BulletinCard, added: int, withdrawn: int, tr: Translator) -> Message:
    """Other candidates than before, because figures were corrected."""
    parts = [
        tr("{n} new", n=added) if added else None,
        tr("{n} fell away", n=withdrawn) if withdrawn else None,
    ]
    said = html("，" if tr.chinese else ", ").join([part for part in parts if part])
    head = tr("Candidates for letters of {quarter}: {changes}", quarter=words.quarter(one.quarter, tr), changes=said)
    shown = message(
        Html(f"【{tr('Court bulletin')}】") + head,
        tr("Figures were corrected. Letters that were issued stay as they are; the day stays the same: {date}.",
           date=one.letters_due) if one.letters_due else
        tr("Figures were corrected. Letters that were issued stay as they are."),
        buttons=((tap(tr("Candidates"), "ct.cd", one.id, 0),),),
    )  # fmt: skip
    return as_item(shown, head, about=About.COURT_BULLETIN(one.id), asks=bool(one.candidates.get(CandidateState.OPEN)))
