"""The coordinator's morning message: what changed and what needs an act, on one screen of a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from bot.domain.cases.paper_names import OUTCOME_NAMES
from bot.domain.day.digests import BranchLine, Digest, News
from bot.domain.hall.message import Button, Html, Message, bold, html, message, tap
from bot.domain.hall.paging import cut
from bot.domain.hearings.hearings import ClaimLine, DutyLine, HearingLine, LostLine, QuestionLine
from bot.domain.reading.short_numbers import brief
from bot.texts import Translator
from bot.views.hall import together
from bot.views.hall.paging import position, turning
from bot.views.hearings import appearances, pressing

MOST_LINES = 15
NAMED = 3
"""Things of one kind that are named, each on its line, where there is room."""
PER_PAGE = 10
MOST_BUTTONS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of things: how many there are, and each in words, with how many it stands for."""

    head: Html
    items: tuple[tuple[Html, int], ...] = ()


def digest(found: Digest, tr: Translator, *, shown: bool = False) -> Message | None:
    """One message for the day. When there is nothing to say: None, or where it stands already (`shown`), just that."""
    head = tr("【Today】{day}", day=found.on)
    if found.empty:
        return message(head, tr("Nothing is overdue, open or waiting to be accepted.")) if shown else None
    parts = list(_parts(found, tr))
    most = next((m for m in range(NAMED, 0, -1) if _length(parts, m) < MOST_LINES), 0)
    hidden = any(len(part.items) > most or any(count > NAMED for _, count in part.items) for part in parts)
    body = [line for part in parts for line in _lines(part, most, tr)]
    protect = any(one.sensitive for one in (*found.overdue, *found.due_today))
    return message(head, *body, buttons=together.packed(_buttons(found, tr, hidden=hidden)), protect=protect)


def whole(found: Digest, number: int, tr: Translator) -> Message:
    """Everything that the digest counts, page by page."""
    parts = list(_parts(found, tr, each=True))
    page = cut([line for part in parts for line in _lines(part, len(part.items), tr)], number, PER_PAGE)
    return message(
        tr("【Today】{day}", day=found.on), *page.items, position(page, tr), buttons=(turning(page, tr, "dg.all"),)
    )


def _length(parts: Iterable[Part], most: int) -> int:
    """How many lines it is where of each kind so many are named."""
    return sum(1 if most <= 1 or len(part.items) <= 1 else 1 + min(len(part.items), most + 1) for part in parts)


def _lines(part: Part, most: int, tr: Translator) -> list[Html]:
    """One line where there is one thing, or room for one only; else a heading with a line for each."""
    if not part.items or not most:
        return [part.head]
    named = part.items if len(part.items) <= most else part.items[:most]
    rest = sum(count for _, count in part.items[len(named) :])
    more = tr.plural("and {n} more", "and {n} more", rest) if rest else None
    if len(part.items) == 1 or most == 1:
        said = tr("{label}: {value}", label=part.head, value=named[0][0])
        return [said + ("；" if tr.chinese else "; ") + more if more else said]
    body = [html("· ") + text for text, _ in named]
    return [part.head, *body, *([html("· ") + more] if more else [])]


def _parts(found: Digest, tr: Translator, *, each: bool = False) -> Iterable[Part]:
    """In the order of their weight; those of which there is nothing are left out. With `each`, no two duties share a
    line."""
    yield from _owed(found, tr, each=each)
    yield from _part(_today(found.today, tr), [_of_today(one, tr) for one in found.today])
    if found.filings:
        yield Part(_filings(found, tr))
    if found.documents:
        n = found.documents
        yield Part(tr.plural("{n} document waiting for you", "{n} documents waiting for you", n))
    if found.breaches:
        n = found.breaches
        yield Part(tr.plural("{n} new possible breach", "{n} new possible breaches", n))
    yield from _part(_awaited(found.awaited, tr), [pressing.line(one, tr) for one in found.awaited])
    yield from _bad_news(found, tr)
    yield from _asked(found, tr)
    yield from _part(tr("Below, each as a whole"), [_branch(one, tr) for one in found.branches])
    if found.news and not found.news.empty:
        yield Part(_news(found, found.news, tr))


