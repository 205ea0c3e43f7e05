"""Who must appear: the decision for one hearing and one agency (reference sections C1-C9 and H).

Pure and per rule book: strengths come from decision rules, switches from parameters. Where the texts
leave a thing open the answer is "ask" with the question to put, never a guess.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.law.attendance import Outcome, judge_outcome
from bot.domain.law.explanations import Named, Step, step
from bot.domain.law.grounds import Looked, rests_on
from bot.domain.law.rules import Rule, Stack

Facts = Mapping[str, Any]


class Required(StrEnum):
    """How strongly a leader is required; `ask` where the texts do not say."""

    NONE = "none"
    BASE = "base"
    HARD = "hard"
    PRINCIPAL = "principal"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of the decision: a sentence, and the rule it rests on where there is one."""

    sentence: Step
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Who must appear and why; `outcome` where facts about what happened were given.

    `rests_on` names the facts that were looked at: a change of any other leaves the decision as it is. Where it is open
    which of the co-defendants appears, `principal` still says whether it would have to be the principal leader.
    """

    required: Required
    reasons: tuple[Reason, ...]
    exempt: Reason | None = None
    questions: tuple[Step, ...] = ()
    short_notice: bool = False
    outcome: Outcome | None = None
    rests_on: frozenset[str] = frozenset()
    principal: bool = False


@dataclass(slots=True)
class _Case:
    """The facts of one hearing with the rules they are judged by; reasons and questions gather here."""

    facts: Looked
    stack: Stack
    reasons: list[Reason] = field(default_factory=list)
    questions: list[Step] = field(default_factory=list)

    def cite(self, decides: str) -> Rule | None:
        """Return the topmost decision rule of a family: the one that a reader should be shown."""
        found = self.stack.decisions(decides)
        return found[-1] if found else None

    def reason(self, code: str, decides: str, **params: object) -> Reason:
        """Return a reason resting on the topmost rule of a family."""
        return Reason(step(code, **params), self.cite(decides))

    def ask(self, code: str, **params: object) -> None:
        """Put a question to a person."""
        question = step(code, **params)
        if question not in self.questions:
            self.questions.append(question)


def decide(facts: Facts, stack: Stack) -> Decision:
    """Return who must appear at a hearing. Missing facts are taken as the ordinary case or asked for."""
    case = _Case(Looked(_completed(facts, stack)), stack)
    required, exempt = _required(case)
    if exempt is not None:
        case.reasons.insert(0, exempt)
    principal = required is Required.PRINCIPAL or (required is Required.ASK and _principal_meanwhile(case))
    short = required is not Required.NONE and _short_notice(case)
    looked = rests_on(case.facts.asked)
    outcome = judge_outcome(case.facts, stack, required.value, exempt is not None, principal=principal)
    questions = (*case.questions, *(outcome.questions if outcome else ()))
    return Decision(
        required=required,
        reasons=tuple(case.reasons),
        exempt=exempt,
        questions=questions,
        short_notice=short,
        outcome=outcome,
        rests_on=looked,
        principal=principal,
    )


def _completed(facts: Facts, stack: Stack) -> dict[str, Any]:
    """Fill in what follows from other facts or is ordinarily so."""
    full: dict[str, Any] = {
        "case_kind": "litigation",
        "position": "defendant",
        "session": "hearing",
        "tags": frozenset(),
        "review_outcome": "none",
        "hearings_before": 0,
        **{name: value for name, value in facts.items() if value is not None},
    }
    if full.get("first_of_year_tied"):
        full["first_of_year"] = True
    elif "first_of_year" in full:
        full["first_of_year_tied"] = False
    _earlier_hearings(full)
    if full.get("level") == "city_government" and not stack.params.get("first_hearing_city_government", True):
        full["first_of_year"] = False
    return full


def _earlier_hearings(full: dict[str, Any]) -> None:
    """What attendance at the first hearing and at any hearing say of one another."""
    first, before = full.get("attended_first"), full.get("attended_before")
    if first or (before is None and first is False and full["hearings_before"] == 1):
        full["attended_before"] = first
    if before is False or (first is None and before and full["hearings_before"] == 1):
        full["attended_first"] = before


def _required(case: _Case) -> tuple[Required, Reason | None]:
    """Pass the gates in order; the first that settles the matter decides."""
    for gate in (_scope, _exempted, _party, _co_defendant, _same_instance):
        found = gate(case)
        if found is not None:
            return found
    return _strength(case), None


Settled = tuple[Required, Reason | None] | None


def _scope(case: _Case) -> Settled:
    """Only a hearing in a trial instance of litigation needs a leader (C1)."""
    facts = case.facts
    if facts["case_kind"] != "litigation":
        case.reasons.append(Reason(step("register_only"), _scope_rule(case)))
    elif facts["session"] != "hearing":
        case.reasons.append(case.reason("no_hearing", "base"))
    elif facts.get("instance") in ("retrial_review", "execution_review"):
        case.reasons.append(case.reason("no_trial", "base"))
    else:
        return None
    return Required.NONE, None


def _scope_rule(case: _Case) -> Rule | None:
    """The book's own word on such cases; else the law, which speaks of litigation only."""
    scope = (rule for rule in reversed(case.stack.decisions("scope")) if rule.when.fields())
    return next((rule for rule in scope if rule.when.answer(case.facts)), case.cite("base"))


