"""What a year leaves on the desks: letters, questions nobody could answer, reminders."""

from datetime import date, timedelta

from cms.duties.services.reminding import remind_all
from cms.letters.services import receive, share_out
from search.service import note_query, write_queries
from sites.demo.office import Office

# What was looked for and not found, and how often.
MISSED = (
    ("加装电梯一楼反对怎么办", 9), ("电动车电池能不能带上楼", 7), ("宠物寄养合同", 5),
    ("共享单车摔伤找谁", 4), ("网课退费", 4), ("物业不开票", 3),
    ("楼道监控谁来装", 3), ("外卖箱占道", 2), ("广场舞几点停", 2),
    ("法律明白人津贴", 2),
)  # fmt: skip
FOUND = (("欠薪", 31, 4), ("高空抛物", 24, 3), ("遗嘱", 22, 2), ("反诈", 19, 6), ("调解", 17, 12))
# How many days ago each came; the first was forgotten, and is late.
LETTERS = (
    (34, "question", "租房到期，房东说墙面弄脏了不退押金，可以吗？"),
    (16, "question", "父母的房子，兄弟姐妹四个怎么分才公平？"),
    (13, "question", "公司说试用期不交社保，是不是可以不交？"),
    (9, "suggestion", "法治夜校能不能安排在周末下午，上班的人也能来。"),
    (6, "suggestion", "希望活动地点都标明有没有坡道。"),
    (1, "correction", "听泉街道工作站的电话打过去是空号。"),
)


def build_traces(office: Office, today: date) -> None:
    for query, times in MISSED:
        for _ in range(times):
            note_query(query, 0)
    for query, times, found in FOUND:
        for _ in range(times):
            note_query(query, found)
    write_queries()
    for number, (days, kind, words) in enumerate(LETTERS):
        letter, _code = receive(kind, words, on=today - timedelta(days=days))
        if number % 3 == 0:
            share_out(
                letter, handler=office.accounts["reviewer"], is_simple=False, actor=office.accounts["office"]
            )
    remind_all(today)
