"""The form driver: draft from the database, an answer in, the next question or the preview out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.hall import form_presses
from bot.domain.hall import forms as pure
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.files import LARGEST
from bot.domain.hall.forms import Field, State
from bot.domain.hall.message import Html, message
from bot.domain.hall.problems import Problem
from bot.services.hall import drafts
from bot.store.tables import Draft
from bot.telegram import bound as bounds
from bot.telegram import form_edits, form_keeping, form_queue, heard
from bot.telegram.bound import Bound, Choices, Matter
from bot.telegram.outdated import Outdated, nothing
from bot.telegram.router import Router
from bot.telegram.turn import Handler, Turn
from bot.views.hall import forms as views

__all__ = ["Bound", "Choices", "Forms", "Matter"]
Values = dict[str, Any]


class Forms:
    """All forms by name; register it once with `attach`."""

    def __init__(self, router: Router) -> None:
        self.bound: dict[str, Bound] = router.forms
        self.matters: list[Matter] = []
        router.press("fm", self.pressed, sees=nothing)
        router.text(self.typed)
        router.wish(self.wish)
        router.edit(self.edited)
        router.press("fn", self.replace_or_keep, sees=nothing)

    def add(self, bound: Bound) -> None:
        self.bound[bound.form.name] = bound

    def matter(self, matter: Matter) -> None:
        """Declare what is begun by being sent; the first that recognises it has it."""
        self.matters.append(matter)

    # -- beginning and ending ----------------------------------------------------------------------------------

    def start(
        self,
        turn: Turn,
        name: str,
        values: dict[str, Any] | None = None,
        context: dict[str, Any] | None = None,
    ) -> None:
        """Begin a form with what is known already. A half-filled one is never thrown away unasked.

        What begins another matter waits behind the draft that stands.
        """
        values = values or {}
        context = heard.beginning(turn.incoming, values, context or {})
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            self._begin(turn, name, values, context, [])
        elif draft.form == name:
            self._start_again(turn, draft, values, context)
        elif form_queue.says_something(draft.data):
            self._ask_which(turn, draft, form_queue.entry(name, values, context))
        else:
            self._begin(turn, name, values, context, form_queue.waiting(draft), draft.serial)

    def _start_again(self, turn: Turn, draft: Draft, values: Values, context: Values) -> None:
        """The same form: another matter waits, more about the same is taken over, what contradicts is asked about."""
        bound, queue = self.bound[draft.form], form_queue.waiting(draft)
        one = form_queue.entry(draft.form, values, context)
        is_sent = any(draft.form in matter.forms for matter in self.matters)
        if form_queue.is_another(draft, bound.identity, values):
            context = form_queue.add(turn, draft, bound.form.title, one)
            self._present(turn, draft.form, drafts.state_of(draft), context)
        elif turn.incoming.callback_id and is_sent and form_queue.holds_more(draft.data, values):
            self._ask_which(turn, draft, one)
        elif turn.incoming.callback_id or not form_queue.says_something(draft.data):
            self._begin(turn, draft.form, values, context, queue, draft.serial)
        elif form_queue.says_something(values) and not form_queue.contradicts(draft.data, values):
            fresh = {name: value for name, value in values.items() if not draft.data.get(name)}
            state = pure.advance(bound.form, State({**draft.data, **fresh}, serial=draft.serial))
            self._present(turn, draft.form, state, form_queue.with_more(draft.context, context))
        else:
            self._ask_which(turn, draft, one)

    def _ask_which(self, turn: Turn, draft: Draft, one: form_queue.Entry) -> None:
        """It waits; the sender says whether to go on, to begin it instead, or that it was the answer."""
        bound, state = self.bound[draft.form], drafts.state_of(draft)
        if turn.incoming.callback_id:
            one = {**one, "pressed": True}
        elif bounds.is_sent(turn, self.matters) and bounds.would_answer(turn, bound, state, draft.context):
            one = {**one, "said": turn.incoming.text, "files": bounds.files_given(turn)}
        context = form_queue.behind(draft.context, one)
        drafts.save(turn.desk, draft.form, state, context)
        begun = self.bound[one["form"]]
        what, number = str(one["values"].get(begun.identity) or ""), form_queue.number_of(context, one)
        turn.show(views.unfinished(bound.form, begun.form, what, number, turn.tr, by=one))

    def _begin(
        self,
        turn: Turn,
        name: str,
        values: Values,
        context: Values,
        queue: list[form_queue.Entry],
        serial: int = 0,
        head: Html | None = None,
    ) -> None:
        """A new draft, with what waits behind it. Buttons of the draft before it must not fit, hence its serial."""
        state = pure.advance(self.bound[name].form, State(values, serial=serial))
        own, following = form_queue.split(context)
        context = form_queue.joined(own, [])
        for each in (*following, *queue):
            context = form_queue.behind(context, each)
        self._present(turn, name, state, context, head=head)

    # -- several of one kind in a row --------------------------------------------------------------------------

    def _follow(self, turn: Turn, queue: list[form_queue.Entry], serial: int) -> None:
        """After one is finished: the next of those that wait. One whose ground is gone says so and makes way."""
        queue = form_queue.sent(queue)
        if not queue or form_queue.keep(turn, queue):
            return
        turn.beside()
        one, rest = queue[0], queue[1:]
        bound = self.bound[one["form"]]
        head = views.comes_up(bound.form, str(one["values"].get(bound.identity) or ""), turn.tr)
        try:
            self._begin(turn, one["form"], one["values"], one["context"], rest, serial, head)
        except Refused as gone:
            drafts.drop(turn.desk)
            turn.say(message(turn.tr(gone.problem.msgid, **gone.problem.params)))
            self._follow(turn, rest, serial + 1)

    def take_over(self, turn: Turn, values: dict[str, Any]) -> None:
        """Give the standing draft what was understood from elsewhere (a caption), and show where it stands."""
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            return
        self._take_values(turn, draft, values, "")

    def _take_values(self, turn: Turn, draft: Draft, values: Values, asked: str, *, whole: bool = False) -> None:
        """Of a `whole` line that says several things, what the form does not take is named."""
        context = heard.answer(turn.incoming, draft.context, asked, values)
        context = bounds.with_seen(turn, context, values) if whole else context
        more = self.bound[draft.form].also(turn, {**draft.data, **values})
        state = pure.given(self.bound[draft.form].form, drafts.state_of(draft), values)
        self._present(turn, draft.form, state, form_queue.with_more(context, more))

    def replace_or_keep(self, turn: Turn) -> None:
        """The answer to "you have an unfinished form"."""
        kind = turn.arg()
        if kind not in ("new", "keep", "answer") or len(turn.incoming.press_args) > 2:
            raise Missing
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            turn.toast(turn.tr("This form is finished or cancelled."), alert=True)
            return
        one, others = form_queue.taken(draft, turn.number(1))
        if kind == "new" and one is not None:
            drafts.remember(turn.desk, heard.messages(draft.context))
            self._begin(turn, one["form"], one["values"], one["context"], others, draft.serial)
        elif kind == "answer" and one is not None and "said" in one:
            context = form_queue.joined(form_queue.split(draft.context)[0], others)
            state, problem = bounds.with_answer(turn, self.bound[draft.form], drafts.state_of(draft), context, one)
            self._present(turn, draft.form, state, context, problem=problem)
        else:
            queue = others if one is not None and one.get("pressed") else form_queue.waiting(draft)
            context = form_queue.joined(form_queue.split(draft.context)[0], queue)
            self._present(turn, draft.form, drafts.state_of(draft), context)

    def resume(self, turn: Turn, head: Html | None = None) -> bool:
        """Show the actor's unfinished form again, below `head`; False when there is none, or its office is over."""
        draft = drafts.current(turn.desk) if turn.actor.appointments else None
        if draft is None or draft.form not in self.bound:
            return False
        self._present(turn, draft.form, drafts.state_of(draft), draft.context, head=head)
        return True

    def cancel(self, turn: Turn) -> None:
        """Throw the draft away and say so; what fills in a draft elsewhere is kept there."""
        had = drafts.current(turn.desk)
        queue = form_queue.waiting(had) if had is not None else []
        told = form_keeping.given_up(turn, self.bound, had)
        serial = self._drop(turn, had)
        told(turn)
        if turn.actor.appointments:
            self._follow(turn, queue, serial)

    # -- answers -----------------------------------------------------------------------------------------------

    def pressed(self, turn: Turn) -> None:
        """A button of a form. One of an earlier step shows where the form stands."""
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            turn.toast(turn.tr("This form is finished or cancelled."), alert=True)
            return
        if turn.number(0) != draft.serial:
            turn.toast(turn.tr(bounds.EARLIER))
            self._present(turn, draft.form, drafts.state_of(draft), draft.context)
            return
        self._press(turn, draft, turn.incoming.press_args[1:])

    def _press(self, turn: Turn, draft: Draft, args: Sequence[str]) -> None:
        """Anybody can send any callback data: what the form shows no button for is answered and does nothing."""
        bound, state = self.bound[draft.form], drafts.state_of(draft)
        offered, room = bounds.offered(turn, bound, state, draft.context), bounds.room_of(state, draft.context)
        press = form_presses.read(args, bound.form, state, offered, room)
        if press is None or press is form_presses.NOT_OFFERED:
            words = bounds.EARLIER if press is None else "This choice is no longer offered."
            turn.toast(turn.tr(words), alert=press is not None)
            self._present(turn, draft.form, state, draft.context)
        elif press.kind == "x":
            self.cancel(turn)
        elif press.kind in ("ok", "all"):
            self._submit(turn, draft, bound, state, both=press.kind == "all")
        elif bounds.ends(turn, bound, state, draft.context, press):
            self._finish(turn, draft, bound, {**state.values, press.name: press.value})
        else:
            after = bounds.after_press(turn, bound, state, press)
            self._present(turn, draft.form, after, draft.context, page=press.page)

    def typed(self, turn: Turn) -> bool:
        """A text or a file while a form asks; returns whether the form took it."""
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            return False
        bound, state = self.bound[draft.form], drafts.state_of(draft)
        asked = bound.form.field(draft.asking) if draft.asking else None
        if not turn.incoming.text and not turn.incoming.files:
            return False
        took = self._sent_for_itself(turn, draft, bound, state)
        if took is not None:
            return took
        if turn.incoming.files:
            collecting = bounds.collecting(bound, state)
            return collecting is not None and bound.collects(turn) and self._file(turn, draft, bound, state, collecting)
        if self._worded(turn, draft, bound, state, asked):
            return True
        if asked is not None:
            return self._take(turn, draft, bound, state, asked)
        said = bound.line(turn, state.values, "")
        if said:
            self._take_values(turn, draft, said, "", whole=True)
        return bool(said)

    def _sent_for_itself(self, turn: Turn, draft: Draft, bound: Bound, state: State) -> bool | None:
        """What begins a matter by itself never answers what another one asks; None for what does not."""
        asked = bound.form.field(draft.asking) if draft.asking else None
        free = asked is not None and asked.free
        matter = next((one for one in self.matters if not free and one.names(turn)), None)
        if matter is None:
            return None
        if draft.form not in matter.forms and not bound.own(turn, state.values, draft.context):
            return False
        said = bound.line(turn, state.values, draft.asking)
        if said is None or (not said and not turn.incoming.files):
            return False
        if turn.incoming.files:
            return None
        self._take_values(turn, draft, said, draft.asking, whole=True)
        return True

    def edited(self, turn: Turn) -> bool:
        """A message was changed from which the draft, or what waits behind it, was made: that follows."""
        draft = drafts.current(turn.desk) if turn.incoming.text else None
        if draft is None or draft.form not in self.bound:
            return False
        found = form_edits.followed(turn, draft, self.bound[draft.form], self.matters)
        if found is not None:
            turn.say(message(turn.tr(found.words), silent=True))
            self._present(turn, draft.form, found.state, found.context, problem=found.problem)
        return found is not None

    def wish(self, turn: Turn) -> int:
        """Whether the field that is asked for is answered by files."""
        draft = drafts.peek(turn.desk)
        bound = self.bound.get(draft.form) if draft is not None else None
        waits = bound is not None and draft is not None and bounds.collecting(bound, drafts.state_of(draft))
        return LARGEST if waits else 0

    def _worded(self, turn: Turn, draft: Draft, bound: Bound, state: State, asked: Field | None) -> bool:
        """The word of a button, typed. Nothing counts by being typed: the preview comes again, with its button."""
        word, tr = turn.incoming.text.strip().casefold(), turn.tr
        if asked is None:
            now = bounds.form_of(turn, bound, state.values, draft.context)
            if word not in {str(tr(one)).casefold() for one in (bound.form.confirm, now.confirm, "Done")}:
                return False
            self._present(turn, draft.form, state, draft.context)
        elif (asked.many or asked.files or asked.adds) and word == str(tr("Done")).casefold():
            self._press(turn, draft, ("d",))
        elif asked.optional and word == str(tr("Skip")).casefold():
            self._press(turn, draft, ("d",) if asked.many or asked.files or asked.adds else ("s",))
        else:
            return False
        return True

    def _take(self, turn: Turn, draft: Draft, bound: Bound, state: State, asked: Field) -> bool:
        """An answer to the question; else whatever else the text says, in one go."""
        value = bounds.read_answer(turn, bound, asked, state, draft.context)
        if isinstance(value, Problem):
            said = bound.line(turn, state.values, asked.name)
            if said is None:
                return False
            if said:
                self._take_values(turn, draft, said, asked.name, whole=True)
                return True
            value = bounds.by_part(turn, bound, asked, state, draft.context) or value
        if isinstance(value, Problem):
            self._present(turn, draft.form, state, draft.context, problem=value)
        elif asked.adds:
            self._present(turn, draft.form, pure.added(state, asked.name, value), draft.context)
        else:
            self._take_values(turn, draft, {asked.name: value}, asked.name)
        return True

    def _file(self, turn: Turn, draft: Draft, bound: Bound, state: State, collecting: Field) -> bool:
        after, problem = bounds.with_files(turn, bound, state, collecting)
        self._present(turn, draft.form, after, draft.context, problem=problem)
        return True

    # -- showing and submitting --------------------------------------------------------------------------------

    def _present(
        self,
        turn: Turn,
        name: str,
        state: State,
        context: dict[str, Any],
        *,
        page: int = 0,
        problem: Problem | None = None,
        head: Html | None = None,
        refused: bool = False,
    ) -> None:
        bound, (confirmed, context) = self.bound[name], form_queue.confirmed(context)
        state = pure.without_optional(bound.form, state) if confirmed else state
        draft = drafts.save(turn.desk, name, state, context)
        waits = state.asking or problem or bounds.is_held(turn, bound, state, context)
        if (bound.form.at_once or confirmed) and not waits:
            self._finish(turn, draft, bound, dict(state.values))
            return
        turn.show(bounds.shown(turn, bound, state, context, page=page, problem=problem, head=head, refused=refused))

    def _submit(self, turn: Turn, draft: Draft, bound: Bound, state: State, *, both: bool) -> None:
        """It is confirmed; with `both`, what was sent with it and waits behind it as well."""
        if both and bounds.both(turn, bound, state, draft.context):
            drafts.save(turn.desk, draft.form, state, form_queue.with_next_confirmed(draft.context))
        rest = pure.open_fields(bound.form, state.values)
        if rest or bounds.is_held(turn, bound, state, draft.context):
            self._present(turn, draft.form, *bounds.held_back(bound, state, draft.context))
            return
        self._finish(turn, draft, bound, dict(state.values))

    def _finish(self, turn: Turn, draft: Draft, bound: Bound, values: Values) -> None:
        """It counts. Where it cannot, the form says why, with the buttons that correct it."""
        context, _ = form_queue.split(draft.context)
        about, number = bound.of, context.get(bound.of.name) if bound.of else None
        try:
            self._end(turn, lambda again: bound.submit(again, values, context))
        except Stale:
            if about is None or number is None:
                raise
            # What was filled in was about something else by now: the form is over all the same.
            raise Outdated(lambda again: self._end(again, lambda t: about.answer(t, int(number)))) from None
        except (Missing, NotAllowed):
            raise
        except Refused as why:
            trouble = why.problem
            raise Outdated(lambda again: self._refused(again, trouble)) from None

    def _refused(self, turn: Turn, trouble: Problem) -> None:
        turn.refuse(trouble)
        draft = drafts.current(turn.desk)
        if draft is not None and draft.form in self.bound:
            self._present(turn, draft.form, drafts.state_of(draft), draft.context, problem=trouble, refused=True)

    def _end(self, turn: Turn, finish: Handler) -> None:
        """The draft is done with; the next that waits follows."""
        draft = drafts.current(turn.desk)
        queue = form_queue.waiting(draft) if draft is not None else []
        queue = form_queue.inheriting(queue, draft.data if draft is not None else {})
        serial = self._drop(turn, draft)
        finish(turn)
        self._follow(turn, queue, serial)

    def _drop(self, turn: Turn, draft: Draft | None) -> int:
        """The draft is over; gives its serial."""
        if draft is None:
            return 0
        serial = draft.serial
        drafts.remember(turn.desk, heard.messages(draft.context))
        drafts.drop(turn.desk)
        return serial