def _exempted(case: _Case) -> Settled:
    """The rule book's own exemptions, for example a reconsideration that rejected the application."""
    for rule in case.stack.decisions("exempt"):
        if rule.when.fields() and rule.when.answer(case.facts):
            return Required.NONE, Reason(step("exempt_rule", title=Named(rule.title_zh, rule.title_en)), rule)
    return None


def _party(case: _Case) -> Settled:
    """A third party owes a leader where the book says so, or where it should have been a defendant."""
    if case.facts["position"] != "third_party":
        return None
    if "third_party" in case.stack.params.get("parties", ()):
        case.reasons.append(case.reason("third_party_owes", "third_party"))
        return None
    should = case.facts.get("should_be_defendant")
    if should is None:
        case.ask("ask_should_be_defendant")
        case.reasons.append(case.reason("third_party_open", "third_party"))
        return Required.ASK, None
    if should:
        case.reasons.append(case.reason("should_be_defendant", "third_party"))
        return None
    return Required.NONE, case.reason("third_party_free", "third_party")


def _co_defendant(case: _Case) -> Settled:
    """Several agencies are sued: the court's word, else the book's way (C7).

    After a reconsideration that upheld the act both agencies are defendants by law (行政诉讼法 26).
    """
    facts = case.facts
    upheld = facts["position"] in ("defendant", "reconsideration_body") and facts["review_outcome"] == "upheld"
    if facts["position"] != "co_defendant" and not upheld:
        return None
    named = facts.get("court_named")
    if named is not None:
        return _named(case, named, "co_court_us", "co_court_other")
    way = case.stack.params.get("co_defendants", "ask")
    return _CO_DEFENDANTS[way](case, upheld)


def _named(case: _Case, who: str, ours: str, others: str) -> Settled:
    if who == "other":
        return Required.NONE, case.reason(others, "co_defendants")
    case.reasons.append(case.reason(ours, "co_defendants"))
    return None


def _co_agreement(case: _Case, _upheld: bool) -> Settled:
    """The law leaves it to the co-defendants (法释〔2020〕3号 3)."""
    agreed = case.facts.get("co_defendants_agreed")
    if agreed is not None:
        return _named(case, agreed, "co_agreed_us", "co_agreed_other")
    case.ask("ask_co_defendants")
    case.reasons.append(case.reason("co_open", "co_defendants"))
    return Required.ASK, None


def _co_original(case: _Case, upheld: bool) -> Settled:
    """The leader of the agency that made the original act appears."""
    original = case.facts.get("original_agency")
    if original is None and upheld:
        original = case.facts["position"] == "defendant"
    if original is None:
        case.ask("ask_original_agency")
        case.reasons.append(case.reason("co_original_open", "co_defendants"))
        return Required.ASK, None
    return _named(case, "us" if original else "other", "co_original_us", "co_original_other")


def _co_each(case: _Case, _upheld: bool) -> Settled:
    """Each answers for its own part."""
    case.reasons.append(case.reason("co_each", "co_defendants"))
    return None


_CO_DEFENDANTS: dict[str, Callable[[_Case, bool], Settled]] = {
    "ask": _co_agreement,
    "original_agency": _co_original,
    "each_its_part": _co_each,
}


