"""Every shape that a kind of document can have, for tests that try all of them."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.domain.documents.kinds import Kind, KindStep, Stage, StepAct

LATER = (StepAct.APPROVE, StepAct.DECIDE, StepAct.ISSUE)
_MADE_BY = {Stage.APPROVED: StepAct.APPROVE, Stage.DECIDED: StepAct.DECIDE, Stage.ISSUED: StepAct.ISSUE}


def can_reach(stage: Stage, acts: list[StepAct], seal: str) -> bool:
    """Whether a document of such steps comes to a stage: the loader of kinds refuses any other."""
    if stage in _MADE_BY:
        return _MADE_BY[stage] in acts
    return stage is not Stage.SEALED or bool(seal)


@st.composite
def kinds(draw: st.DrawFn) -> Kind:
    acts = draw(st.lists(st.sampled_from(LATER), max_size=4))
    seal = draw(st.sampled_from(("", "seal", "signature", "either")))
    done = draw(st.sampled_from([stage for stage in Stage if can_reach(stage, acts, seal)]))
    steps = [KindStep(f"s{n}", "环节", "step", act=act) for n, act in enumerate([StepAct.SUBMIT, *acts])]
    return Kind("sample", "样本", "sample", done=done, seal=seal, steps=tuple(steps))
