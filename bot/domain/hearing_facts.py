"""The facts that decision rules about a hearing may read, and their JSON names."""

from bot.domain.triggers import LEVELS, TAGS, Fact

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
        "",
    ),
    Fact(
        "session",
        "choice",
        ("hearing", "pretrial_conference", "inquiry", "on_paper", "withdrawn_before"),
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
    Fact("should_be_defendant", "bool", (), "a third party that should have been made a defendant"),
    Fact("hearing_on", "date", (), "day of the hearing"),
    Fact("notice_served_on", "date", (), "day on which the summons or appearance notice was served"),
    Fact("principal_times_this_year", "int", (), "times the principal leader appeared this year"),
)

HEARING_FACTS: dict[str, Fact] = {fact.name: fact for fact in _FACTS}
