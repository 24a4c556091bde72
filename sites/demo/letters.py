"""Letters of the demo: some answered for everybody, some that wait. Nobody is real.

Each came on a day of its own; the answers are of today, since nothing made public is ever dated back.
"""

from datetime import date, timedelta

from cms.letters.services import answer_letter, publish_letter, receive, share_out
from sites.demo.office import Office

# How many days ago each came.
ANSWERED = (
    (
        17,
        "楼上漏水，找了几次都不修，该怎么办？",
        "楼上漏水不修怎么办",
        "楼上漏水，多次协商没有结果，可以找谁？",
        "先留好照片和沟通记录，请物业一起查清漏点；协商不成，可以请居村人民调解委员会调解，不收费。调解不成，可以向法院起诉，请求"
        "停止侵害、赔偿损失。相邻关系见《民法典》第二百八十八条、第二百九十六条。",
    ),
    (
        4,
        "在小饭店打工三个月没发工资，没有签合同，能要回来吗？",
        "没签合同被欠薪怎么要",
        "没有签劳动合同，干了三个月没有发工资，怎么要？",
        "没有合同也可以要。先收集能证明在那里干活的材料：工牌、排班、转账、聊天记录、同事证言；再向劳动保障监察投诉，或者申请劳动"
        "仲裁，不收费。一个月以上没有签书面合同的，还可以主张二倍工资。见《劳动合同法》第八十二条、第八十五条。",
    ),
)
WAITING = (
    (12, "suggestion", "建议宪法广场的读栏再放低一些，坐轮椅看不清。"),
    (2, "correction", "日程里枕河长廊的开放时间和现场写的不一样。"),
)


def build_letters(office: Office, today: date) -> None:
    writer, second, reviewer = (office.accounts[name] for name in ("office", "admin", "reviewer"))
    for days, words, title, question, answer in ANSWERED:
        letter, _code = receive("question", words, on=today - timedelta(days=days))
        letter = share_out(letter, handler=reviewer, is_simple=days < 5, actor=writer)
        letter = answer_letter(letter, answer=answer, actor=reviewer)
        publish_letter(
            letter, public_title=title, public_question=question, public_answer=answer, actor=second
        )
    for days, kind, words in WAITING:
        receive(kind, words, on=today - timedelta(days=days))
