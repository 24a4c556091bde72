"""Finds the settings (八进) and audiences that everyday words mean."""

import re
from dataclasses import dataclass

from cms.campaigns.models import Audience, Setting

_BETWEEN = re.compile(r"[、，,;；/|\s]+|和|及")
_EACH = re.compile(r"[^进]*进[^进]+")
_INTO = re.compile(r"^(?:法律|法治|普法|送法|宪法|民法典)?(?:宣传)?走?进入?")
# What files call a setting besides its name and the aliases the office keeps.
SETTING_WORDS = {
    "机关": ("政府机关", "行政机关", "党政机关", "机关单位"),
    "社区": ("乡村", "农村", "居村", "村居", "居民区", "小区", "居委", "村", "乡镇", "街区"),
    "学校": ("校园", "中小学", "学校园", "高校", "幼儿园", "课堂"),
    "企业": ("公司", "园区", "楼宇", "工地", "商圈", "商务楼", "企业园区"),
    "单位": ("事业单位", "医院"),
    "网络": ("线上", "网上", "互联网", "网站", "新媒体", "云端"),
    "军营": ("部队", "警营", "营区"),
    "公共场所": ("广场", "公园", "商场", "市场", "车站", "地铁", "景区", "公共区域"),
    "家庭": ("家", "家中", "居民家庭", "万家"),
}
AUDIENCE_WORDS = {
    "领导干部": ("党员领导干部", "干部"),
    "国家工作人员": ("公务员", "机关工作人员", "机关干部", "执法人员", "公职人员"),
    "青少年": ("学生", "中小学生", "未成年人", "儿童", "师生", "师生及家长", "在校学生"),
    "企业经营管理人员": (
        "企业负责人",
        "经营者",
        "经营主体",
        "企业",
        "民营企业",
        "商户",
        "商贸企业",
        "企业管理人员",
    ),
    "务工人员": (
        "职工",
        "企业职工",
        "一线职工",
        "一线工人",
        "农民工",
        "劳动者",
        "新业态从业者",
        "进城务工人员",
        "来沪人员",
    ),
    "居村民": ("居民", "村民", "社区居民", "居民群众", "业主", "租客", "家庭成员", "社区群众"),
    "老年人": ("老人", "老年群体"),
    "妇女": ("女职工", "妇女群众"),
    "残疾人": ("残疾人及其家属", "残障人士"),
    "困境儿童": (),
    "军人军属": ("军人", "退役军人", "军属", "驻区官兵", "官兵", "现役军人"),
    "社会公众": (
        "市民",
        "全体市民",
        "群众",
        "公众",
        "网民",
        "社会各界",
        "全体公民",
        "公民",
        "游客",
        "消费者",
    ),
}


@dataclass(frozen=True)
class Named:
    """A name of a table, whether the text said it so, or None where it says something else."""

    text: str
    name: str | None
    exact: bool = False


class SettingMatcher:
    """The settings the office keeps; one it does not keep is still known by its usual name."""

    def __init__(self):
        self._names = _table(SETTING_WORDS)
        for setting in Setting.objects.all():
            self._names |= dict.fromkeys(setting.names, setting.name)

    def named_in(self, text: str | None) -> list[Named]:
        """The settings of a cell such as 进机关、进单位 or 校园."""
        parts = [part for part in _BETWEEN.split(text or "") if part]
        # 进机关进学校 names two.
        parts = [each for part in parts for each in _EACH.findall(part) or [part]]
        return [self._find(part) for part in parts]

    def _find(self, text: str) -> Named:
        name = self._names.get(text) or self._names.get(_INTO.sub("", text))
        return Named(text, name, exact=text == into(name))


class AudienceMatcher:
    """The groups of people the office keeps."""

    def __init__(self):
        kept = {audience.name for audience in Audience.objects.all()}
        words = {word: name for word, name in _table(AUDIENCE_WORDS).items() if name in kept}
        self._names = words | {name: name for name in kept}

    def named_in(self, text: str | None) -> list[Named]:
        parts = [part for part in _BETWEEN.split(text or "") if part]
        if text in self._names:
            parts = [text]
        return [Named(part, self._names.get(part), part == self._names.get(part)) for part in parts]


def into(name: str | None) -> str:
    """How a setting is called in tables: 进机关."""
    return f"进{name}" if name else ""


def _table(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: name for name, others in words.items() for word in (name, *others)}
