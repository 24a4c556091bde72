"""What an event asks of those who register: written as lines, so that they are copied with it."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_QUESTIONS = 5
MOST_OPTIONS = 8
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_ANSWER = 60, 20, 200
HELP = _(
    "一行一个问题，至多 5 个。后面用括号写可选的答案，如“会带孩子来吗（是/否）”“哪一场（上午/下午）”；"
    "不写的由报名的人自己填。前面加 * 的必须回答。只问办好这场活动要知道的；答案和姓名、手机号一起到期清除。"
)
# A note such as （周岁） offers nothing to choose from.
_LINE = re.compile(
    r"(?P<must>[*＊])?\s*(?P<text>.+?)(?:[（(](?P<options>[^（()）]*[/／][^（()）]*)[）)])?\s*[?？]?"
)
# Who comes to a lecture is not asked for these.
_NEVER_ASKED = re.compile(r"身份证|银行卡|密码|户口|健康|病史|收入|宗教")


@dataclass(frozen=True)
class Question:
    """`options` are the answers to choose from; none where one writes the answer."""

    text: str
    options: tuple[str, ...]
    is_required: bool

    def problem_of(self, answer: str):
        """Why the answer will not do; "" where it does."""
        if not answer:
            return _("请回答。") if self.is_required else ""
        if self.options and answer not in self.options:
            return _("请从列出的答案里选。")
        if len(answer) > LONGEST_ANSWER:
            return _("请写在 %(most)s 个字以内。") % {"most": LONGEST_ANSWER}
        return ""


def questions_in(words: str) -> list[Question]:
    """The questions that the lines are; what cannot be read as one is a question as it stands."""
    found = []
    for line in words.splitlines():
        if line := line.strip():
            read = _LINE.fullmatch(line)
            options = re.split(r"[/／]", read["options"]) if read and read["options"] else []
            found.append(
                Question(
                    text=(read["text"] if read else line).strip(),
                    options=tuple(option.strip() for option in options),
                    is_required=bool(read and read["must"]),
                )
            )
    return found


def can_be_asked(words: str) -> None:
    """Refuse lines that are no questions to be asked, and say which."""
    questions = questions_in(words)
    if len(questions) > MOST_QUESTIONS:
        raise ValidationError(_("至多问 %(most)s 个问题。"), params={"most": MOST_QUESTIONS})
    for number, question in enumerate(questions, start=1):
        if problem := _problem_of(question, [each.text for each in questions]):
            raise ValidationError(
                _("第 %(number)s 个问题：%(problem)s"), params={"number": number, "problem": problem}
            )


def _problem_of(question: Question, texts: list[str]):
    options = question.options
    if _NEVER_ASKED.search(question.text):
        return _("报名不能问身份证号、银行卡、健康、收入这类事，请删去。")
    if len(question.text) > LONGEST_QUESTION:
        return _("请写在 %(most)s 个字以内。") % {"most": LONGEST_QUESTION}
    if texts.count(question.text) > 1:
        return _("和另一个问题一样。")
    if len(options) > MOST_OPTIONS or any(not 0 < len(each) <= LONGEST_OPTION for each in options):
        told = _("括号里写两到 %(options)s 个答案，用 / 隔开，每个至多 %(most)s 个字。")
        return told % {"options": MOST_OPTIONS, "most": LONGEST_OPTION}
    if len(set(options)) < len(options):
        return _("有两个一样的答案。")
    return ""
