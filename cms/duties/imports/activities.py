"""The ledger of activities (普法活动台账): what agencies report they have done, one row each."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from cms.agencies.imports.matching import known_agency
from cms.core.personal_data import find_personal_numbers
from cms.duties.imports.activity_judging import ActivityJudge
from cms.duties.imports.activity_storing import ActivityStore
from cms.duties.models import ActivityRecord
from cms.duties.permissions import can_import_activities
from cms.intake.cells.counts import count
from cms.intake.cells.periods import period
from cms.intake.cells.text import PLACEHOLDERS, as_text, blotted, plain, up_to
from cms.intake.columns import ORDINAL, REMARK
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Parsed, Row

LONGEST_LINK = 300
_is_web_address = URLValidator(schemes=["http", "https"])


def link(raw, on: date) -> Parsed:
    """The address of a report on the web; anything else is left out, with a warning."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    try:
        _is_web_address(text)
        urlsplit(text)
    except (ValidationError, ValueError):
        return Parsed(None, (("link_unclear", "不是 http 或 https 网址，没有保存"),))
    if len(text) > LONGEST_LINK:
        return Parsed(None, (("link_unclear", f"网址超过 {LONGEST_LINK} 个字符，没有保存"),))
    if find_personal_numbers(text):
        return Parsed(None, (("pii_in_text", "网址里有个人号码，没有保存"),))
    return Parsed(text)


class ActivitySpec(ImportSpec):
    """Year and quarter stand in the titles. `org` names the hosts, the first one in front; `start`, `end`,
    `settings` and `laws` say what the cells mean; `record` is the stored record a row came from."""

    kind = "activities"
    label = "普法活动台账"
    words = ("活动台账", "活动情况", "活动统计")
    label_columns = ("活动名称",)
    columns = (
        ORDINAL.also("编号"),
        Column(
            "活动名称",
            up_to(80, blotted),
            ("活动主题", "名称", "活动", "活动项目", "主题", "普法活动名称", "活动内容"),
            required=True,
        ),
        Column(
            "时间",
            period,
            ("活动时间", "活动日期", "日期", "举办时间", "开展时间", "起止时间", "举办日期", "开展日期"),
            required=True,
        ),
        Column(
            "地点", up_to(120, blotted), ("活动地点", "举办地点", "活动地址", "地址", "开展地点", "活动场所")
        ),
        Column(
            "主办单位",
            plain,
            (
                "举办单位",
                "单位",
                "承办单位",
                "组织单位",
                "责任单位",
                "开展单位",
                "主办方",
                "普法单位",
                "填报单位",
                "实施单位",
                "单位名称",
            ),
            required=True,
            told=True,
            groups=True,
            looks=r"[\u4e00-\u9fff]{2,18}(?:局|分局|法院|检察院|委员会|办公室|支队|街道办事处)",
            known=known_agency,
        ),
        Column(
            "活动形式", up_to(40, plain), ("形式", "普法形式", "活动方式", "宣传形式", "活动类型", "开展形式")
        ),
        Column(
            "八进类型",
            plain,
            (
                "类别",
                "八进",
                "法律八进",
                "法律进",
                "进类型",
                "普法场所",
                "场所类型",
                "类型",
                "八进类别",
                "法律八进类型",
            ),
        ),
        Column(
            "受众对象",
            up_to(120, plain),
            ("普法对象", "对象", "受众群体", "宣传对象", "参加对象", "受众类型", "重点对象"),
        ),
        Column(
            "现场人次",
            count,
            (
                "参与人数",
                "现场人数",
                "参加人数",
                "现场参加人次",
                "线下人次",
                "受众人数",
                "参与人次",
                "参加人次",
                "线下受众",
                "现场受众",
                "受众人次",
                "人数",
                "人次",
                "线下",
                "现场",
            ),
            adds=True,
        ),
        Column(
            "线上受众",
            count,
            (
                "线上",
                "线上人次",
                "线上人数",
                "线上触达人次",
                "线上观看",
                "线上参与人次",
                "网络受众",
                "观看人次",
                "线上浏览量",
                "阅读量",
                "浏览量",
            ),
            adds=True,
        ),
        Column(
            "发放资料",
            count,
            (
                "宣传品数量",
                "资料",
                "资料数量",
                "发放资料份数",
                "资料份数",
                "宣传资料",
                "发放宣传资料",
                "发放资料数",
                "宣传品",
                "资料发放",
                "发放宣传品",
            ),
            adds=True,
        ),
        Column(
            "解答咨询",
            count,
            (
                "咨询人次",
                "咨询",
                "咨询数",
                "解答咨询人次",
                "接受咨询",
                "现场咨询",
                "法律咨询",
                "咨询人数",
                "提供咨询",
            ),
            adds=True,
        ),
        Column(
            "涉及法律法规",
            up_to(300, blotted),
            (
                "宣传内容",
                "法律法规",
                "普法内容",
                "宣传法律",
                "涉及法律",
                "宣讲内容",
                "宣传的法律法规",
                "重点法律法规",
                "法律依据",
            ),
        ),
        Column(
            "新闻链接",
            link,
            (
                "链接",
                "报道链接",
                "新闻报道",
                "宣传报道",
                "报道",
                "网址",
                "宣传报道链接",
                "新闻稿链接",
                "信息链接",
            ),
        ),
        replace(REMARK.also("其他", "补充说明"), parse=up_to(300, blotted)),
    )

    def may_import(self, user) -> bool:
        return can_import_activities(user)

    def judge(self, rows: list[Row], on: date) -> None:
        ActivityJudge(rows, on).judge()

    def stored(self, records):
        return {
            record.pk: {
                "活动名称": record.name,
                "地点": record.address,
                "主办单位": str(record.host),
                "现场人次": record.onsite,
                "线上受众": record.online,
                "发放资料": record.materials,
                "解答咨询": record.consultations,
            }
            for record in ActivityRecord.objects.filter(pk__in=records).select_related("host")
        }

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        return ActivityStore(journal).store(rows)


register(ActivitySpec())
