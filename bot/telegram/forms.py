"""The form driver: draft from the database, an answer in, the next question or the preview out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.hall import form_presses
from bot.domain.hall import forms as pure
from bot.domain.hall.errors import Missing, Stale
from bot.domain.hall.files import LARGEST, too_large
from bot.domain.hall.form_presses import Press
from bot.domain.hall.forms import Choice, Field, Form, Situation, State
from bot.domain.hall.message import Html, Message, message, tap
from bot.domain.hall.problems import Problem
from bot.services.hall import drafts
from bot.store.tables import Draft
from bot.telegram import form_queue
from bot.telegram.outdated import Outdated, Subject, nothing
from bot.telegram.router import Router
from bot.telegram.turn import Handler, Turn
from bot.views.hall import forms as views

Choices = Callable[[Turn, dict[str, Any]], Sequence[Choice]]


@dataclass(frozen=True)
class Bound:
    """A form with what only a handler knows: choices from data, an introduction, and what confirming does."""

    form: Form
    submit: Callable[[Turn, dict[str, Any], dict[str, Any]], None]
    """(turn, values, context): calls one use case and says what one view gives."""
    choices: dict[str, Choices] = field(default_factory=dict)
    """By field name: buttons that depend on data, given (turn, values and context merged)."""
    intro: Callable[[Turn, dict[str, Any], dict[str, Any]], Html | None] = lambda turn, values, context: None
    line: Callable[[Turn, dict[str, Any], str], dict[str, Any] | None] = lambda turn, values, asked: {}
    """(turn, values, field asked for, empty at the preview) -> what a text says that is no answer to that field
    alone: values to take over, none of them, or None for a text that this draft must leave to others."""
    identity: str = ""
    """The field that tells one matter from another: a start with another value waits until the draft is finished."""
    of: Subject | None = None
    """What the form is about, if that can change while it is filled in."""


class Forms:
    """All forms by name; register it once with `attach`."""

    def __init__(self, router: Router) -> None:
        self.bound: dict[str, Bound] = router.forms
        router.press("fm", self.pressed, sees=nothing)
        router.text(self.typed)
        router.wish(self.wish)
        router.press("fn", self.replace_or_keep, sees=nothing)

    def add(self, bound: Bound) -> None:
        self.bound[bound.form.name] = bound

    # -- beginning and ending ----------------------------------------------------------------------------------

    def start(
        self,
        turn: Turn,
        name: str,
        values: dict[str, Any] | None = None,
        context: dict[str, Any] | None = None,
    ) -> None:
        """Begin a form with what is known already. A half-filled one is never thrown away unasked.

        What begins another matter while a draft of the same form stands waits behind it.
        """
        draft = drafts.current(turn.desk)
        if draft is not None and draft.form == name:
            bound = self.bound[name]
            if form_queue.is_another(draft, bound.identity, values or {}):
                waiting = form_queue.add(
                    turn, draft, bound.form.title, form_queue.entry(name, values or {}, context or {})
                )
                self._present(turn, name, drafts.state_of(draft), waiting)
                return
        if draft is not None and draft.form in self.bound and _worth_keeping(draft, name):
            waiting = {"form": name, "values": values or {}, "context": context or {}}
            drafts.save(turn.desk, draft.form, drafts.state_of(draft), {**draft.context, "next": waiting})
            turn.show(_ask_which(turn, self.bound[draft.form].form))
            return
        self._begin(turn, name, values or {}, context or {})

    def _begin(self, turn: Turn, name: str, values: dict[str, Any], context: dict[str, Any]) -> None:
        draft = drafts.current(turn.desk)
        state = pure.advance(self.bound[name].form, State(values, serial=draft.serial if draft else 0))
        if draft is not None and draft.form == name:
            context = form_queue.joined(context, form_queue.waiting(draft))
        self._present(turn, name, state, context)

    # -- several of one kind in a row --------------------------------------------------------------------------

    def _follow(self, turn: Turn, queue: list[form_queue.Entry]) -> None:
        """After one is finished: the next of those that wait."""
        if not queue or form_queue.keep(turn, queue):
            return
        turn.beside()
        following = queue[0]
        self._begin(turn, following["form"], following["values"], form_queue.joined(following["context"], queue[1:]))

    def take_over(self, turn: Turn, values: dict[str, Any]) -> None:
        """Give the standing draft what was understood from elsewhere (a caption), and show where it stands."""
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            return
        self._present(turn, draft.form, self._given(draft, values), draft.context)

    def _given(self, draft: Draft, values: dict[str, Any]) -> State:
        form, state = self.bound[draft.form].form, drafts.state_of(draft)
        for name, value in values.items():
            state = pure.give(form, state, name, value)
        return state

    def replace_or_keep(self, turn: Turn) -> None:
        """The answer to "you have an unfinished form"."""
        if turn.incoming.press_args not in (("new",), ("keep",)):
            raise Missing
        draft = drafts.current(turn.desk)
        if draft is None:
            turn.toast(turn.tr("This form is finished or cancelled."), alert=True)
            return
        following = draft.context.get("next")
        if turn.arg() == "new" and following:
            queue = form_queue.waiting(draft)
            drafts.drop(turn.desk)
            self._begin(turn, following["form"], following["values"], form_queue.joined(following["context"], queue))
            return
        context = {key: value for key, value in draft.context.items() if key != "next"}
        if following and self._says_something(following):
            context = form_queue.behind(context, following)
        self._present(turn, draft.form, drafts.state_of(draft), context)

    def _says_something(self, following: form_queue.Entry) -> bool:
        """Whether the form that was not begun held what somebody typed or sent, which must not be lost."""
        return bool(following["values"].get(self.bound[following["form"]].identity))

    def resume(self, turn: Turn) -> bool:
        """Show the actor's unfinished form again; False when there is none, or the office it was begun in is over."""
        draft = drafts.current(turn.desk) if turn.actor.appointments else None
        if draft is None or draft.form not in self.bound:
            return False
        self._present(turn, draft.form, drafts.state_of(draft), draft.context)
        return True

    def cancel(self, turn: Turn) -> None:
        """Throw the draft away and say so."""
        had = drafts.current(turn.desk)
        queue = form_queue.waiting(had) if had is not None else []
        drafts.drop(turn.desk)
        words = "There is nothing to cancel." if had is None else "Cancelled; nothing was recorded."
        turn.show(message(turn.tr(words)))
        if turn.actor.appointments:
            self._follow(turn, queue)

    # -- answers -----------------------------------------------------------------------------------------------

    def pressed(self, turn: Turn) -> None:
        """A button of a form. One of an earlier step shows where the form stands."""
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            turn.toast(turn.tr("This form is finished or cancelled."), alert=True)
            return
        if turn.number(0) != draft.serial:
            turn.toast(turn.tr(EARLIER))
            self._present(turn, draft.form, drafts.state_of(draft), draft.context)
            return
        self._press(turn, draft, turn.incoming.press_args[1:])

    def _press(self, turn: Turn, draft: Draft, args: Sequence[str]) -> None:
        """Anybody can send any callback data: what the form shows no button for is answered and does nothing."""
        bound, state = self.bound[draft.form], drafts.state_of(draft)
        press = form_presses.read(
            args, bound.form, state, lambda field: self._choices(turn, bound, field, state, draft.context)
        )
        if press is None or press is form_presses.NOT_OFFERED:
            words = EARLIER if press is None else "This choice is no longer offered."
            turn.toast(turn.tr(words), alert=press is not None)
            self._present(turn, draft.form, state, draft.context)
        elif press.kind == "x":
            self.cancel(turn)
        elif press.kind == "ok":
            self._submit(turn, draft, bound, state)
        else:
            self._present(turn, draft.form, self._after(turn, bound, state, press), draft.context, page=press.page)

    def _after(self, turn: Turn, bound: Bound, state: State, press: Press) -> State:
        """Where the form stands after a press that it shows a button for."""
        match press.kind:
            case "c" | "q":
                return pure.give(bound.form, state, press.name, press.value)
            case "t":
                return pure.toggle(state, press.name, press.value)
            case "s":
                return pure.give(bound.form, state, press.name, None)
            case "d":
                return self._done(turn, bound, state, press.name)
            case "e":
                return pure.ask_again(state, press.name)
        return state

    def _done(self, turn: Turn, bound: Bound, state: State, name: str) -> State:
        """The last of several was chosen or sent."""
        field, given = bound.form.field(name), state.values.get(name) or []
        if given or (field is not None and field.optional):
            return pure.give(bound.form, state, name, given)
        turn.toast(turn.tr("Please choose or send at least one."), alert=True)
        return state

    def typed(self, turn: Turn) -> bool:
        """A text or a file while a form asks; returns whether the form took it."""
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            return False
        bound, state = self.bound[draft.form], drafts.state_of(draft)
        asked = bound.form.field(draft.asking) if draft.asking else None
        if turn.incoming.files:
            return asked is not None and self._file(turn, draft, bound, state, asked)
        if not turn.incoming.text:
            return False
        if self._worded(turn, draft, bound, state, asked):
            return True
        if asked is not None:
            return self._take(turn, draft, bound, state, asked)
        said = bound.line(turn, state.values, "")
        if said:
            self._present(turn, draft.form, self._given(draft, said), draft.context)
        return bool(said)

    def wish(self, turn: Turn) -> int:
        """Whether the field that is asked for is answered by files."""
        draft = drafts.peek(turn.desk)
        bound = self.bound.get(draft.form) if draft is not None else None
        asked = bound.form.field(draft.asking) if bound is not None and draft is not None else None
        return LARGEST if asked is not None and asked.files else 0

    def _worded(self, turn: Turn, draft: Draft, bound: Bound, state: State, asked: Field | None) -> bool:
        """The word of a button, typed. Nothing counts by being typed: the preview comes again, with its button."""
        word, tr = turn.incoming.text.strip().casefold(), turn.tr
        if asked is None:
            if word != str(tr(bound.form.confirm)).casefold():
                return False
            self._present(turn, draft.form, state, draft.context)
        elif (asked.many or asked.files) and word == str(tr("Done")).casefold():
            self._press(turn, draft, ("d",))
        elif asked.optional and word == str(tr("Skip")).casefold():
            self._press(turn, draft, ("d",) if asked.many or asked.files else ("s",))
        else:
            return False
        return True

    def _take(self, turn: Turn, draft: Draft, bound: Bound, state: State, asked: Field) -> bool:
        """An answer to the question; else whatever else the text says, in one go."""
        value = self._read(turn, bound, asked, state, draft)
        if not isinstance(value, Problem):
            self._present(turn, draft.form, pure.give(bound.form, state, asked.name, value), draft.context)
            return True
        said = bound.line(turn, state.values, asked.name)
        if said is None:
            return False
        if said:
            self._present(turn, draft.form, self._given(draft, said), draft.context)
        else:
            self._present(turn, draft.form, state, draft.context, problem=value)
        return True

    def _read(self, turn: Turn, bound: Bound, asked: Field, state: State, draft: Draft) -> Any:
        choices = self._choices(turn, bound, asked, state, draft.context)
        worded = [Choice(c.value, views.label_of(c, turn.tr)) for c in choices]
        chosen = pure.read_choice(worded, turn.incoming.text)
        if chosen is not None:
            return [*(state.values.get(asked.name) or []), chosen] if asked.many else chosen
        if asked.files:
            return Problem("Please send a photo or a file, or press a button.")
        if asked.read is None or asked.many:
            return Problem(
                "“{text}” is not one of the choices; please press a button.",
                {"text": turn.incoming.text[:40]},
            )
        return asked.read(turn.incoming.text, Situation(turn.desk.now, turn.desk.house.zone, state.values))

    def _file(self, turn: Turn, draft: Draft, bound: Bound, state: State, asked: Field) -> bool:
        if not asked.files:
            return False
        stored = [file for file in turn.incoming.files if file.hash]
        if not stored:
            self._present(turn, draft.form, state, draft.context, problem=turn.incoming.unkept or too_large())
            return True
        files = [{"hash": f.hash, "name": f.name, "mime": f.mime, "size": f.size, "id": f.file_id} for f in stored]
        values = {**state.values, asked.name: [*(state.values.get(asked.name) or []), *files]}
        state = State(values, state.asking, state.serial + 1)
        self._present(turn, draft.form, state, draft.context)
        return True

    # -- showing and submitting --------------------------------------------------------------------------------

    def _situation(self, turn: Turn, state: State) -> Situation:
        return Situation(turn.desk.now, turn.desk.house.zone, state.values)

    def _choices(
        self, turn: Turn, bound: Bound, asked: Field, state: State, context: dict[str, Any]
    ) -> Sequence[Choice]:
        source = bound.choices.get(asked.name)
        return source(turn, {**context, **state.values}) if source else asked.choices

    def _present(
        self,
        turn: Turn,
        name: str,
        state: State,
        context: dict[str, Any],
        *,
        page: int = 0,
        problem: Problem | None = None,
    ) -> None:
        bound = self.bound[name]
        drafts.save(turn.desk, name, state, context)
        turn.show(self._message(turn, bound, state, context, page, problem))

    def _message(
        self,
        turn: Turn,
        bound: Bound,
        state: State,
        context: dict[str, Any],
        page: int,
        problem: Problem | None,
    ) -> Message:
        intro = bound.intro(turn, state.values, context)
        asked = bound.form.field(state.asking) if state.asking else None
        if asked is not None:
            choices = self._choices(turn, bound, asked, state, context)
            return views.question(bound.form, asked, state, choices, turn.tr, page=page, problem=problem, intro=intro)
        choices_by_field = {
            f.name: self._choices(turn, bound, f, state, context) for f in bound.form.wanted(state.values)
        }
        found = problem or bound.form.check(self._situation(turn, state))
        return views.preview(bound.form, state, choices_by_field, turn.tr, problem=found, intro=intro)

    def _submit(self, turn: Turn, draft: Draft, bound: Bound, state: State) -> None:
        rest = pure.open_fields(bound.form, state.values)
        if rest or bound.form.check(self._situation(turn, state)) is not None:
            self._present(turn, draft.form, pure.advance(bound.form, state) if rest else state, draft.context)
            return
        context, _ = form_queue.split(draft.context)
        about, number = bound.of, context.get(bound.of.name) if bound.of else None
        try:
            self._end(turn, lambda again: bound.submit(again, dict(state.values), context))
        except Stale:
            if about is None or number is None:
                raise
            # What was filled in was about something else by now: the form is over all the same.
            raise Outdated(lambda again: self._end(again, lambda t: about.answer(t, int(number)))) from None

    def _end(self, turn: Turn, finish: Handler) -> None:
        """The draft is done with; the next that waits follows."""
        draft = drafts.current(turn.desk)
        queue = form_queue.waiting(draft) if draft is not None else []
        drafts.drop(turn.desk)
        finish(turn)
        self._follow(turn, queue)


EARLIER = "This button belongs to an earlier step; here is where the form stands."
_FILLED_IN = frozenset({"agency", "agencies"})
"""Fields that forms fill in by themselves where the answer is plain: nothing is lost with them alone."""


def _worth_keeping(draft: Draft, new_form: str) -> bool:
    given = (value for name, value in draft.data.items() if name not in _FILLED_IN)
    return draft.form != new_form and any(v not in (None, "", []) for v in given)


def _ask_which(turn: Turn, form: Form) -> Message:
    tr = turn.tr
    return message(
        tr("You have an unfinished form: {title}.", title=tr(form.title)),
        buttons=((tap(tr("Go on with it"), "fn", "keep"), tap(tr("Discard it, start the new one"), "fn", "new")),),
    )
