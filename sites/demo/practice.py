"""Questions of the demo and the two quizzes made of them. The sentences are our own; the articles are real,
but for those on the district's invented text."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cms.core.writing import write
from cms.exams.enums import TRUTHS, QuestionKind
from cms.exams.models import Exam, ExamRule, Question, Quiz
from cms.exams.models.questions import told_of
from cms.exams.queries.wording import read_cases
from cms.exams.services import exams, questions, quizzes
from cms.people.models import Membership, Person
from cms.people.services.memberships import MEMBERSHIPS
from cms.statutes.models import Law
from cms.statutes.queries.citing import cited_articles
from sites.demo.office import Office

# Stem, options, key, explanation, what it rests on. A question without options is one of truth.
CONSTITUTION = (
    (
        "我国的一切权力属于谁？",
        ("人民", "各级人民政府", "人民法院", "企业和社会组织"),
        "A",
        "一切权力属于人民。人民行使国家权力的机关是全国人民代表大会和地方各级人民代表大会。",
        "《宪法》第2条",
    ),
    (
        "任何组织或者个人都不得有超越宪法和法律的特权。",
        (),
        "A",
        "这是依法治国的要求，国家机关、政党、社会团体、企业和个人都一样。",
        "《宪法》第5条",
    ),
    (
        "国家工作人员就职时，应当依照法律规定做什么？",
        ("公布个人简历", "公开进行宪法宣誓", "参加法律考试"),
        "B",
        "宪法宣誓写进了宪法：就职时当众承诺忠于宪法、忠于祖国、忠于人民。",
        "《宪法》第27条",
    ),
    (
        "下列哪些是宪法规定的公民的基本权利？",
        ("法律面前一律平等", "人身自由不受侵犯", "通信自由和通信秘密受保护", "不纳税"),
        "ABC",
        "依照法律纳税是公民的义务，不是可以免去的负担。",
        "《宪法》第33条、第37条、第40条、第56条",
    ),
    (
        "除依法被剥夺政治权利的人外，年满多少周岁的公民有选举权和被选举权？",
        ("十六周岁", "十八周岁", "二十周岁"),
        "B",
        "不分民族、种族、性别、职业、家庭出身、宗教信仰、教育程度、财产状况、居住期限。",
        "《宪法》第34条",
    ),
    (
        "邻居怀疑您家藏了他的东西，可以直接进屋搜查。",
        (),
        "B",
        "公民的住宅不受侵犯，禁止非法搜查或者非法侵入公民的住宅。有纠纷可以请居委会调解，必要时报警。",
        "《宪法》第39条",
    ),
    (
        "哪两项既是公民的权利，又是公民的义务？",
        ("劳动", "受教育", "选举", "宗教信仰"),
        "AB",
        "劳动和受教育，宪法都写作“权利和义务”。",
        "《宪法》第42条、第46条",
    ),
    (
        "成年子女有赡养扶助父母的义务。",
        (),
        "A",
        "父母抚养教育未成年子女，成年子女赡养扶助父母，都写在宪法里。",
        "《宪法》第49条",
    ),
    (
        "修改宪法，要由全国人民代表大会全体代表的多少通过？",
        ("过半数", "三分之二以上的多数", "四分之三以上的多数"),
        "B",
        "宪法修改由全国人大常委会或者五分之一以上的全国人大代表提议，由全体代表的三分之二以上多数通"
        "过；普通法律是过半数。",
        "《宪法》第64条",
    ),
    (
        "公民行使自由和权利的时候，不得损害哪些利益？",
        ("国家的、社会的、集体的利益", "其他公民的合法的自由和权利", "任何人的一切想法"),
        "AB",
        "自由和权利有边界，边界就是国家、社会、集体的利益和别人合法的自由和权利。",
        "《宪法》第51条",
    ),
)
EVERYDAY = (
    (
        "从楼上扔下的东西砸伤了人，经公安等机关调查仍找不出是谁扔的，由谁给予补偿？",
        ("受伤的人自己承担", "可能加害的建筑物使用人", "整个小区的业主平均分摊"),
        "B",
        "能证明不是自己扔的，不用补偿；补偿后找到了扔东西的人，可以向他追偿。",
        "《民法典》第1254条",
    ),
    (
        "朋友之间借钱，借条上没有写利息，到期后可以要求按银行利率付借款期间的利息。",
        (),
        "B",
        "借款合同对支付利息没有约定的，视为没有利息。",
        "《民法典》第680条",
    ),
    (
        "买房时付了定金，卖家反悔不卖了，已付的定金怎么办？",
        ("退还一半", "原数退还", "双倍返还"),
        "C",
        "收受定金的一方不履行债务，致使不能实现合同目的的，应当双倍返还定金；付定金的一方这样违约的，"
        "无权要求返还。",
        "《民法典》第587条",
    ),
    (
        "定金的数额不得超过主合同标的额的多少？",
        ("百分之十", "百分之二十", "百分之三十"),
        "B",
        "超过百分之二十的部分，不产生定金的效力。",
        "《民法典》第586条",
    ),
    (
        "没有留下遗嘱，下列哪些人是第一顺序继承人？",
        ("配偶", "子女", "父母", "兄弟姐妹"),
        "ABC",
        "兄弟姐妹、祖父母、外祖父母是第二顺序；有第一顺序继承人继承的，第二顺序的不继承。",
        "《民法典》第1127条",
    ),
    (
        "单位自用工之日起最迟多久应当与劳动者订立书面劳动合同？",
        ("一个月内", "三个月内", "试用期满后"),
        "A",
        "超过一个月不满一年没有订立书面合同的，应当每月支付二倍的工资。",
        "《劳动合同法》第10条、第82条",
    ),
    (
        "招工时，用人单位可以先扣下身份证，干满三个月再还。",
        (),
        "B",
        "用人单位不得扣押劳动者的居民身份证和其他证件，不得要求提供担保或者向劳动者收取财物。",
        "《劳动合同法》第9条",
    ),
    (
        "网上买的鞋，没有穿过，收到第五天觉得不合适，可以退吗？",
        ("不可以，除非有质量问题", "可以，七日内退货不用说明理由"),
        "B",
        "网购自收到商品之日起七日内可以无理由退货，定作的、鲜活易腐的等几类除外；运费没有约定的由买家承担。",
        "《消费者权益保护法》第25条",
    ),
    (
        "商家以次充好欺诈顾客，一件二百元的商品，顾客除退货款外最少可以要求增加赔偿多少？",
        ("二百元", "五百元", "六百元"),
        "C",
        "增加赔偿的金额为价款的三倍，不足五百元的为五百元：二百元的三倍是六百元。",
        "《消费者权益保护法》第55条",
    ),
    (
        "把自己不用的银行卡、电话卡卖给别人使用，可能产生哪些后果？",
        ("违法，可能受到处罚", "卡被用于诈骗，还可能承担责任", "只要不知道用途就没有关系"),
        "AB",
        "任何单位和个人不得非法买卖、出租、出借电话卡、银行账户、支付账户等。",
        "《反电信网络诈骗法》第31条、第44条",
    ),
)
# Of the invented text, whose articles can be read in the demo.
LOCAL_ARTICLES = ("4", "5")
CASE = (
    "老周住六楼，把花盆摆在没有护栏的窗台上，又把电动自行车的电池拎回楼道里充电。物业上门提醒，老周说这是自己家门口，别人管不着。",
    """（判断题）窗台上的花盆应当固定牢靠。
