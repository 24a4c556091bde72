"""What the codes of the audit trail are called. A code is `app.thing.verb`; an unknown one shows as it is."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from cms.core.writing import ACTIONS

# Things that are no model of that name, or are called otherwise in daily work.
THINGS = {
    "accounts.password": _("密码"),
    "accounts.role": _("角色"),
    "accounts.session": _("登录"),
    "accounts.user": _("账号"),
    "campaigns.case": _("以案释法"),
    "campaigns.collection": _("文件夹"),
    "campaigns.page": _("页面"),
    "core.audit": _("操作记录"),
    "core.backup": _("备份"),
    "core.publishing": _("定时发布"),
    "core.report": _("报表"),
    "core.task": _("后台任务"),
    "duties.activity": _("活动记录"),
    "duties.evidence": _("佐证材料"),
    "duties.item": _("责任项"),
    "duties.list": _("责任清单"),
    "intake.batch": _("导入批次"),
    "intake.row": _("导入的行"),
    "people.service": _("服务记录"),
    "people.volunteer": _("志愿者"),
    "statutes.version": _("法规版本"),
    "training.session": _("培训班次"),
    "reports.base_data": _("基础数据表"),
    "reports.figures": _("普法活动统计表"),
}
# What is no Action, or was called so once: an Action tells its own label.
VERBS = {
    "mail": _("发信"),
    "read": _("标为已读"),
    "activate": _("恢复启用"),
    "add": _("新增"),
    "apply": _("执行"),
    "approve": _("审定"),
    "approved": _("审核通过"),
    "begin": _("成功"),
    "cancel": _("取消"),
    "certify": _("发证"),
    "change": _("修改"),
    "close": _("限制可见范围"),
    "confirm": _("确认已隐名"),
    "copy": _("复制"),
    "correct": _("更正"),
    "count": _("计数"),
    "create": _("新建"),
    "deactivate": _("停用"),
    "decide": _("处理"),
    "delete": _("删除"),
    "discard": _("删除草稿"),
    "drop": _("丢弃"),
    "forget": _("到期清除"),
    "download": _("下载"),
    "draft": _("退回草稿"),
    "end": _("退出"),
    "export": _("导出"),
    "fail": _("失败"),
    "give": _("登记同意"),
    "grant": _("授予"),
    "hold": _("结束"),
    "import": _("导入"),
    "include": _("找回跳过的"),
    "judge": _("重新判定"),
    "resume": _("再试一次"),
    "kind": _("确认类型"),
    "link": _("关联"),
    "map": _("对列"),
    "move": _("变更状态"),
    "name": _("登记名称"),
    "nominate": _("推荐"),
    "open": _("放开可见范围"),
    "pause": _("暂停（连续失败）"),
    "print": _("打印"),
    "publish": _("公布"),
    "purge": _("到期清除"),
    "readers": _("改变可以看的角色"),
    "record": _("登记"),
    "refused": _("被拒绝"),
    "register": _("登记注册"),
    "relocate": _("移动"),
    "remove": _("移除"),
    "remind": _("提醒"),
    "reopen": _("退回修改"),
    "reset": _("通过邮件重设"),
    "retry": _("重试"),
    "return": _("下载退回"),
    "returned": _("退回"),
    "reveal": _("查看完整号码"),
    "revoke": _("收回"),
    "roles": _("调整角色"),
    "save": _("保存"),
    "schedule": _("定时发布"),
    "set": _("设置"),
    "settle": _("了结"),
    "sign": _("签到"),
    "spray": _("异常（同一地址多次失败）"),
    "start": _("开始填写"),
    "submitted": _("提交"),
    "superuser": _("调整超级管理员"),
    "supersede": _("被新版取代"),
    "tell": _("通知"),
    "temporary": _("发放临时"),
    "undo": _("撤销"),
    "unschedule": _("取消定时"),
    "upload": _("上传"),
    # Not told of, as others that say nothing in the trail; a code has a name all the same.
    "note_told": _("已反馈"),
    "verified": _("核实"),
    "verify": _("核实"),
    "withdraw": _("撤回"),
}


def action_name(code: str) -> str:
    """`events.event.publish` → 活动预告：发布. A code without a name is shown as it is."""
    kind, _dot, verb = code.rpartition(".")
    thing, declared = thing_name(kind), ACTIONS.get(code)
    told = (declared and declared.label) or VERBS.get(verb)
    return f"{thing}：{told}" if told and thing != kind else code


def thing_name(kind: str) -> str:
    """`events.event` → 普法活动; a kind of record that is gone is shown by its code."""
    if kind in THINGS:
        return str(THINGS[kind])
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind
