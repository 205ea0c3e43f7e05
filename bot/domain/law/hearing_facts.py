"""The facts that decision rules about a hearing may read, and their JSON names."""

from bot.domain.law.trigger_facts import LEVELS, TAGS, Fact

_FACTS = (
    Fact("level", "choice", LEVELS, "level of the agency"),
    Fact(
        "position",
        "choice",
        ("defendant", "co_defendant", "third_party", "reconsideration_body"),
        "the agency's place in the case; co_defendant = sued together with other agencies",
    ),
    Fact("case_kind", "choice", ("litigation", "reconsideration", "arbitration"), "kind of case"),
    Fact(
        "instance",
        "choice",
        ("first", "second", "retrial", "retrial_review", "execution_review", "other"),
        "what the hearing belongs to; reviews are no trial instances",
    ),
    Fact(
        "session",
        "choice",
        (
            "hearing",
            "pretrial_conference",
            "evidence_exchange",
            "inquiry",
            "talk",
            "pronouncement",
            "on_paper",
            "withdrawn_before",
        ),
        "what is held; only a hearing needs a leader",
    ),
    Fact("plaintiffs", "int", (), "number of plaintiffs"),
    Fact("tags", "choices", TAGS, "subject and risk tags, demands and notices"),
    Fact(
        "review_outcome",
        "choice",
        ("none", "upheld", "altered", "inaction", "inadmissible"),
        "what the reconsideration came to",
    ),
    Fact("first_of_year", "bool", (), "this is the agency's first hearing of the calendar year"),
    Fact("first_of_year_tied", "bool", (), "another hearing of the agency starts at the same hour"),
    Fact("hearings_before", "int", (), "hearings already held in this instance of this case"),
    Fact("attended_first", "bool", (), "a leader attended the first hearing of this instance"),
    Fact("attended_before", "bool", (), "a leader attended an earlier hearing of this instance"),
    Fact("court_notified_again", "bool", (), "the court called the leader again for this hearing"),
    Fact("original_agency", "bool", (), "the agency made the original act"),
    Fact("co_defendants_agreed", "choice", ("us", "other", "both"), "what the co-defendants agreed"),
    Fact("court_named", "choice", ("us", "other", "both"), "whose leader the court named"),
    Fact(
        "government_principal_meant",
        "bool",
        (),
        "where a government is sued beside others: rules that ask for the principal leader mean the government's own",
    ),
    Fact("should_be_defendant", "bool", (), "a third party that should have been made a defendant"),
    Fact("hearing_on", "date", (), "day of the hearing"),
    Fact("notice_served_on", "date", (), "day on which the summons or appearance notice was served"),
    Fact("principal_times_this_year", "int", (), "times the principal leader appeared this year"),
)

LEADER_ROLES = (
    "principal",
    "acting_deputy",
    "deputy",
    "deputy_in_charge",
    "other_in_charge",
    "party_secretary",
    "secretary_general",
    "business_leader",
    "department_head",
    "entrusted_body_leader",
    "lower_organ_leader",
    "lawyer",
    "staff",
)
_OUTCOME = (
    Fact("held", "bool", (), "the hearing took place"),
    Fact("leader_present", "bool", (), "somebody came as the responsible leader, in the room or by video"),
    Fact("leader_role", "choice", LEADER_ROLES, "who came as the responsible leader"),
    Fact("counts_as_leader", "bool", (), "what the coordinator or the court says where the post leaves it open"),
    Fact("identity_accepted", "bool", (), "the court accepted the identity certificate (or its mending)"),
    Fact(
        "substitution",
        "choice",
        ("permitted", "refused", "pending"),
        "what the court said of a change of leader, where the book wants its permission; silence = pending",
    ),
    Fact("left_without_leave", "bool", (), "the leader left without the court's leave"),
    Fact("refused_to_explain", "bool", (), "the leader refused to explain and the hearing had to stop"),
    Fact("video", "bool", (), "the leader took part by video"),
    Fact("spoke", "bool", (), "the leader spoke"),
    Fact(
        "staff",
        "choices",
        ("own_staff", "entrusted_body_staff", "lower_organ_staff", "legal_office_staff", "lawyer"),
        "who came for the agency besides the leader",
    ),
    Fact(
        "absence_reason",
        "choice",
        ("force_majeure", "accident", "irreplaceable_duty", "other"),
        "why no leader came; other = another proper reason",
    ),
    Fact("proof_given", "bool", (), "proof of the reason was given to the court"),
    Fact("proof_sealed_or_signed", "bool", (), "the proof bears the seal or the principal leader's signature"),
    Fact("given_before_hearing", "bool", (), "reason and proof reached the court before the hearing"),
    Fact("court_view", "choice", ("accepted", "rejected", "pending"), "what the court said; silence = pending"),
    Fact("consent_given", "bool", (), "the government's principal leader consented to the absence"),
    Fact("postponement", "choice", ("none", "asked", "granted", "refused"), "postponement of this hearing"),
    Fact("postponed_before", "bool", (), "this date is itself the result of a granted postponement"),
)

OUTCOME_FACTS: dict[str, Fact] = {fact.name: fact for fact in _OUTCOME}
HEARING_FACTS: dict[str, Fact] = {fact.name: fact for fact in _FACTS}
