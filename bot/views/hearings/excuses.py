"""The excuse of an absence: why no leader comes, what is missing of it, and what comes in later."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.message import Button, Html, html, lines, tap
from bot.domain.hearings.acts import POSTPONEMENTS, VIEWS
from bot.domain.hearings.appearances import PROOFS, REASONS
from bot.domain.hearings.hearings import AbsenceView, AppearanceView
from bot.domain.law.appearing_words import APPEARANCE_MESSAGES
from bot.domain.law.explanations import Step, render
from bot.texts import Translator


def absence(told: AbsenceView, tr: Translator) -> Html:
    """Why no leader comes, and what is still missing of a valid absence: each thing once."""
    parts = [one for one in told.missing if one.code not in implied(told.missing)]
    awaited = any(one.code == "part_court_pending" for one in parts)
    said = [tr(VIEWS[told.court_view]) if told.court_view in VIEWS and not awaited else None]
    said.append(tr(POSTPONEMENTS[told.postponement]) if told.postponement != "none" else None)
    missing = [str(s) for s in render(parts, tr, APPEARANCE_MESSAGES)]
    also = [one for one in said if one]
    return lines(
        tr("Reason: {reason}", reason=tr(REASONS[told.reason])) + html(f"（{told.note}）" if told.note else ""),
        tr("It happened: {when}", when=told.happened) if told.happened else None,
        proof_of(told, tr),
        tr("Staff entrusted: {names}", names=told.staff),
        tr("Counsel: {names}", names=told.counsel) if told.counsel else None,
        html("；" if tr.chinese else "; ").join(also) if also else None,
        tr("Still missing for a valid absence:") if missing else tr("Every part of a valid absence is there."),
        *(Html(f"· {one}") for one in missing),
    )


def proof_of(told: AbsenceView, tr: Translator) -> Html:
    """What the proof is said to bear, and whether that is borne out."""
    proof = tr(PROOFS.get(told.proof, PROOFS["none"]))
    if told.unproven:
        return tr("Proof: {proof} (claimed, proof missing)", proof=proof)
    return tr("Proof: {proof}", proof=proof)


def implied(missing: Sequence[Step]) -> frozenset[str]:
    """Parts of a valid absence that need not be named, as a greater one is missing."""
    codes = {one.code for one in missing}
    found: set[str] = set()
    if "part_proof" in codes:
        found |= {"part_seal", "part_before"}
    if "part_reason" in codes:
        found |= {"part_proof", "part_seal", "part_before", "part_court_pending"}
    return frozenset(found)


def proof_buttons(one: AppearanceView, tr: Translator) -> tuple[Button, ...]:
    """To attach proof of an absence, and to see what was attached."""
    found: tuple[Button, ...] = (tap(tr("Attach proof"), "ap.proof", one.id),)
    if one.absence is not None and one.absence.files:
        found += (tap(tr("Show the proof ({n})", n=one.absence.files), "ap.files", one.id),)
    return found


def undo(one: AppearanceView, tr: Translator) -> list[tuple[Button, ...]]:
    """What was recorded of the court's word by mistake is taken back."""
    if one.absence is None or one.absence.court_view == "pending":
        return []
    return [(tap(tr("Take back what the court said"), "ap.abs", one.id, one.version, "court_view", "pending"),)]


def court_buttons(one: AppearanceView, tr: Translator) -> list[tuple[Button, ...]]:
    told = one.absence
    if told is None:
        return []
    rows: list[tuple[Button, ...]] = [proof_buttons(one, tr), *undo(one, tr)]
    if any(step.code == "part_consent" for step in told.missing):
        consents = tap(tr("Government's principal consents"), "ap.abs", one.id, one.version, "consent", 1)
        rows.append((consents,))
    if told.court_view == "pending":
        rows.append(
            (
                tap(tr("Court accepts the reason"), "ap.abs", one.id, one.version, "court_view", "accepted"),
                tap(tr("Court rejects it"), "ap.abs", one.id, one.version, "court_view", "rejected"),
            )
        )
    if told.proof not in ("sealed", "signed"):
        rows.append(
            (
                tap(tr("Proof is sealed"), "ap.abs", one.id, one.version, "proof", "sealed"),
                tap(tr("Principal has signed it"), "ap.abs", one.id, one.version, "proof", "signed"),
            )
        )
    if told.postponement == "asked":
        rows.append(
            (
                tap(tr("Postponement granted"), "ap.abs", one.id, one.version, "postponement", "granted"),
                tap(tr("Postponement refused"), "ap.abs", one.id, one.version, "postponement", "refused"),
            )
        )
    if told.postponement in ("granted", "refused"):
        back = tap(tr("Take back the word on the postponement"), "ap.abs", one.id, one.version, "postponement", "asked")
        rows.append((back,))
    return rows
