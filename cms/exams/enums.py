from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("单选题")
    MULTIPLE = "multiple", _("多选题")
    TRUTH = "truth", _("判断题")
    CASE = "case", _("案例题")


class Difficulty(models.TextChoices):
    EASY = "easy", _("易")
    MEDIUM = "medium", _("中")
    HARD = "hard", _("难")


class QuestionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    REVIEWED = "reviewed", _("可用")
    REPLACED = "replaced", _("已有新版")
    RETIRED = "retired", _("停用")


# Still being written: no paper and no quiz has it.
UNUSED = (QuestionState.DRAFT, QuestionState.SUBMITTED)
# The two answers of a question of truth, in the order of A and B.
TRUTHS = ("正确", "错误")
LETTERS = "ABCDEFGH"


class QuizState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已公开")
    WITHDRAWN = "withdrawn", _("已撤下")


class ExamState(models.TextChoices):
    DRAFT = "draft", _("准备中")
    OPEN = "open", _("可以参加")
    CLOSED = "closed", _("已结束")


class SittingSource(models.TextChoices):
    ONLINE = "online", _("在线")
    PAPER = "paper", _("纸质")
