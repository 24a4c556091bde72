"""A bank of questions (题库) as offices keep it: options in one cell or in many, keys in many ways."""

from cms.exams.enums import LETTERS
from cms.exams.imports.judging import QuestionJudge
from cms.exams.imports.storing import QuestionStore
from cms.exams.models.questions import LONGEST_EXPLANATION, LONGEST_STEM
from cms.exams.permissions import can_import_questions
from cms.exams.queries.wording import KIND_WORDS
from cms.intake.cells.text import choice, plain, public, up_to
from cms.intake.columns import ORDINAL
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Row

DIFFICULTIES = {
    "易": ("简单", "容易", "较易", "低", "初级", "1", "★"),
    "中": ("一般", "中等", "适中", "普通", "中级", "2", "★★"),
    "难": ("困难", "较难", "高", "高级", "3", "★★★"),
}
OPTION_COLUMNS = tuple(f"选项{letter}" for letter in LETTERS)


# How a row names the kind of the questions below it: 一、单选题.
_KINDS = r"(?:单选|单项选择|多选|多项选择|不定项选择|不定项|判断|是非)题?"


class QuestionsSpec(ImportSpec):
    """One question a row; rows that share a 案例材料 are the questions of one case."""

    kind = "questions"
    label = "题库"
    words = ("题库", "试题", "题目", "考题", "复习题", "竞赛题", "测试题", "练习题")
    label_columns = ("题干",)
    columns = (
        ORDINAL.also("题号", "编号"),
        Column(
            "题型",
            choice(KIND_WORDS),
            ("类型", "题目类型", "试题类型", "题目类别"),
            groups=True,
            looks=_KINDS,
        ),
        Column(
            "案例材料",
            up_to(LONGEST_STEM, public),
            ("材料", "案例", "背景材料", "案情", "案例内容", "案例背景"),
            groups=True,
        ),
        Column(
            "题干",
            up_to(LONGEST_STEM, public),
            ("题目", "试题", "问题", "试题内容", "题目内容", "题目描述", "题面", "试题题干"),
            required=True,
        ),
        Column("选项", public, ("备选项", "选项内容", "候选项", "可选项", "备选答案", "答案选项")),
        *(
            Column(
                name,
                public,
                (
                    letter,
                    f"{letter}选项",
                    f"选项{letter}内容",
                    f"答案{letter}",
                    f"备选{letter}",
                    f"选项{number}",
                    f"选项{'一二三四五六七八'[number - 1]}",
                ),
            )
            for number, (name, letter) in enumerate(zip(OPTION_COLUMNS, LETTERS, strict=True), start=1)
        ),
        Column("答案", plain, ("正确答案", "参考答案", "标准答案", "正确选项", "试题答案")),
        Column("小题", public, ("案例小题", "小题内容")),
        Column(
            "解析",
            up_to(LONGEST_EXPLANATION, public),
            ("答案解析", "试题解析", "题目解析", "解释", "答案说明"),
        ),
        Column("依据", public, ("法律依据", "法条", "法条依据", "出处", "条文", "依据条文", "来源依据")),
        Column(
            "科目",
            up_to(40, public),
            (
                "类别",
                "分类",
                "所属科目",
                "知识点",
                "章节",
                "专题",
                "法律类别",
                "所属类别",
                "所属专题",
                "所属法律",
            ),
        ),
        Column("难度", choice(DIFFICULTIES), ("难易", "难易程度", "难度等级", "难度系数")),
        # What a question is worth is said where it is asked.
        Column("分值", public, ("分数", "每题分值", "题目分值", "得分")),
        # Of a table that came out of the bank: where a question stood then.
        Column("状态", public),
    )

    def may_import(self, user) -> bool:
        return can_import_questions(user)

    def judge(self, rows: list[Row], on) -> None:
        QuestionJudge(rows).judge()

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        return QuestionStore(journal).store(rows)


register(QuestionsSpec())
