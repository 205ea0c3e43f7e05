"""What the bot says on its own of documents: whose turn it is, what came back, which step is due or late."""

from __future__ import annotations

from bot.domain.documents.cards import DocumentCard, Next
from bot.domain.documents.documents import ACT_NAMES, Act
from bot.domain.hall.message import Html, Message, as_item, bold, html, message, tap
from bot.domain.hall.subjects import About
from bot.texts import Translator
from bot.views.documents import cards, words
from bot.views.hall import fitting, numbers

_FIRST = "{document} comes from {name}: {what} please."
_COMES: dict[Act | None, str] = {
    Act.APPROVE: "{name} agreed to {document}: {what} please.",
    Act.DECIDE: "{name} decided on {document}: {what} please.",
}
"""How it came, where it was passed on and not handed in."""


def _done(one: DocumentCard) -> Act | None:
    """What was done with it last."""
    return one.steps[-1].act if one.steps else None


def turn(one: DocumentCard, by: str, tr: Translator) -> Message:
    """【待办文书】王芳提交了《上诉审查表》，请审查: whose turn it is now."""
    said = cards.card(one, tr)
    what = words.doing(one.next, tr) if one.next is not None else tr("take note of it")
    name = words.title(one.kind, tr)
    brought = tr(_COMES.get(_done(one), _FIRST), document=name, name=by or one.agency, what=what)
    return _item(_under(said, brought), one, tr("{what} please", what=what), tr, asks=one.next is not None)


def returned(one: DocumentCard, by: str, reason: str, tr: Translator) -> Message:
    brought = tr("{name} sent {document} back: {reason}", name=by or "—", document=words.title(one.kind, tr),
                 reason=reason)  # fmt: skip
    return _item(_under(cards.card(one, tr), brought), one, tr("sent back"), tr, asks=True)


def due(one: DocumentCard, last: Next, tr: Translator) -> Message:
    """A step whose last day comes near."""
    brought = tr("Still to be done: {what}{when}.", what=words.doing(last, tr), when=_when(last, tr))
    return _item(_under(cards.card(one, tr), brought), one, words.doing(last, tr), tr, asks=True)


def silent(one: DocumentCard, last: Next, tr: Translator) -> Message:
    """To those over it: a step is late, or about to be."""
    who = words.who(last, tr) or html(one.agency)
    brought = tr("Nothing was heard of this step yet: {what} ({who}){when}.", what=words.doing(last, tr), who=who,
                 when=_when(last, tr))  # fmt: skip
    return _item(_under(cards.card(one, tr), brought), one, words.doing(last, tr), tr, asks=False)


def told(one: DocumentCard, act: Act, by: str, tr: Translator) -> Message:
    """Something was done with it that its people need know, and what comes next; whoever may do that does it here."""
    what = tr(ACT_NAMES[act])
    brought = tr("{name} {what}: {document}", name=by or "—", what=what, document=words.title(one.kind, tr))
    ways = cards.deciding(one, tr)
    if act is Act.REPLY and one.answer:
        ways = [*ways, tap(tr("The answer"), "doc", one.answer)]
    spoken = one.steps[-1].text if one.steps and one.steps[-1].act is act else ""
    said = message(
        brought,
        bold(spoken) if spoken else None,
        cards.where(one, tr),
        cards.number(one, tr),
        cards.following(one, tr),
        cards.statutory(one, tr) if one.is_over else None,
        buttons=fitting.rows([*ways, tap(tr("The document"), "doc", one.id)]),
        protect=one.kind.protected,
    )
    return _item(said, one, what, tr, asks=bool(ways) and act is not Act.REPLY)


def _under(said: Message, brought: Html) -> Message:
    return message(brought, said.text, buttons=said.buttons, protect=said.protect)


def _when(last: Next, tr: Translator) -> Html:
    return tr(", by {day}", day=words.day(last.last, last.distance, tr)) if last.last is not None else html("")


def _item(said: Message, one: DocumentCard, what: Html, tr: Translator, *, asks: bool) -> Message:
    """上诉审查表 行终5号：请审查，12月10日（周四），剩2个工作日; as one line among others, behind the agency where it
    is another than the reader's."""
    last = one.next
    about = f" {numbers.short(words.about(one.about, tr))}" if one.about else ""
    whose = "" if one.own else f"{one.agency} "
    line = tr("{name}: {state}", name=html(whose) + html(words.named(one.kind, tr)) + about, state=what)
    if last is not None and last.last is not None:
        line = line + html("，" if tr.chinese else ", ") + words.day(last.last, last.distance, tr)
    late = last is not None and last.distance is not None and last.distance.overdue
    on = last.last if last is not None else None
    return as_item(said, line, About.DOCUMENT(one.id), on=on, late=late, asks=asks)
