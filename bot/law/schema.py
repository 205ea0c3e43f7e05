"""The schema of a rule book: one TOML file per document, checked when it is loaded.

A file has these parts (every key not marked optional is required; unknown keys are errors):

`format = 1`

`[book]`
    id            lower-case words and digits joined by "-", e.g. "sishui-2020"; unique
    title         the document's title, as printed
    short_title   how an explanation names it, e.g. "泗水县2020年9月1日《意见》"
    short_title_en   the same in English, e.g. "Sishui Opinions of 1 Sept 2020" (`law check` asks for it)
    number        optional: the document number; leave out where the text gives none
    issuer        optional: who issued it; leave out where unknown
    region        place, e.g. "山东省济宁市泗水县"
    layer         national | province | city | county
    binding       optional, default true; false = reports practice (then no duty or recurring rule)
    effective_from, effective_to   optional TOML dates; left out = not given by the document
    supersedes    optional list of free texts (documents no longer in force)
    builds_on     list of book ids below this one, usually ["national"]
    lead_organ    a role; what `lead_organ` in owed_by/owed_to stands for (not in the national layer)
    source        optional: file name of the text, for the comparison of quotes
    verified      optional, default true; false = taken from general knowledge, and shown so

`[[ask]]` (optional)  what the operator is asked: field, zh, en

`[params]` (optional)  see PARAMS below; a higher layer's value replaces a lower one's

`[document.<id>]` (optional)  further texts that rules of this file rest on:
    title, short_title, short_title_en, number, issuer, effective_from, source, verified

`[package.<id>]`, `[ladder.<id>]` (optional)  as in common.toml

`[[rule]]`
    id            row of the reference ("SS12"); several rules of one row: "SS17", "SS17.summons"
    version       optional, default 1; several versions of one id need dates that do not overlap
    from, to      optional dates of this version
    kind          duty | recurring | right | decision | target | measure | statistic | draft |
                  advice | checklist | none
    zh, en        short titles ("出庭报备", "advance filing")
    do_zh, do_en  what is to be done, as a phrase in the duty's own words, without its date: it is said as
                  "请于{date}前" + do_zh, "Please " + do_en + " by {date}" ("明确出庭负责人，并报{to}备案",
                  "name the leader who will appear and file the form with {to}"). {to} is whoever it is owed to,
                  by the name of the agency; {court} or another role of owed_to names that one alone
    document      optional: id of a [document.*]; default = the book itself
    section       place in the text, e.g. "四（四）", "第三条第三款"
    section_en    optional: the place in English, where it is no article and no numbered part
    quotes        list: the text to the letter, white space apart; a part left out = two quotes
    trigger       optional: a trigger or a list (see bot.domain.law.triggers; `law triggers`)
    when          optional condition: {field, op, value} | {field, given} | {all=[]} | {any=[]} | {not={}}
                  op: = != < <= > >= in not_in has has_any
    unknown       optional: "skip" (default) | "apply": what happens when a fact that matters is missing;
                  "ask": as "apply", and the question is put even where nothing is missing
    ask_zh, ask_en  optional: the question to put to a person (with unknown = "apply", or decides)
    owed_by, owed_to  a role or a list of roles (see bot.domain.law.roles; `law roles`)
    units         optional list of levels that owe a recurring duty (township, subdistrict, ...); a dispatched body
                  (派出机构) or one within a unit is spoken for by its unit, unless dispatched_body or internal_body
                  stands here too
    term          a table, exactly one shape:
                    {n = 2, unit = "calendar"|"working"|"month"|"year"}
                    {fixed = "12-31"} or {fixed = "01-10", year_offset = 1}     never rolls forward
                    {last_working_day = true}      of the period that the trigger closes
                    {own = true} or {own = true, n = 2, unit = "month"}         the document's own term
                    {same_day = true}              the trigger's day (a hearing)
                  and optionally:
                    direction = "after"|"before", count_trigger_day = true, roll = "next"|"none"|"previous",
                    count_from = "<date fact>", anchor = {<another term>} (count from its last day),
                    cap_own = true (never later than the document's own term),
                    default = true (the number is a product default, not in the text)
    evidence      optional list from EVIDENCE: what closes the duty besides date and author
    package       optional: reminder package (P-STAT P-SHORT P-10 P-HEAR P-MON P-QTR P-YEAR P-PRINCIPAL P-EVT)
    ladder        optional: escalation ladder instead of the package's own
    breach        optional list of breach codes (common.toml), candidates only
    draft         optional: the document to draft (common.toml)
    decides       for kind decision: one of DECIDES
    period        for kind recurring: month | quarter | year
    group         optional: obligations of one group on one paper: the earlier one leads
    goal          for target, and for counted recurring duties: {metric, at_least, by, per}
    measures      for kind measure: list of measure codes (common.toml)
    feature       the room that this data will drive: one of FEATURES
    see           optional list of rule ids that carry this row's machine part
    replaces      optional list of rule ids of lower layers that this rule puts out of force
    verified      optional, default the document's
    reason        for kind none: why there is no machine part
    note          optional

Required by kind: duty and right need trigger, owed_by, term; recurring needs owed_by, period, term and
a calendar trigger; all three need do_zh and do_en (`law check`; a book without them is read all the same,
and its titles stand for them); decision needs decides; target needs goal; measure needs measures; none needs reason;
all but none need feature or (duty, right, recurring, decision) nothing more.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FORMAT = 1

BOOK_KEYS = frozenset(
    _words("""
    id title short_title short_title_en number issuer region layer binding effective_from effective_to supersedes
    builds_on lead_organ source verified
