"""Kinds of documents as data: one TOML file each, read strictly, so that a slip is named with its file and place.

A file has these parts (every key not marked optional is required; unknown keys are errors):

`format = 1`

`[kind]`
    id            lower-case words joined by "_", as the rule books' `draft` names it; unique
    zh, en        title, as it stands in 《》, and in English
    basis         optional list of rule ids that it rests on (`law check` looks for them)
    about         optional: case (default) | hearing | paper | duty | agency | event | period
    template      optional: name of the Word template, without its ending; default the id
    addressee     optional list of roles (`law roles`): who gets it; left out = asked, or nobody
    closes        optional list of {rule, when}: the duties that it shows to be done, and at which stage; left out =
                  each duty whose rule has this id as its `draft`, when the document is done; [] = none
    done          optional stage with which it is finished, default "submitted": submitted | approved | decided |
                  issued | sealed | delivered | replied
    seal          optional: seal | signature | either: the scan that is asked for before it counts as sealed
    number        optional pattern with {year} and {n}, and {issuer} for the agency's short name; "ask" = typed
    record        optional pattern likewise: the number under which it is kept, given when it is accepted; {issuer} is
                  whoever accepts it
    starts        optional: a trigger (`law triggers`) that its end fires
    opens         optional: a trigger that beginning it fires where no duty asked for it: the term runs from then
    protected     optional, default false; true = person to person, protected, only those in `sees`
    plaintiffs    optional: full (default) | masked | book
    sees          optional list of roles held at its agency, or over it
    replies       optional: id of the kind with which the addressee answers it
    after         optional: id of the kind of letter that the unit which is named must have had first, alone
    order         optional number: its place in lists
    chart         optional, default false; true = a picture of its figures stands where its template has `paper.chart`

`[[field]]`
    name          lower-case words joined by "_", unique; the template uses it
    zh, en        its label
    type          optional, default "text": text | lines | day | moment | number | yes_no | choice | choices | rows |
                  person | files
    source        optional: where it comes from (`bot.domain.documents.sources`); left out = asked; what comes from
                  figures.… is counted, and nobody types it
    asked         optional: drafter (default), or the id of the step whose business it is
    required      optional, default true
    most          optional: the most characters (of a row's cell too), default 400
    ask_zh, ask_en   optional: the question in chat
    choices       for choice and choices: list of {id, zh, en}
    columns       for rows: list of {name, zh, en}
    inner         optional, default false; true = it says how the paper is drawn up, and does not stand in it
    followed      optional, default false; of rows with columns "what" and "until": true = each is followed up
    gone_by       optional, of a day: true = it says what was done, and does not lie ahead
    explains      optional list of fields with a source: it is asked only where a person corrects one of these: why
    top           optional, of a number: it lies between 0 and this
    when          optional: {field, is = [values]}: only wanted where another field has one of these (yes, no)

`[[step]]` (in order; the first drafts and submits; left out = one, of the agency's liaisons)
    id, zh, en    unique, and its words
    by            optional: {at, roles, recorded_by, arranging}: a role of the law, read from the document's agency;
                  who there; who writes it down where that body has nobody in the bot (default ["coordinator"]);
                  arranging = true: of a government's paper, its justice bureau and general office together
    act           submit (the first, and only it) | approve | decide | issue
    last          optional: {working_days_before_statutory = 3} or {rule = "SS19.approval"}: the last day of the step
    choices       for decide: list of {id, zh, en}
"""