def _owed(found: Digest, tr: Translator, *, each: bool) -> Iterable[Part]:
    late, due, open_ = found.overdue, found.due_today, found.unsettled
    if late:
        yield Part(tr.plural("🔴 {n} duty overdue", "🔴 {n} duties overdue", len(late)), _duties(late, tr, each=each))
    head = tr.plural("⚠ {n} hearing without a leader", "⚠ {n} hearings without a leader", len(open_))
    yield from _part(head, [pressing.line(one, tr) for one in open_])
    head = tr.plural(
        "⚠ {n} hearing for the principal leader, another is named",
        "⚠ {n} hearings for the principal leader, another is named",
        len(found.deputies),
    )
    yield from _part(head, [_who(one, tr) for one in found.deputies])
    if due:
        yield Part(tr.plural("{n} duty due today", "{n} duties due today", len(due)), _duties(due, tr, each=each))


def _who(one: HearingLine, tr: Translator) -> Html:
    """4月10日（周五）县公安局 行初13号 · 张明副局长."""
    return pressing.line(one, tr) + " · " + appearances.called(one.leader, one.post, tr)


def _part(head: Html, items: Sequence[Html]) -> Iterable[Part]:
    if items:
        yield Part(head, tuple((item, 1) for item in items))


def _duties(found: Sequence[DutyLine], tr: Translator, *, each: bool) -> tuple[tuple[Html, int], ...]:
    """Those of one agency and case stand together: 县自然资源局 行初12号 出庭报备、文书备案."""
    if each:
        return tuple((_group([one], tr), 1) for one in found)
    whose = sorted(found, key=lambda one: (_first(one, found), one.obey))
    groups = [list(some) for _, some in groupby(whose, key=lambda one: (one.agency, one.number))]
    return tuple((_group(some, tr), len(some)) for some in groups)


def _first(one: DutyLine, among: Sequence[DutyLine]) -> int:
    """The place of the group's first duty: groups stay in the order in which their last days went by."""
    return next(i for i, other in enumerate(among) if (other.agency, other.number) == (one.agency, one.number))


def _group(each: Sequence[DutyLine], tr: Translator) -> Html:
    names = [one.title_zh if tr.chinese else one.title_en or one.title_zh for one in each]
    shown = tr.join(names[:NAMED])
    more = tr.plural("{list} and {n} more", "{list} and {n} more", len(names) - NAMED, list=shown)
    what = more if len(names) > NAMED else html(shown)
    number = f" {brief(each[0].number)}" if each[0].number else ""
    return html(f"{each[0].agency}{number} ") + what


def _today(found: Sequence[HearingLine], tr: Translator) -> Html:
    return tr.plural("{n} hearing today", "{n} hearings today", len(found))


def _of_today(one: HearingLine, tr: Translator) -> Html:
    at = tr.clock(one.starts_at.astimezone(tr.zone).time())
    who = appearances.brief(one, tr)
    return tr("{at} {agency} {number} · {leader}", at=at, agency=one.agency, number=brief(one.number), leader=who)


def _filings(found: Digest, tr: Translator) -> Html:
    said = tr.plural("{n} filing to accept", "{n} filings to accept", len(found.filings))
    new = sum(one.new for one in found.filings)
    return said + tr(" ({n} new)", n=new) if new else said


def _awaited(found: Sequence[HearingLine], tr: Translator) -> Html:
    return tr.plural("{n} result missing", "{n} results missing", len(found))


def _bad_news(found: Digest, tr: Translator) -> Iterable[Part]:
    """What has become known since the last digest: absences without a valid reason, and decisions lost."""
    absent, lost = found.absent, found.lost
    head = tr.plural("{n} absence without a valid reason", "{n} absences without a valid reason", len(absent))
    yield from _part(head, [pressing.line(one, tr) for one in absent])
    yield from _part(tr.plural("{n} decision lost", "{n} decisions lost", len(lost)), [_lost(one, tr) for one in lost])


def _lost(one: LostLine, tr: Translator) -> Html:
    outcome = tr(OUTCOME_NAMES[one.outcome])
    return tr("{agency} {number}: {outcome}", agency=one.agency, number=brief(one.number), outcome=outcome)