答案：对
解析：摆放花盆等物的，应当固定牢靠，大风来临前物业应当提醒检查。

（单选题）电池应当在哪里充电？
A.楼道里，有人看着就行
B.集中充电处
C.安全出口旁
答案：B
解析：楼道、门厅、安全出口不得停放电动自行车及其电池。""",
    LOCAL_ARTICLES,
)
# Kind, how many, points of each: 100 in all.
EXAM_RULES = (
    (QuestionKind.SINGLE, 4, 10),
    (QuestionKind.TRUTH, 2, 10),
    (QuestionKind.MULTIPLE, 2, 15),
    (QuestionKind.CASE, 1, 10),
)
QUIZZES = (
    ("宪法知多少", "宪法", "十道题，看看宪法怎样写权力、权利和义务。", CONSTITUTION, ()),
    (
        "身边的法：借钱、买房、上班、网购",
        "日常生活",
        "日常最常遇到的几件事，法律是怎样规定的。",
        EVERYDAY,
        (CASE,),
    ),
)  # fmt: skip


def build_practice(office: Office) -> None:
    """Written by one, reviewed and made public by another; one more question waits for its review."""
    editor, reviewer = office.accounts["editor"], office.accounts["reviewer"]
    for title, topic, summary, simple, cases in QUIZZES:
        asked = [_question(*each, subject=topic, actor=editor) for each in simple]
        asked += [_case(*each, subject=topic, actor=editor) for each in cases]
        approved = []
        for question in asked:
            questions.submit_question(question, actor=editor)
            approved.append(questions.approve_question(question, actor=reviewer))
        quiz = Quiz()
        write(quiz, quizzes.CREATE, {"title": title, "topic": topic, "summary": summary}, actor=editor)
        for question in approved:
            quizzes.take_in(question, quiz=quiz, actor=editor)
        quizzes.publish_quiz(quiz, actor=reviewer)
    waiting = _question(
        "遇到家庭暴力，可以向居委会求助。", (), "A",
        "居民委员会、村民委员会接到求助后应当给予帮助、处理。", "《反家庭暴力法》第13条",
        subject="日常生活", actor=editor,
    )  # fmt: skip
    questions.submit_question(waiting, actor=editor)


def _question(stem, options, answer, explanation, cited, *, subject, actor) -> Question:
    kind = QuestionKind.TRUTH if not options else QuestionKind.SINGLE
    return questions.write_question(
        kind=QuestionKind.MULTIPLE if len(answer) > 1 else kind,
        stem=stem,
        options=list(options or TRUTHS),
        answer=answer,
        explanation=explanation,
        subject=subject,
        difficulty="easy",
        cited=cited_articles(cited),
        actor=actor,
    )


def _case(stem, parts, refs, *, subject, actor) -> Question:
    local = Law.objects.get(title__startswith="青桥区公共空间文明使用规定")
    return questions.write_question(
        kind=QuestionKind.CASE,
        stem=stem,
        cases=[told_of(part) for part in read_cases(parts)],
        subject=subject,
        cited=[(local, ref) for ref in refs],
        actor=actor,
    )


def build_exam(office: Office, today: date) -> None:
    """An exam of the days around today; the account of the member is known as somebody who may take it."""
    clerk = office.accounts["office"]
    opens = timezone.make_aware(datetime.combine(today - timedelta(days=1), time(9)))
    exam = Exam(title="法律明白人岗前考试（示范）")
    told = {"opens_at": opens, "closes_at": opens + timedelta(days=30), "minutes": 40}
    write(exam, exams.CREATE, told, actor=clerk)
    for kind, count, points in EXAM_RULES:
        rule = ExamRule(exam=exam, kind=kind, count=count, points=points)
        write(rule, exams.ADD_RULE, {}, actor=clerk)
    exams.draw_paper(exam, actor=clerk)
    exam = exams.open_exam(exam, actor=clerk)
    member = Membership.objects.filter(user=office.accounts["member"]).first()
    if member is None:
        person = Person.objects.filter(appointments__isnull=False).order_by("pk").first()
        member = MEMBERSHIPS.add(actor=clerk, user=office.accounts["member"], person=person)
    exams.admit(exam, member.person, actor=clerk)
