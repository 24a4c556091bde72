"""The yearly duty list (普法责任清单): tasks common to all units, and those of each."""

from datetime import date, datetime

from cms.duties.imports.list_judging import DutyListJudge
from cms.duties.imports.list_storing import DutyListStore
from cms.duties.models import DutyItem
from cms.duties.permissions import can_manage_lists
from cms.duties.queries.wording import owed_by_whom
from cms.intake.cells.text import blotted, plain, public, up_to
from cms.intake.columns import ORDINAL
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Parsed, Row


def time_node(raw, on: date) -> Parsed:
    """A time node as it stands; a day that the spreadsheet program keeps as a date, as YYYY-MM-DD."""
    if isinstance(raw, datetime | date):
        return Parsed((raw.date() if isinstance(raw, datetime) else raw).isoformat())
    return up_to(80, public)(raw, on)


class DutyListSpec(ImportSpec):
    """Sheets of common tasks (任务名称, units: all) and of each unit's own items.

    The year stands in the titles. `org`, `laws`, `node`, `windows`, `target` and `co_orgs` say what the
    cells mean; `record` is the stored item a row came from.
    """

    kind = "duty_list"
    label = "普法责任清单"
    words = ("责任清单",)
    label_columns = ("任务名称", "普法内容")
    columns = (
        ORDINAL.also("编号"),
        Column(
            "任务名称",
            up_to(80, blotted),
            ("任务", "共性任务", "工作任务", "项目名称", "普法任务", "重点任务"),
        ),
        Column(
            "责任单位",
            plain,
            ("单位", "单位名称", "责任主体", "普法责任单位", "责任部门单位", "实施单位", "普法主体"),
        ),
        Column(
            "普法内容",
            up_to(200, blotted),
            (
                "重点法律法规",
                "普法重点内容",
                "普法重点",
                "宣传内容",
                "法律法规",
                "学习宣传内容",
                "重点内容",
                "普法内容重点法律法规",
                "普法责任内容",
                "涉及法律法规",
            ),
            required=True,
        ),
        Column(
            "重点对象",
            up_to(120, blotted),
            ("普法对象", "宣传对象", "受众", "重点普法对象", "对象", "受众对象"),
        ),
        Column(
            "普法形式",
            up_to(300, blotted),
            (
                "普法形式及措施",
                "普法形式和措施",
                "工作措施",
                "措施",
                "普法措施",
                "普法方式",
                "形式",
                "方式方法",
                "具体措施",
                "主要措施",
                "工作举措",
                "普法举措",
                "措施与形式",
            ),
        ),
        Column(
            "时间节点",
            time_node,
            (
                "完成时限",
                "时间安排",
                "时间",
                "时限",
                "完成时间",
                "实施时间",
                "时间要求",
                "时间进度",
                "进度安排",
                "期限",
            ),
            required=True,
        ),
        Column("牵头单位", plain, ("牵头部门", "主办单位", "主责单位")),
        Column(
            "配合单位", plain, ("协办单位", "协同单位", "参与单位", "协作单位", "配合部门", "协同配合单位")
        ),
        Column(
            "责任科室",
            up_to(60, blotted),
            ("责任部门", "承办科室", "联系科室", "承办部门", "科室", "责任处室"),
        ),
        Column(
            "预期目标",
            up_to(200, blotted),
            ("目标", "预期成果", "工作目标", "目标要求", "预期效果", "年度目标", "工作要求", "量化指标"),
        ),
    )

    def may_import(self, user) -> bool:
        return can_manage_lists(user)

    def judge(self, rows: list[Row], on: date) -> None:
        DutyListJudge(rows, on).judge()

    def stored(self, records):
        return {
            item.pk: {
                "责任单位": item.agency and owed_by_whom(item),
                "普法内容": item.content,
                "重点对象": item.audience_text,
                "普法形式": item.measures,
                "时间节点": item.schedule,
                "牵头单位": item.lead,
                "责任科室": item.office,
            }
            for item in DutyItem.objects.filter(pk__in=records)
            .select_related("agency", "lead")
            .prefetch_related("joint")
        }

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        return DutyListStore(journal).store(rows)


register(DutyListSpec())