def _asked(found: Digest, tr: Translator) -> Iterable[Part]:
    """What waits for a word from the reader, or from an agency."""
    claims, asked = found.claims, found.questions
    head = tr.plural("{n} further party to be confirmed", "{n} further parties to be confirmed", len(claims))
    yield from _part(head, [_claim(one) for one in claims])
    head = tr.plural("{n} question about a party is open", "{n} questions about parties are open", len(asked))
    yield from _part(head, [_question(one, tr) for one in asked])


def _claim(one: ClaimLine) -> Html:
    return html(f"{one.agency} {brief(one.number)}")


def _question(one: QuestionLine, tr: Translator) -> Html:
    return html(f"{brief(one.number)} ") + appearances.asked(one.about, one.sentence, tr)


def _branch(one: BranchLine, tr: Translator) -> Html:
    parts = [
        tr.plural("{n} hearing not confirmed", "{n} hearings not confirmed", one.unconfirmed)
        if one.unconfirmed
        else None,
        tr.plural("{n} duty overdue", "{n} duties overdue", one.overdue) if one.overdue else None,
        tr.plural("{n} result missing", "{n} results missing", one.awaited) if one.awaited else None,
    ]
    said = Html("，" if tr.chinese else ", ").join(part for part in parts if part)
    return tr("{agency} and below: {what}", agency=one.name, what=said)


def _news(found: Digest, news: News, tr: Translator) -> Html:
    """昨日：新收1件，改期1次，确认出庭2人."""
    parts = [
        tr.plural("{n} new case", "{n} new cases", news.cases) if news.cases else None,
        tr.plural("{n} hearing moved", "{n} hearings moved", news.moved) if news.moved else None,
        tr.plural("{n} leader confirmed", "{n} leaders confirmed", news.confirmed) if news.confirmed else None,
    ]
    said = Html("，" if tr.chinese else ", ").join(part for part in parts if part)
    if news.since == found.on - timedelta(days=1):
        return tr("Yesterday: {what}", what=said)
    return tr("Since {day}: {what}", day=news.since, what=said)


# -- buttons -------------------------------------------------------------------------------------------------------


def _buttons(found: Digest, tr: Translator, *, hidden: bool) -> list[Button]:
    """By what is to be done, never one a thing; each opens below the digest, which keeps its place."""
    ways: list[tuple[object, Button]] = [
        (found.is_pressed, tap(tr("Press for overdue"), "du")),
        (found.unsettled, tap(tr("Press for leaders"), "hu")),
        (found.filings, tap(tr("Accept one by one"), "jd")),
        (found.documents, tap(tr("Documents {n}", n=found.documents), "td.p")),
        (found.breaches, tap(tr("Possible breaches {n}", n=found.breaches), "br.ls", 0, 0, 1)),
        (True, tap(tr("Hearing schedule"), "td.h")),
        (found.own, tap(tr("Our own duties"), "dg.own")),
        (found.claims, tap(tr("Parties to confirm"), "dg.claims")),
        (found.questions, tap(tr("Questions"), "dg.asks")),
        (hidden, tap(tr("The whole digest"), "dg.all")),
    ]
    return [button for there, button in ways if there][:MOST_BUTTONS]


def claims(found: Sequence[ClaimLine], tr: Translator) -> Message:
    """Whose number is it? One button an agency."""
    if not found:
        return message(tr("Nothing of this waits any more."))
    buttons = tuple((tap(_claim(one), "cl.at", one.id),) for one in found[:MOST_BUTTONS])
    return message(bold(tr("Which agency is a further party?")), buttons=buttons)


def questions(found: Sequence[QuestionLine], tr: Translator) -> Message:
    """What nobody has said about the parties of a case; one button a case."""
    if not found:
        return message(tr("Nothing of this waits any more."))
    by_case = list({one.case_id: one.number for one in found}.items())[:MOST_BUTTONS]
    body = [html("· ") + _question(one, tr) for one in found[:MOST_BUTTONS]]
    rows = tuple((tap(tr("Parties of {number}", number=number), "pt.at", case_id),) for case_id, number in by_case)
    return message(bold(tr("Open questions about parties")), *body, buttons=rows)
