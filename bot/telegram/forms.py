"""The form driver: draft from the database, an answer in, the next question or the preview out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain import forms as pure
from bot.domain.forms import Choice, Field, Form, Situation, State
from bot.domain.message import Html, Message, message, tap
from bot.domain.problems import Problem
from bot.services import drafts
from bot.store.tables import Draft
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views import forms as views

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


class Forms:
    """All forms by name; register it once with `attach`."""

    def __init__(self, router: Router) -> None:
        self.bound: dict[str, Bound] = router.forms
        router.press("fm", self.pressed)
        router.text(self.typed)
        router.press("fn", self.replace_or_keep)

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
        """Begin a form with what is known already. A half-filled other form is never thrown away unasked."""
        draft = drafts.current(turn.desk)
        if draft is not None and draft.form in self.bound and _worth_keeping(draft, name):
            waiting = {"form": name, "values": values or {}, "context": context or {}}
            drafts.save(turn.desk, draft.form, drafts.state_of(draft), {**draft.context, "next": waiting})
            turn.show(_ask_which(turn, self.bound[draft.form].form))
            return
        self._begin(turn, name, values or {}, context or {})

    def _begin(self, turn: Turn, name: str, values: dict[str, Any], context: dict[str, Any]) -> None:
        draft = drafts.current(turn.desk)
        state = pure.advance(self.bound[name].form, State(values, serial=draft.serial if draft else 0))
        self._present(turn, name, state, context)

    def replace_or_keep(self, turn: Turn) -> None:
        """The answer to "you have an unfinished form"."""
        draft = drafts.current(turn.desk)
        if draft is None:
            turn.toast(turn.tr("This form is finished or cancelled."), alert=True)
            return
        following = draft.context.get("next")
        if turn.arg() == "new" and following:
            drafts.drop(turn.desk)
            self._begin(turn, following["form"], following["values"], following["context"])
            return
        context = {key: value for key, value in draft.context.items() if key != "next"}
        self._present(turn, draft.form, drafts.state_of(draft), context)

    def resume(self, turn: Turn) -> bool:
        """Show the actor's unfinished form again; False when there is none."""
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            return False
        self._present(turn, draft.form, drafts.state_of(draft), draft.context)
        return True

    def cancel(self, turn: Turn) -> None:
        """Throw the draft away and say so."""
        had = drafts.current(turn.desk) is not None
        drafts.drop(turn.desk)
        words = "Cancelled; nothing was recorded." if had else "There is nothing to cancel."
        turn.show(message(turn.tr(words)))

    # -- answers -----------------------------------------------------------------------------------------------

    def pressed(self, turn: Turn) -> None:
        """A button of a form. One of an earlier step shows where the form stands."""
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound:
            turn.toast(turn.tr("This form is finished or cancelled."), alert=True)
            return
        if turn.number(0) != draft.serial:
            turn.toast(turn.tr("This button belongs to an earlier step; here is where the form stands."))
            self._present(turn, draft.form, drafts.state_of(draft), draft.context)
            return
        self._press(turn, draft, turn.arg(1))

    def _press(self, turn: Turn, draft: Draft, kind: str) -> None:
        bound, state = self.bound[draft.form], drafts.state_of(draft)
        if kind == "x":
            self.cancel(turn)
        elif kind == "ok":
            self._submit(turn, draft, bound, state)
        elif kind == "e" and bound.form.field(turn.arg(2)) is not None:
            self._present(turn, draft.form, pure.ask_again(state, turn.arg(2)), draft.context)
        elif kind == "p":
            self._present(turn, draft.form, state, draft.context, page=turn.number(2))
        else:
            self._answer(turn, draft, bound, state, kind)

    def _answer(self, turn: Turn, draft: Draft, bound: Bound, state: State, kind: str) -> None:
        asked = bound.form.field(state.asking)
        if asked is None:
            self._present(turn, draft.form, state, draft.context)
            return
        if kind in ("c", "t"):
            value = ":".join(turn.incoming.press_args[2:])
            offered = {c.value for c in self._choices(turn, bound, asked, state, draft.context)}
            if value not in offered:
                turn.toast(turn.tr("This choice is no longer offered."), alert=True)
            elif kind == "t":
                state = pure.toggle(state, asked.name, value)
            else:
                state = pure.give(bound.form, state, asked.name, value)
        elif kind == "s" and asked.optional:
            state = pure.give(bound.form, state, asked.name, None)
        elif kind == "d":
            given = state.values.get(asked.name) or []
            if given or asked.optional:
                state = pure.give(bound.form, state, asked.name, given)
            else:
                turn.toast(turn.tr("Please choose or send at least one."), alert=True)
        self._present(turn, draft.form, state, draft.context)

    def typed(self, turn: Turn) -> bool:
        """A text or a file while a form asks; returns whether the form took it."""
        draft = drafts.current(turn.desk)
        if draft is None or draft.form not in self.bound or not draft.asking:
            return False
        bound, state = self.bound[draft.form], drafts.state_of(draft)
        asked = bound.form.field(draft.asking)
        if asked is None:
            return False
        if turn.incoming.files:
            return self._file(turn, draft, bound, state, asked)
        if not turn.incoming.text:
            return False
        value = self._read(turn, bound, asked, state, draft)
        if isinstance(value, Problem):
            self._present(turn, draft.form, state, draft.context, problem=value)
        else:
            self._present(turn, draft.form, pure.give(bound.form, state, asked.name, value), draft.context)
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
            problem = Problem("The file is larger than 20 MB and could not be fetched; please send a smaller one.")
            self._present(turn, draft.form, state, draft.context, problem=problem)
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
        context = dict(draft.context)
        drafts.drop(turn.desk)
        bound.submit(turn, dict(state.values), context)


def _worth_keeping(draft: Draft, new_form: str) -> bool:
    return draft.form != new_form and any(v not in (None, "", []) for v in draft.data.values())


def _ask_which(turn: Turn, form: Form) -> Message:
    tr = turn.tr
    return message(
        tr("You have an unfinished form: {title}.", title=tr(form.title)),
        buttons=((tap(tr("Go on with it"), "fn", "keep"), tap(tr("Discard it, start the new one"), "fn", "new")),),
    )
