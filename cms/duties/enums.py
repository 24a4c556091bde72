from django.db import models
from django.utils.translation import gettext_lazy as _


class ListState(models.TextChoices):
    DRAFT = "draft", _("拟定中")
    APPROVED = "approved", _("已审定")
    PUBLISHED = "published", _("已公布")
    SUPERSEDED = "superseded", _("已被新版替代")


class ItemKind(models.TextChoices):
    COMMON = "common", _("共性责任")
    INDIVIDUAL = "individual", _("个性责任")
    TIME_NODE = "time_node", _("时间节点")
    SPECIAL_TOPIC = "special_topic", _("专题普法")
    NEW_LAW = "new_law", _("新颁布法律")


class ProposalKind(models.TextChoices):
    CHANGE = "change", _("建议修改")
    DROP = "drop", _("建议删去")
    ADD = "add", _("建议增加")
    COMMENT = "comment", _("其他意见")


class ProposalState(models.TextChoices):
    OPEN = "open", _("待办理")
    TAKEN = "taken", _("已采纳")
    DECLINED = "declined", _("未采纳")


class ActivityState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    RESUBMITTED = "resubmitted", _("重新提交")
    APPROVED = "approved", _("已通过")
    PUBLISHED = "published", _("已公开")


class ActivityForm(models.TextChoices):
    LECTURE = "lecture", _("法治讲座")
    CONSULTATION = "consultation", _("咨询服务")
    EXHIBITION = "exhibition", _("展览展示")
    PERFORMANCE = "performance", _("文艺演出")
    CONTEST = "contest", _("知识竞赛")
    COURT = "court", _("旁听庭审、模拟法庭")
    TRAINING = "training", _("培训")
    ONLINE = "online", _("线上宣传")
    OTHER = "other", _("其他")


class EvidenceKind(models.TextChoices):
    PHOTO = "photo", _("照片")
    NOTICE = "notice", _("通知")
    SIGN_IN = "sign_in", _("签到表")
    OTHER = "other", _("其他材料")


class LikenessVerdict(models.TextChoices):
    SAME = "same", _("是同一次活动")
    DIFFERENT = "different", _("不是同一次")


# The agency may still write.
OPEN_STATES = (ActivityState.DRAFT, ActivityState.RETURNED)
# A decision of the office is awaited.
WAITING_STATES = (ActivityState.SUBMITTED, ActivityState.RESUBMITTED)
# Counts in every total and towards duty items.
COUNTED_STATES = (ActivityState.APPROVED, ActivityState.PUBLISHED)

# Every step an activity may take. Withdrawing goes back to where the agency was writing.
TRANSITIONS = {
    ActivityState.DRAFT: (ActivityState.SUBMITTED,),
    ActivityState.SUBMITTED: (ActivityState.APPROVED, ActivityState.RETURNED, ActivityState.DRAFT),
    ActivityState.RETURNED: (ActivityState.RESUBMITTED,),
    ActivityState.RESUBMITTED: (ActivityState.APPROVED, ActivityState.RETURNED),
    ActivityState.APPROVED: (ActivityState.PUBLISHED, ActivityState.RETURNED),
    ActivityState.PUBLISHED: (ActivityState.APPROVED,),
}
