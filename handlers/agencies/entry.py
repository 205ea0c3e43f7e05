"""How people come in: /start with or without a code, a bare code, a shared contact, leaving and coming back."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.agencies.topics import APPOINTED
from bot.domain.day.topics import TODO
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Html, Keyboard, Message, message
from bot.domain.hall.problems import Problem
from bot.domain.hall.topics import Nothing, Notice
from bot.services.agencies import claims, disputes, guesses, newcomers
from bot.services.day import home, todo, todo_cards
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import reach
from bot.telegram import menus
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.texts import LANGUAGES, translator
from bot.views.agencies import account as views
from bot.views.agencies import invitations as invitation_views
from bot.views.day import home as home_views
from bot.views.day import todo as todo_views

NOT_OWN = "Please share your own contact with the button, not somebody else's."
STRANGER_AGAIN = timedelta(hours=1)
STRANGERS = 10_000
"""Strangers remembered, before those who are silent are forgotten."""


class Entry:
    """Needs the router for the menus it shows."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self.answered: dict[int, datetime] = {}
        """When a stranger (by Telegram id) was last told who this is for."""

    def start(self, turn: Turn) -> None:
        """Bare, a greeting; with a payload, what its link is for: another room's business, or an invitation."""
        payload = turn.incoming.args
        linked = next((handler for prefix, handler in self.router.payloads.items() if payload.startswith(prefix)), None)
        if linked is not None:
            linked(turn)
        elif payload:
            self.code(turn, turn.incoming.args)
        elif turn.known:
            self._greet(turn)
        else:
            self.stranger(turn)

    def code(self, turn: Turn, code: str) -> None:
        """A code, by deep link or typed."""
        self._as_chosen(turn)
        incoming = turn.incoming
        lock = guesses.locked(turn.desk, incoming.user_id)
        first = (
            None
            if lock
            else claims.claim_first(
                turn.desk,
                code,
                telegram_id=incoming.user_id,
                chat_id=incoming.chat_id,
                name=incoming.user_name,
                language=turn.tr.language,
            )
        )
        if first is not None:
            self._become_known(turn)
            return
        invitation = self._invitation(turn, code)
        if invitation is not None:
            turn.say(self._preview(turn, invitation, code))

    def _preview(self, turn: Turn, invitation: claims.Invitation, code: str) -> Message:
        """Whom the invitation is for; who is not known yet chooses the language first."""
        if not turn.known:
            newcomers.opened(turn.desk, turn.incoming.user_id)
        newcomer = newcomers.of(turn.desk, turn.incoming.user_id)
        known, plain = claims.preview(turn.desk, invitation), claims.plain_code(code)
        asked = bool(known.phone) and not (newcomer and newcomer.phone)
        return views.confirm_identity(
            known.name, known.appointments, plain, turn.tr, phone_asked=asked, languages=newcomer is not None
        )

    def language(self, turn: Turn) -> None:
        """The language of whoever holds an invitation, before it is confirmed."""
        chosen = turn.arg()
        if chosen not in LANGUAGES or not newcomers.choose(turn.desk, turn.incoming.user_id, chosen):
            turn.toast(turn.tr("This button is not for you."), alert=True)
            return
        self._as_chosen(turn)
        if not turn.arg(1):
            turn.show(Message(turn.tr("From now on I write English.")))
            return
        invitation = self._invitation(turn, turn.arg(1))
        if invitation is not None:
            turn.show(self._preview(turn, invitation, turn.arg(1)))

    def _as_chosen(self, turn: Turn) -> None:
        """A newcomer is written to in the language that she chose."""
        newcomer = None if turn.known else newcomers.of(turn.desk, turn.incoming.user_id)
        if newcomer is not None and newcomer.language:
            turn.tr = translator(newcomer.language, turn.desk.house.zone, now=turn.desk.now)

    def _invitation(self, turn: Turn, code: str) -> claims.Invitation | None:
        """The invitation that is tried; None when the answer has been given already."""
        found = claims.attempt(turn.desk, code, turn.incoming.user_id)
        if isinstance(found, Problem):
            turn.refuse(found)
            return None
        return found

    def confirmed(self, turn: Turn) -> None:
        """确认本人."""
        self._as_chosen(turn)
        invitation = self._invitation(turn, turn.arg())
        if invitation is None:
            return
        incoming = turn.incoming
        newcomer = newcomers.taken(turn.desk, incoming.user_id)
        person = claims.accept(
            turn.desk,
            invitation,
            telegram_id=incoming.user_id,
            chat_id=incoming.chat_id,
            name=incoming.user_name,
            language=turn.tr.language,
            chosen=newcomer.language,
        )
        self._become_known(turn, greeted=True)
        turn.show(self._home(turn, turn.tr("Welcome, {name}. You are registered.", name=person.name)))
        keyboard = menus.keyboard(self.router, turn.actor, turn.tr)
        if newcomer.phone:
            self._compare(turn, newcomer.phone)
        elif person.phone and not person.phone_verified:
            label = str(turn.tr("Share my telephone number"))
            words = turn.tr("One more step: please share your contact, so that the number in the roster is verified.")
            turn.say(Message(words, keyboard=Keyboard(keyboard.rows if keyboard else (), contact=label)))
        elif keyboard is not None:
            turn.say(Message(turn.tr(views.KEYS), keyboard=keyboard))
        _give_card(turn)

    def wrong(self, turn: Turn) -> None:
        """Something in the invitation is wrong: what? The invitation stays as it is, its buttons too."""
        self._as_chosen(turn)
        if self._invitation(turn, turn.arg()) is not None:
            turn.say(invitation_views.what_is_wrong(claims.plain_code(turn.arg())[:20], turn.tr))

    def what_is_wrong(self, turn: Turn) -> None:
        """The kind of mistake; how it should read comes as the next text."""
        self._as_chosen(turn)
        invitation = self._invitation(turn, turn.arg(1))
        if invitation is None:
            return
        if turn.arg(0) == "person":
            disputes.not_me(turn.desk, invitation)
            turn.show(Message(turn.tr("Thank you. The invitation was taken back, and whoever made it is told.")))
            return
        incoming = turn.incoming
        disputes.begin(turn.desk, invitation, turn.arg(0), telegram_id=incoming.user_id, chat_id=incoming.chat_id)
        turn.show(Message(turn.tr("How should it read? Please write it in one message.")))

    def disputed(self, turn: Turn) -> bool:
        """The text that says what is wrong, if one is awaited from this account."""
        text = turn.incoming.text
        if not text or not disputes.say(turn.desk, turn.incoming.user_id, text):
            return False
        turn.say(
            Message(
                turn.tr("Thank you. Whoever invited you is told. Once it is corrected, open your invitation again.")
            )
        )
        return True

    def contact(self, turn: Turn) -> bool:
        """The shared contact must be the sender's own, and its number the roster's."""
        incoming = turn.incoming
        if not incoming.contact_phone:
            return False
        if incoming.contact_user != incoming.user_id:
            raise Refused(NOT_OWN)
        self._compare(turn, incoming.contact_phone)
        return True

    def _compare(self, turn: Turn, phone: str) -> None:
        """With the roster's."""
        matched = claims.verify_phone(turn.desk, phone)
        other = (
            "This number is not the one in the roster; your coordinator has been told. Everything works all the same."
        )
        words = "Thank you, your number is verified." if matched else other
        turn.say(Message(turn.tr(words), keyboard=menus.keyboard(self.router, turn.actor, turn.tr) or Keyboard()))

    def _contact_beforehand(self, turn: Turn) -> bool:
        """Whoever opened an invitation shares the contact before confirming: it is compared afterwards."""
        incoming = turn.incoming
        if not incoming.contact_phone or newcomers.of(turn.desk, incoming.user_id) is None:
            return False
        if incoming.contact_user != incoming.user_id:
            turn.refuse(Problem(NOT_OWN))
            return True
        newcomers.share(turn.desk, incoming.user_id, incoming.contact_phone)
        turn.say(Message(turn.tr("Thank you, I have your number. Now please press “Yes, this is me” above.")))
        return True

    def typed_code(self, turn: Turn) -> bool:
        """Somebody registered types another code."""
        if not claims.looks_like_code(turn.incoming.text):
            return False
        self.code(turn, turn.incoming.text)
        return True

    def _newcomer(self, turn: Turn) -> bool:
        """What somebody sends who has opened an invitation, if it is taken."""
        if turn.incoming.callback_id:
            return False
        if turn.incoming.command == "language" and newcomers.of(turn.desk, turn.incoming.user_id) is not None:
            turn.say(views.languages(turn.tr, "claiml"))
            return True
        return self._contact_beforehand(turn) or (not turn.incoming.command and self.disputed(turn))

    def stranger(self, turn: Turn) -> None:
        self._as_chosen(turn)
        if self._newcomer(turn):
            return
        if claims.looks_like_code(turn.incoming.text):
            self.code(turn, turn.incoming.text)
        elif turn.incoming.callback_id:
            turn.toast(turn.tr("This button is not for you."), alert=True)
        elif self._may_answer(turn):
            turn.say(views.stranger(turn.tr))

    def _may_answer(self, turn: Turn) -> bool:
        """A stranger is told the same once an hour, however much he writes; attempts at a code are not counted here."""
        sender, now = turn.incoming.user_id, turn.desk.now
        answered = self.answered.get(sender)
        if answered is not None and now - answered < STRANGER_AGAIN:
            return False
        turn.after.append(lambda: self._answered(sender, now))
        return True

    def _answered(self, sender: int, now: datetime) -> None:
        if len(self.answered) >= STRANGERS:
            self.answered = {one: at for one, at in self.answered.items() if now - at < STRANGER_AGAIN}
        self.answered[sender] = now

    def membership(self, turn: Turn) -> None:
        """Blocked or unblocked (private chats); groups are a matter of their own."""
        if turn.incoming.private and turn.incoming.membership == "member":
            reach.back(turn.desk.session, turn.incoming.user_id)
        elif turn.incoming.private:
            reach.left(turn.desk, turn.incoming.user_id)

    def begin(self, turn: Turn) -> None:
        """The button under a new appointment: keys, menu and card as with /start."""
        turn.beside()
        self._greet(turn)

    def _greet(self, turn: Turn) -> None:
        """Who one is, what is open, what can be begun; a message has either keys or buttons."""
        keyboard = menus.keyboard(self.router, turn.actor, turn.tr)
        who = home_views.who(turn.actor, turn.tr)
        if keyboard is None and not home.had_keys(turn.desk):
            turn.say(self._home(turn, who))
        else:
            # Keys of an office that is over go: what they did is refused now.
            keys = turn.tr(views.KEYS) if keyboard else None
            turn.say(message(who, keys, keyboard=keyboard or Keyboard()))
            turn.say(self._home(turn))
        turn.menu_changed = True
        _give_card(turn)

    def _home(self, turn: Turn, head: Html | None = None) -> Message:
        shown = menus.names(self.router, turn.actor)
        return home_views.home(home.of(turn.desk), shown, turn.tr, head=head)

    def _become_known(self, turn: Turn, *, greeted: bool = False) -> None:
        """The rest of this turn is the new person's."""
        person = access.person_by_telegram(turn.desk.session, turn.incoming.user_id)
        if person is None:
            return
        turn.desk = Desk(
            turn.desk.session,
            turn.desk.house,
            turn.desk.now,
            access.actor_of(turn.desk.session, person, turn.desk.today),
            turn.desk.update_id,
            turn.desk.planned,
        )
        turn.tr = translator(person.language, turn.desk.house.zone, now=turn.desk.now)
        turn.menu_changed = True
        if not greeted:
            turn.say(views.welcome(person.name, turn.tr))


