"""The forms of activity that everyday words mean."""

from cms.duties.enums import ActivityForm

_WORDS = {
    ActivityForm.LECTURE: ("讲座", "普法课堂", "宣讲", "授课", "法治课", "报告会", "课堂"),
    ActivityForm.CONSULTATION: ("咨询", "义诊", "法律服务", "集市", "摆摊"),
    ActivityForm.EXHIBITION: ("展板", "巡展", "展览", "展示", "展陈"),
    ActivityForm.PERFORMANCE: ("演出", "文艺", "情景剧", "小品", "戏", "快板", "歌会", "汇演", "微电影"),
    ActivityForm.CONTEST: ("竞赛", "问答", "答题", "竞答", "知识赛"),
    ActivityForm.COURT: ("模拟法庭", "庭审", "旁听", "法庭"),
    ActivityForm.TRAINING: ("培训", "轮训", "学习班"),
    ActivityForm.ONLINE: ("线上", "直播", "网络", "视频", "推文", "公众号", "新媒体", "云"),
}
# What stands further to the front is asked first: 线上直播讲座 is online, 模拟法庭演出 is a court.
_ORDER = (
    ActivityForm.ONLINE,
    ActivityForm.COURT,
    ActivityForm.CONTEST,
    ActivityForm.TRAINING,
    ActivityForm.PERFORMANCE,
    ActivityForm.EXHIBITION,
    ActivityForm.CONSULTATION,
    ActivityForm.LECTURE,
)


def form_of(text: str | None) -> tuple[str, bool]:
    """The form of an activity, and whether the table's words say more than its name; "" for no words."""
    if not text:
        return "", False
    for form in _ORDER:
        if text == form.label or any(word in text for word in _WORDS[form]):
            return form.value, False
    return ActivityForm.OTHER.value, text != ActivityForm.OTHER.label
