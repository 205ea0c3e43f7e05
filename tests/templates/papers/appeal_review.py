"""上诉意见审查表 (Sishui SS19): the unit's view, the bureau's review, the government's decision."""

from tests.templates.layout import form, note, opinion, paper, plain, row, tall, title, when

PAPER = paper(
    title("上诉意见审查表"),
    plain("报审单位：{{ agency }}"),
    form(
        row("案号", "{{ case_number }}", "一审法院", "{{ court }}"),
        row("对方当事人", "{{ plaintiff }}", "案由", "{{ cause }}"),
        row("裁判文书", "{{ paper_kind }}", "文书号", "{{ decision_number }}"),
        row("收到日期", "{{ served_on }}", "裁判结果", "{{ outcome }}"),
        row("上诉期满日", "{{ appeal_until }}", "审定期限", "{{ decide_by }}"),
        tall("裁判主文和主要理由", "{{ content }}", 6),
        opinion("单位意见", "{{ view }}\n{{ reasons }}", "（盖章）　　{{ paper.date }}", 8),
        opinion("县司法局审查意见", "{{ review_view }}", "{{ reviewed_by }}（盖章）　　{{ reviewed_on }}", 5),
        opinion("县政府审定意见", "{{ decision }}\n{{ decision_text }}", "{{ decided_by }}　　{{ decided_on }}", 5),
    ),
    when("attachments", plain("附件：{{ attachments }}")),
    note("联系人：{{ contact }}　联系电话：{{ phone }}"),
    note("上诉期满日为法定期间最后一日；审查、审定应当留足提交上诉状的时间。"),
)