""")
)
DOCUMENT_KEYS = frozenset(
    _words("""
    title short_title short_title_en number issuer effective_from source verified
""")
)
RULE_KEYS = frozenset(
    _words("""
    id version from to kind zh en do_zh do_en document section section_en quotes trigger when unknown ask_zh ask_en
    owed_by owed_to units term evidence package ladder breach draft decides period group goal measures feature see
    replaces verified reason note
""")
)
TERM_KEYS = frozenset(
    _words("""
    n unit fixed year_offset last_working_day own same_day direction count_trigger_day roll count_from
    anchor cap_own default
""")
)
GOAL_KEYS = frozenset(
    _words("""
    metric at_least by per
""")
)
TOP_KEYS = frozenset(
    _words("""
    format book ask params document package ladder rule
""")
)
COMMON_KEYS = frozenset(
    _words("""
    format package ladder breach measure draft
""")
)

LAYERS = _words("""
    national province city county
""")
PERIODS = _words("""
    month quarter year
""")
EVIDENCE = _words("""
    record file number delivery_proof court_receipt posting_proof leader_named filing_form hearing_row
    feedback_form identity_proof sign_in_list observer_list event_record review_opinion decision report
    letter_to_court copy_to_bureau performance_proof archive_number assignment permission apology_record
    minutes score_sheet
""")
DECIDES = _words("""
    base hard principal exempt counts_as_leader same_instance co_defendants third_party absence substitution
    staff identity short_notice breach responsible_unit effective_date scope layering counting service
    routing
""")
FEATURES = _words("""
    papers hearings appearances duties reminders roster circulars events statistics bulletins letters
    reports assessment export meetings risk advice
""")
METRICS = _words("""
    appearance_rate principal_rate principal_count in_charge_share speaking_rate training_count
    observation_count attended_observation_count lost_rate quality_score
""")
#: Parameters of section H and of the table C9: name -> allowed values, or the type of a free value.
PARAMS: dict[str, tuple[object, ...] | type] = {
    "parties": ("defendant", "third_party"),
    "same_instance": ("any_hearing", "first_hearing"),
    "co_defendants": ("ask", "original_agency", "each_its_part"),
    "all_cases_hard": bool,
    "leader_in_charge": bool,
    "change_of_leader": ("shall_permit", "needs_permission"),
    "absence_consent": ("none", "government_principal"),
    "feedback_form": ("none", "after_hearing", "graded"),
    "entrusted_staff": bool,
    "party_secretary": ("ask", "leader", "not_leader"),
    "acting_deputy": ("principal", "deputy", "ask"),
    "secretary_general": ("not_leader", "city_and_above", "leader", "ask"),
    "business_leader": ("not_leader", "ask"),
    "video_counts": bool,
    "short_notice_days": int,
    "principal_annual_min": int,
    "first_hearing_city_government": bool,
    "excused_in_denominator": bool,
    "principal_rate_base": ("heard", "attended"),
    "letter_threshold": float,
    "target_rate": float,
    "assessment_year_start": str,
    "bulletin_expected_day": int,
    "unapproved_naming": ("never",),
    "naming_notice_days": int,
    "bulletin_tables": ("units", "counties_and_organs"),
    "others_observation_counts": bool,
    "bureau_copies": ("full", "masked"),
}
LIST_PARAMS = frozenset(["parties"])