def _give_card(turn: Turn) -> None:
    """The card of what is to be done, pinned, for whoever has none yet; later changes edit it (`handlers.day.todo`)."""
    if turn.incoming.private and todo_cards.is_wanted(turn.desk, turn.incoming.chat_id):
        subject = todo_cards.subject_of(turn.actor.person_id)
        turn.say(todo_views.card(todo.of(turn.desk), turn.tr), Notice(TODO, Nothing(), subject))


def appointed(scene: Scene[Nothing]) -> Message | None:
    return views.appointed(scene.reader, scene.tr) if scene.reader.appointments else None


def register(router: Router) -> None:
    entry = Entry(router)
    router.command("start", entry.start, "start", shown=lambda actor: False, to_strangers=True)
    router.press("claim", entry.confirmed, sees=nothing, to_strangers=True)
    router.press("claimno", entry.wrong, sees=nothing, to_strangers=True)
    router.press("claimw", entry.what_is_wrong, sees=nothing, to_strangers=True)
    router.press("claiml", entry.language, sees=nothing, to_strangers=True)
    router.press("begin", entry.begin, sees=nothing, to_all=True)
    router.topic(APPOINTED, appointed)
    router.text(entry.contact, to_all=True)
    router.text(entry.typed_code, to_all=True)
    router.text(entry.disputed, to_all=True)
    router.stranger = entry.stranger
    router.membership = entry.membership
