"""Where the values of fields come from: the names that a kind's `source` may have.

What each gives is found by `bot.services.documents.sources`, which has one function for every name of this list.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SOURCES: frozenset[str] = _words("""
    agency.name agency.short agency.principal agency.principal_post agency.liaison agency.liaison_phone
    bureau.name government.name today year quarter
    case.number case.court case.instance case.plaintiff case.plaintiff_count case.third_parties case.co_defendants
    case.cause case.original_number case.risk_tags case.outcome
    case.defendants case.handling_unit government.leaders
    paper.outcome paper.handled_on paper.files paper.appeal_until paper.decide_by duty.owed_to
    paper.kind paper.served_on paper.mode paper.number paper.effective_on paper.term_on
    hearing.when hearing.held hearing.place hearing.mode
    leader.name leader.post leader.rank leader.in_charge leader.phone staff counsel principal_required
    absence.reason absence.facts absence.proof absence.staff absence.postponement absence.court_view absence.consent
    result.attended result.leader result.post result.rank result.stayed result.spoke result.on_settlement
    result.staff result.counsel result.outcome result.mode
    duty.title duty.due duty.safe duty.citation duty.received_on
    event.title event.kind event.organiser event.starts_at event.ends_at event.place event.court event.case
    event.quota event.reply_by event.note event.summary event.guests event.present
    author.name author.phone record.number record.changes
    unit.name letter.title letter.number letter.term
    breach.title breach.facts breach.citation breach.measures breach.heard
    absence.counsel absence.files book.grades certificate.repair notice.bring notice.issuer notice.reply_by notice.to
    prepared
    event.groups event.sign_in event.invited event.came event.late event.absent event.photos
    observers.leaders observers.legal observers.enforcement
    period.name period.quarter period.next period.nil period.hearings period.planned
    count.filed count.appeals count.advice count.won count.lost reports.missing reports.table models.handed_in
    library.entries
    figures.overall figures.heard figures.attended figures.principal figures.lost figures.rate figures.speaking
    figures.principal_rate figures.full figures.lowest figures.risers figures.fallers figures.adverse
    figures.units figures.counties figures.organs figures.absent figures.silent figures.late figures.lost_cases
    figures.cases figures.again figures.corrections figures.changes figures.top
    words.problems words.losses
""")
POSTS = frozenset({"leader.post", "result.post", "agency.principal_post"})
"""Sources that give somebody's post, which English readers read in English where it is known."""
RECORD_NUMBER = "record_number"
"""Fact of a document: the number under which it is kept since it was accepted."""
UNDECIDED = "未定"
"""What a paper says of a hearing, or a leader, that is not settled yet."""
