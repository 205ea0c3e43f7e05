"""A document in chat from the case's card to its delivery: filled in, submitted, sent back, decided, issued, sealed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.documents.documents import Act, DocumentState
from tests.handlers.documents.steps import FULL, OWN_LAW, SHORT, begin, data_of, documents, done, office, said, short


@pytest.mark.slow
async def test_what_is_missing_is_asked_in_turn_and_the_card_shows_it(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await begin(rig, here.liaison, FULL)
        assert said(card).startswith("【文书】《会签审查表》 · 草稿\n")
        assert "案号：（2026）鲁0831行初12号（预填）" in card.text
        assert "待填6项：本单位意见、是否败诉、整改措施、完成日期等\n" in said(card)
        assert "提交" not in card.labels
        [asked] = await rig.press(here.liaison, "补填", card)
        assert "本单位的意见是什么？" in asked.text
        await rig.say(here.liaison, "不服处罚的理由不成立\n（2026）鲁0831行初12号 传票 今天收到")
        assert "是否败诉" in rig.last(here.liaison).text
        await rig.press(here.liaison, "是")
        await rig.press(here.liaison, "事实证据")
        await rig.say(here.liaison, "组织培训；6月底")
        await rig.say(here.liaison, "写错了")
        assert "✗ 2. 写错了" in rig.last(here.liaison).labels
        await rig.press(here.liaison, "✗ 2. 写错了")
        await rig.press(here.liaison, "完成")
        await rig.say(here.liaison, "6月30日")
        await rig.press(here.liaison, "张明")
        await rig.say(here.liaison, "十六人")
        shown = rig.last(here.liaison)
        [row] = await documents(rig, FULL.id)
        assert row.values == {
            "view": "不服处罚的理由不成立\n（2026）鲁0831行初12号 传票 今天收到",
            "lost": True,
            "why": "facts",
            "measures": [{"what": "组织培训", "until": "6月底"}],
            "when": "2026-06-30",
            "staff": row.values["staff"],
            "count": 16,
        }
        assert row.values["staff"]["name"] == "张明"
        assert "待填" not in shown.text
        assert {"提交", "更改", "预览"} <= set(shown.labels)
        assert shown.text == rig.bot.find(here.liaison, card.message_id).text, "the card above follows"


@pytest.mark.slow
async def test_one_field_is_changed_alone_and_a_value_can_be_taken_away(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await short(rig, here.liaison)
        await rig.press(here.liaison, "更改", card)
        await rig.press(here.liaison, "✎ 情况", card)
        await rig.say(here.liaison, "起诉状和传票均已收到")
        [row] = await documents(rig)
        assert row.values == {"what": "起诉状和传票均已收到", "more": "无"}
        assert "起诉状和传票均已收到" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_through_review_decision_number_seal_and_delivery_to_its_end(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        await begin(rig, here.liaison, FULL)
        await rig.press(here.liaison, "补填")
        for words, press in (
            ("不上诉", ""),
            ("", "否"),
            ("培训；6月", ""),
            ("", "完成"),
            ("6月30日", ""),
            ("赵某 科长", ""),
            ("3", ""),
        ):
            await (rig.press(here.liaison, press) if press else rig.say(here.liaison, words))
        before = len(rig.bot.messages)
        await rig.press(here.liaison, "提交")
        news = [m for m in rig.bot.messages[before:] if m.chat_id == here.coordinator]
        assert any("王芳报来《会签审查表》，请办理：司法局审查" in m.text for m in news)
        asked = rig.with_button(here.coordinator, "同意")
        assert "待填" not in asked.text
        # Sent back with a reason, corrected, submitted again: a second version beside the first.
        await rig.press(here.coordinator, "退回", asked)
        await rig.say(here.coordinator, "意见未写明理由")
        await rig.press(here.coordinator, "确认")
        back = rig.with_button(here.liaison, "提交")
        assert "退回理由：意见未写明理由" in back.text
        await rig.press(here.liaison, "更改", back)
        await rig.press(here.liaison, "✎ 本单位意见", back)
        await rig.say(here.liaison, "不上诉，理由见附件")
        await rig.press(here.liaison, "提交")
        await rig.press(here.coordinator, "同意")
        # The government has nobody here: the coordinator writes down what it decided.
        await rig.press(here.coordinator, "登记决定")
        for words, press in (("", "同意"), ("县长办公会", ""), ("", "今天"), ("会议纪要第3号", ""), ("", "完成")):
            await (rig.press(here.coordinator, press) if press else rig.say(here.coordinator, words))
        await rig.press(here.coordinator, "✓ 登记决定")
        [row] = await documents(rig)
        assert (row.state, row.facts["choice"], row.edition) == (DocumentState.UNDER_WAY, "yes", 2)
        passed = "陈静已就《会签审查表》作出决定，请办理：签发"
        assert any(passed in m.text for m in rig.bot.chat(here.liaison)), "it was decided on, not handed in"
        await rig.press(here.liaison, "签发")
        await rig.press(here.liaison, "泗司会签〔2026〕1号")
        await rig.press(here.liaison, "今天")
        await rig.press(here.liaison, "✓ 签发")
        [row] = await documents(rig)
        assert (row.state, row.number) == (DocumentState.ISSUED, "泗司会签〔2026〕1号")
        await rig.press(here.liaison, "上传签章件")
        await rig.send_file(here.liaison, "盖章件.pdf", b"%PDF-1.4 sealed")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "✓ 上传")
        await rig.press(here.liaison, "送达")
        await rig.press(here.liaison, "登记送达")
        await rig.say(here.liaison, "机要送达，县政府办李某签收")
        await rig.press(here.liaison, "今天")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "✓ 登记")
        [row] = await documents(rig)
        assert row.state is DocumentState.DONE
        assert [one.act for one in await done(rig)] == [
            Act.SUBMIT, Act.SEND_BACK, Act.SUBMIT, Act.APPROVE, Act.DECIDE, Act.ISSUE, Act.SEAL, Act.DELIVER,
        ]  # fmt: skip
        # Who did what, and the versions with their reasons.
        card = rig.last(here.liaison)
        await rig.press(here.liaison, "更多", card)
        await rig.press(here.liaison, "办理记录", card)
        assert "（县长办公会决定）：同意：会议纪要第3号" in card.text
        assert "退回：意见未写明理由" in card.text
        await rig.press(here.liaison, "‹ 返回", card)
        await rig.press(here.liaison, "更多", card)
        await rig.press(here.liaison, "历次文稿", card)
        assert "第1稿" in card.text
        assert "第2稿" in card.text
        assert "意见未写明理由" in card.text


@pytest.mark.slow
async def test_taken_back_before_anybody_acted_and_not_afterwards(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await short(rig, here.liaison)
        await rig.press(here.liaison, "提交", card)
        await rig.press(here.liaison, "更多", card)
        take = data_of(card, "doc.take")
        await rig.press_data(here.liaison, take, card)
        assert (await documents(rig))[0].state is DocumentState.DRAFT
        assert not [m for m in rig.bot.chat(here.coordinator) if "同意" in m.labels], "nobody is asked any more"
        await rig.press(here.liaison, "提交", card)
        await rig.press(here.coordinator, "同意")
        await rig.press_data(here.liaison, take, card)
        assert (await documents(rig))[0].state is DocumentState.DONE
        assert "该按钮已失效" in rig.toast()


@pytest.mark.slow
async def test_declared_void_with_a_reason_and_another_one_may_be_begun(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await short(rig, here.liaison)
        await rig.press(here.liaison, "更多", card)
        await rig.press(here.liaison, "作废", card)
        await rig.say(here.liaison, "重复起草")
        await rig.press(here.liaison, "确认")
        assert "已作废" in rig.last(here.liaison).text
        await begin(rig, here.liaison, SHORT)
        assert [one.state for one in await documents(rig)] == [DocumentState.VOID, DocumentState.DRAFT]


@pytest.mark.slow
async def test_begun_twice_is_one_document(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        await short(rig, here.liaison)
        again = await begin(rig, here.deputy, SHORT)
        assert len(await documents(rig)) == 1
        assert "起诉状已收到" in again.text


@pytest.mark.slow
async def test_the_preview_comes_as_a_file_and_what_was_submitted_can_be_had_again(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await begin(rig, here.liaison, OWN_LAW.kinds["situation_statement"])
        await rig.press(here.liaison, "预览", card)
        drafts = [m.document for m in rig.bot.chat(here.liaison) if m.document is not None]
        assert [name.endswith("草稿.docx") for name, _ in drafts] == [True]
        assert (await documents(rig))[0].edition == 0, "nothing is frozen by being looked at"
        see, get = data_of(card, "doc.see"), f"doc.get:{data_of(card, 'doc.see').partition(':')[2]}"
        for user in (here.police_liaison, here.observer, here.court_contact):
            before = len(rig.bot.messages)
            for data in (see, get):
                await rig.press_data(user, data, card)
            assert not [m for m in rig.bot.messages[before:] if m.document is not None]
        await rig.press_data(here.liaison, get, card)
        assert "不存在" in rig.toast(), "there is no version yet"


@pytest.mark.slow
async def test_a_question_that_is_given_up_leaves_its_answers_in_the_draft(tmp_path: Path) -> None:
    """取消, or /cancel: what was answered stays, also of a list that was begun; 补填 goes on with the rest."""
    async with office(tmp_path) as (rig, here):
        user = here.liaison
        card = await begin(rig, user, FULL)
        await rig.press(user, "补填", card)
        await rig.say(user, "不上诉")
        await rig.press(user, "取消")
        assert "已填写的内容已保存在草稿中" in rig.toast()
        [row] = await documents(rig, FULL.id)
        assert row.values == {"view": "不上诉"}
        card = rig.last(user)
        assert "本单位意见：不上诉" in card.text
        await rig.press(user, "补填", card)
        assert "是否败诉" in rig.last(user).text, "what is missing, and nothing a second time"
        await rig.press(user, "否")
        await rig.say(user, "组织培训；6月底")
        [noted, shown] = await rig.say(user, "/cancel")
        assert "已填写的内容已保存在草稿中" in noted.text
        assert "整改措施：1条" in shown.text
        [row] = await documents(rig, FULL.id)
        assert row.values == {"view": "不上诉", "lost": False, "measures": [{"what": "组织培训", "until": "6月底"}]}
        await rig.press(user, "补填", shown)
        await rig.press(user, "取消")
        assert "已取消，未作任何登记" in rig.last(user).text, "nothing was answered"


@pytest.mark.slow
async def test_questions_begun_again_from_the_card_go_on_where_they_stood(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        user = here.liaison
        card = await begin(rig, user, FULL)
        await rig.press(user, "补填", card)
        await rig.say(user, "不上诉")
        await rig.press(user, "补填", card)
        assert "是否败诉" in rig.last(user).text
        await rig.press(user, "更改", rig.bot.find(user, card.message_id))
        await rig.press(user, "✎ 本单位意见")
        await rig.press(user, "取消")
        [row] = await documents(rig, FULL.id)
        assert row.values == {"view": "不上诉"}, "a correction that is given up changes nothing"


@pytest.mark.slow
async def test_answers_to_what_was_submitted_meanwhile_are_let_go(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await short(rig, here.liaison)
        await rig.press(here.liaison, "更改", card)
        await rig.press(here.liaison, "✎ 情况", card)
        await rig.press(here.deputy, "提交", await begin(rig, here.deputy, SHORT))
        await rig.press(here.liaison, "取消")
        [row] = await documents(rig)
        assert row.values == {"what": "起诉状已收到", "more": "无"}
        assert "已取消" in rig.last(here.liaison).text
