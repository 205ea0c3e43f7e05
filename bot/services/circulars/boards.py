"""Where a circular stands: counted, by branch, the silent by name, the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.domain.circulars.circulars import DELETABLE, AnswerLine, single_text
from bot.domain.circulars.standing import (
    CLOSED,
    AgencyCount,
    Board,
    BranchLine,
    GroupLine,
    Silent,
    Standing,
    Tally,
    line,
)
from bot.domain.circulars.topics import GROUP
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.terms import SendState
from bot.services.circulars import hours, later, receipts
from bot.services.circulars.circulars import circular, head_of, parts_of, sending_subject
from bot.services.circulars.receipts import files_of, is_open, nudge_day, signed_by
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.circulars import queries as circulars_store
from bot.store.circulars import receipts as receipts_store
from bot.store.post import queries as post_store
from bot.store.tables import Agency, Circular, LinkedGroup, Person

_NOT_ASKED = (*CLOSED, Standing.LEFT)
_AS = {
    SendState.SENT: Standing.SILENT, SendState.UNCERTAIN: Standing.UNCERTAIN, SendState.FAILED: Standing.MISSED,
    SendState.HELD: Standing.HELD, SendState.CANCELLED: Standing.NOT_SENT,
}  # fmt: skip
PAGE = 12


def tally(desk: Desk, row: Circular) -> Tally:
    """How many it reached, and how many did what was asked."""
    found = receipts_store.by_agency(desk.session, receipts.asked(desk, row))
    return _tally(desk, row, found)


def _tally(desk: Desk, row: Circular, found: Sequence[AgencyCount]) -> Tally:
    n, people = receipts_store.figures(desk.session, row.id), Counter[Standing]()
    for one in found:
        people.update(one.people)
    units = line(0, "", [one.units(receipts.together(row)) for one in found])
    return Tally(
        total=n.total,
        waiting=people[Standing.WAITING],
        delivered=n.sent,
        unreachable=people[Standing.MISSED],
        uncertain=n.uncertain,
        let_go=people[Standing.NOT_SENT],
        read=n.seen,
        answered=n.answered,
        silent=units.silent,
        held=people[Standing.HELD],
        unregistered=people[Standing.UNREGISTERED],
        left=people[Standing.LEFT],
        joined=n.joined,
    )


def board(desk: Desk, circular_id: int) -> Board:
    """Where a circular stands, by branch."""
    row = circular(desk, circular_id, lock=False)
    found = receipts_store.by_agency(desk.session, receipts.asked(desk, row))
    numbers = _tally(desk, row, found)
    asks = is_open(row) and signed_by(desk, row) is None
    author = desk.session.get(Person, row.author_id)
    return Board(
        id=row.id or 0,
        version=row.version,
        state=row.state,
        head=head_of(desk, row),
        tally=numbers,
        branches=_branches(desk, row, found),
        as_of=desk.now,
        begun_at=row.begun_at,
        nudged_on=row.nudged_on,
        may_nudge=asks and row.nudged_on != nudge_day(desk) and numbers.silent > 0,
        failed=receipts_store.count_failed_though_reachable(desk.session, row.id),
        answers=receipts_store.count_answers(desk.session, row.id),
        author=author.name if author else "",
        replaced_by=circulars_store.begun_after(desk.session, row.id),
        waits=hours.waits(desk, row, numbers),
        groups=_groups(desk, row),
        may_add=later.may_add(desk, row),
        copies_stay=_copies_stay(desk, row),
    )


def _copies_stay(desk: Desk, row: Circular) -> bool:
    parts = parts_of(row)
    copied = bool(parts) and single_text(parts) is None
    return copied and row.begun_at is not None and desk.now - row.begun_at >= DELETABLE


def _branches(desk: Desk, row: Circular, found: Sequence[AgencyCount]) -> tuple[BranchLine, ...]:
    """Where it stands by branch: by the agencies directly below what all recipients have in common."""
    depth = _depth_in_common([one.path for one in found]) if found else 0
    sums: dict[int, list[Mapping[Standing, int]]] = {}
    for one in found:
        steps = one.path.strip("/").split("/")
        branch = int(steps[depth]) if len(steps) > depth else one.agency_id
        sums.setdefault(branch, []).append(one.units(receipts.together(row)))
    names = agencies_store.short_names(desk.session, sums)
    lines = [line(i, names.get(i, ""), counts) for i, counts in sums.items()]
    open_ = [one for one in lines if one.total]
    return tuple(sorted(open_, key=lambda one: (-one.silent, -one.missed - one.unregistered, one.agency_id)))


def _groups(desk: Desk, row: Circular) -> tuple[GroupLine, ...]:
    """The linked groups to which it goes as well, and whether they have it."""
    sent = post_store.about(desk.session, str(sending_subject(row.id)), topics=[GROUP.name], kind="send")
    titles = {i: g.title for i in row.groups if (g := desk.session.get(LinkedGroup, i)) is not None}
    found = {GROUP.read(one.args).group: _AS.get(one.state, Standing.WAITING) for one in sent}
    return tuple(GroupLine(title, found.get(i, Standing.NOT_SENT).value) for i, title in titles.items())


def _depth_in_common(paths: Sequence[str]) -> int:
    """How many steps from the root all paths share (of a single agency: those above it)."""
    if len(set(paths)) == 1:
        return max(len(paths[0].strip("/").split("/")) - 1, 0)
    steps = [path.strip("/").split("/") for path in paths]
    depth = 0
    while all(len(path) > depth for path in steps) and len({path[depth] for path in steps}) == 1:
        depth += 1
    return depth


def silent(desk: Desk, circular_id: int, agency_id: int, page: int) -> tuple[BranchLine, Page[Silent]]:
    """Who of a branch (0: of all) has not done what was asked, with the telephone, those whom it did not reach too;
    and the figures of the branch, as its row on the board has them."""
    row = circular(desk, circular_id, lock=False)
    place = desk.session.get(Agency, agency_id) if agency_id else None
    asked, path = receipts.asked(desk, row), place.path if place is not None else ""
    rows = [one for one in receipts_store.lines(desk.session, asked, branch=path) if one[1] not in _NOT_ASKED]
    counts = [one for one in receipts_store.by_agency(desk.session, asked) if one.path.startswith(path)]
    shown = cut(rows, page, PAGE)
    items = tuple(
        Silent(p.name, a.short_name, p.phone, where, r.joined_at is not None) for (r, p, a, _), where in shown.items
    )
    figures = line(agency_id, place.short_name if place else "", [one.units(asked.together) for one in counts])
    return figures, Page(items, shown.number, shown.total, PAGE)


def went_to(desk: Desk, circular_id: int, branch_id: int) -> bool:
    """Whether the circular went to an agency of this branch. The caller has checked who asks."""
    found = receipts_store.paths(desk.session, circular_id)
    return any(str(branch_id) in path.strip("/").split("/") for path in found)


def answers(desk: Desk, circular_id: int, page: int) -> Page[AnswerLine]:
    """What was answered, the newest first."""
    row = circular(desk, circular_id, lock=False)
    shown = cut(receipts_store.answers_of(desk.session, row.id, newest_first=True), page, 6)
    items = tuple(
        AnswerLine(p.name, a.short_name, g.text, tuple(f.name for f in files_of(desk, g)), g.answered_at)
        for g, p, a in shown.items
    )
    return Page(items, shown.number, shown.total, shown.size)
