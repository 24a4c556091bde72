"""The calendar of law days as the office keeps it, and the rows it starts with."""

from cms.campaigns.enums import DayRule, Weekday, Which
from cms.campaigns.models import LawDay, LawDayDate
from cms.campaigns.permissions import can_edit_calendar
from cms.core.tables import Table

LAW_DAYS = Table(
    LawDay,
    can_edit_calendar,
    writes=("name", "rule", "month", "day", "which", "weekday", "lasts", "basis"),
)
LAW_DAY_DATES = Table(
    LawDayDate, can_edit_calendar, writes=("law_day", "year", "starts_on", "ends_on", "source")
)

# Only those that a law, a standing decision or long practice has on these days.
FIRST_LAW_DAYS = (
    {"name": "学雷锋志愿服务周", "rule": DayRule.WEEK, "month": 3, "day": 5},
    {"name": "国际妇女节", "rule": DayRule.FIXED, "month": 3, "day": 8},
    {"name": "国际消费者权益日", "rule": DayRule.FIXED, "month": 3, "day": 15},
    {"name": "世界水日", "rule": DayRule.FIXED, "month": 3, "day": 22},
    {
        "name": "全民国家安全教育日", "rule": DayRule.FIXED, "month": 4, "day": 15,
        "basis": "《国家安全法》",
    },
    {"name": "世界知识产权日", "rule": DayRule.FIXED, "month": 4, "day": 26},
    {"name": "民法典宣传月", "rule": DayRule.MONTH, "month": 5},
    {"name": "全国防灾减灾日", "rule": DayRule.FIXED, "month": 5, "day": 12},
    {
        "name": "全国家庭教育宣传周", "rule": DayRule.WEEK, "month": 5, "day": 15,
        "basis": "《家庭教育促进法》",
    },
    {
        "name": "全国助残日", "rule": DayRule.NTH, "month": 5, "which": Which.THIRD,
        "weekday": Weekday.SUNDAY, "basis": "《残疾人保障法》",
    },
    {"name": "安全生产月", "rule": DayRule.MONTH, "month": 6},
    {"name": "环境日", "rule": DayRule.FIXED, "month": 6, "day": 5, "basis": "《环境保护法》"},
    {"name": "全国土地日", "rule": DayRule.FIXED, "month": 6, "day": 25},
    {"name": "国际禁毒日", "rule": DayRule.FIXED, "month": 6, "day": 26},
    {
        "name": "全国生态日", "rule": DayRule.FIXED, "month": 8, "day": 15,
        "basis": "《全国人民代表大会常务委员会关于设立全国生态日的决定》",
    },
    {"name": "中华慈善日", "rule": DayRule.FIXED, "month": 9, "day": 5, "basis": "《慈善法》"},
    {
        "name": "全民国防教育日", "rule": DayRule.NTH, "month": 9, "which": Which.THIRD,
        "weekday": Weekday.SATURDAY, "basis": "《国防教育法》",
    },
    {
        "name": "烈士纪念日", "rule": DayRule.FIXED, "month": 9, "day": 30,
        "basis": "《全国人民代表大会常务委员会关于设立烈士纪念日的决定》",
    },
    {
        "name": "老年节（重阳节）", "rule": DayRule.LUNAR, "month": 9, "day": 9,
        "basis": "《老年人权益保障法》",
    },
    {"name": "全国消防日", "rule": DayRule.FIXED, "month": 11, "day": 9},
    {"name": "宪法宣传周", "rule": DayRule.ANNOUNCED, "month": 12, "day": 1, "lasts": 7},
    {"name": "全国交通安全日", "rule": DayRule.FIXED, "month": 12, "day": 2},
    {
        "name": "国家宪法日", "rule": DayRule.FIXED, "month": 12, "day": 4,
        "basis": "《全国人民代表大会常务委员会关于设立国家宪法日的决定》",
    },
)  # fmt: skip