def _same_instance(case: _Case) -> Settled:
    """One attended hearing of an instance is enough, unless the court calls again (C6)."""
    facts = case.facts
    if not facts["hearings_before"] and not facts.get("attended_before"):
        return None
    first_only = case.stack.params.get("same_instance") == "first_hearing"
    if first_only and facts.get("attended_first") is False:
        case.reasons.append(case.reason("not_first_hearing", "same_instance"))
    if facts.get("court_notified_again"):
        case.reasons.append(case.reason("called_again", "same_instance"))
        return None
    attended = facts.get("attended_first" if first_only else "attended_before")
    if attended is None:
        case.ask("ask_attended_first" if first_only else "ask_attended_before")
        return None
    if attended:
        return Required.NONE, case.reason("instance_done", "same_instance")
    case.reasons.append(case.reason("instance_open", "same_instance"))
    return None


_GOVERNMENTS = ("county_government", "city_government", "provincial")


def _principal_meanwhile(case: _Case) -> bool:
    """Whether the principal leader would have to come, while it is open which of the co-defendants appears."""
    if case.facts["position"] == "third_party":
        return False
    return bool(_principal_rules(case, settled=True))


def _principal_rules(case: _Case, *, settled: bool = False) -> list[Rule]:
    """The rules that want the principal leader, each a reason.

    Of an agency sued beside others they mean its own principal; whether they mean that of a government sued beside its
    department no text says, so that is asked.
    """
    rules = _applying(case, "principal", settled=settled)
    if rules and _is_government_beside(case):
        meant = case.facts.get("government_principal_meant")
        if meant is None:
            case.ask("ask_government_principal", title=Named(rules[0].title_zh, rules[0].title_en))
        if not meant:
            return []
    case.reasons += [_because("principal", rule) for rule in rules]
    return rules


def _is_government_beside(case: _Case) -> bool:
    facts = case.facts
    beside = facts["position"] == "co_defendant" or (
        facts["position"] == "reconsideration_body" and facts["review_outcome"] == "upheld"
    )
    return beside and facts.get("level") in _GOVERNMENTS


def _strength(case: _Case) -> Required:
    """The strongest rule that applies: principal, then hard, then the base duty of every hearing."""
    everything = bool(case.stack.params.get("all_cases_hard"))
    principal = _principal_rules(case)
    hard = _applying(case, "hard", settled=everything or bool(principal))
    case.reasons += [_because("hard", rule) for rule in hard]
    if everything:
        case.reasons.append(case.reason("all_hard", "hard"))
    case.reasons.append(case.reason("base", "base"))
    _yearly(case)
    if principal:
        return Required.PRINCIPAL
    return Required.HARD if hard or everything else Required.BASE


def _applying(case: _Case, family: str, *, settled: bool = False) -> list[Rule]:
    """Return the rules of a family whose condition holds.

    Where none does and the answer is not `settled` otherwise, ask for the facts that leave one open.
    """
    answers = [(rule, rule.when.answer(case.facts)) for rule in case.stack.decisions(family) if rule.when.fields()]
    applying = [rule for rule, answer in answers if answer]
    if not applying and not settled:
        for rule in (rule for rule, answer in answers if answer is None):
            missing = sorted(name for name in rule.when.fields() if case.facts.get(name) is None)
            case.ask("ask_fact", fact=missing[0], title=Named(rule.title_zh, rule.title_en), rule=rule.id)
    return applying


def _because(code: str, rule: Rule) -> Reason:
    return Reason(step(code, title=Named(rule.title_zh, rule.title_en)), rule)


def _yearly(case: _Case) -> None:
    """A yearly minimum binds the year, not this hearing: say so where it is still unmet."""
    minimum = case.stack.params.get("principal_annual_min", 0)
    times = case.facts.get("principal_times_this_year") if minimum else None
    if times is not None and times < minimum:
        case.reasons.append(Reason(step("principal_yearly", n=minimum, times=times), case.cite("principal")))


def _short_notice(case: _Case) -> bool:
    """Whether the notice came later than three days before the hearing (法释〔2020〕3号 5(2); A16)."""
    served, hearing = case.facts.get("notice_served_on"), case.facts.get("hearing_on")
    if not isinstance(served, date) or not isinstance(hearing, date):
        return False
    days = int(case.stack.params.get("short_notice_days", 3))
    if (hearing - served).days >= days:
        return False
    case.reasons.append(case.reason("short_notice", "short_notice", date=served, n=days))
    return True
