"""Of which kind an administrative act is that is sued (行政行为种类), as far as the cause of the case names it.

The kinds are those of the Supreme People's Court's causes of administrative cases (法发〔2020〕44号).
"""

from __future__ import annotations

from functools import lru_cache

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("行政公益诉讼", ("公益诉讼",)),
    ("行政协议", ("行政协议", "行政合同", "补偿协议", "安置协议", "特许经营协议")),
    ("行政赔偿", ("行政赔偿", "国家赔偿")),
    ("行政补偿", ("行政补偿", "征收补偿", "征迁补偿", "拆迁补偿")),
    ("行政复议", ("行政复议", "复议决定", "不予受理复议")),
    ("不履行职责", ("不履行", "未履行", "履行法定职责", "履行职责", "不作为", "拖延履行")),
    ("政府信息公开", ("信息公开",)),
    ("行政处罚", ("行政处罚", "处罚决定", "行政拘留", "罚款")),
    ("行政强制执行", ("行政强制执行", "强制拆除", "强拆", "强制清除")),
    ("行政强制措施", ("行政强制措施", "行政强制", "查封", "扣押")),
    ("行政许可", ("行政许可", "行政审批")),
    ("行政征收或者征用", ("行政征收", "行政征用", "房屋征收", "土地征收", "征收决定", "征地")),
    ("行政登记", ("行政登记", "不动产登记", "土地登记", "房屋登记", "工商登记", "婚姻登记", "企业登记")),
    ("行政确认", ("行政确认", "工伤认定", "工伤保险资格", "事故认定")),
    ("行政给付", ("行政给付", "养老金", "社会保险待遇", "最低生活保障")),
    ("行政允诺", ("行政允诺",)),
    ("行政征缴", ("行政征缴", "社会保险费征缴", "税款征缴")),
    ("行政奖励", ("行政奖励",)),
    ("行政收费", ("行政收费",)),
    ("行政批复", ("行政批复", "行政批准")),
    ("行政裁决", ("行政裁决", "权属裁决", "权属确定")),
    ("行政处理", ("行政处理", "处理决定")),
)
"""Each with the words under which courts and bureaus write it; what is narrower stands first."""


@lru_cache(maxsize=1024)
def of_cause(cause: str) -> str:
    """行政处罚, of 土地行政处罚决定; empty where the cause names no kind: nothing is guessed."""
    return next((kind for kind, words in _KINDS if any(word in cause for word in words)), "")
