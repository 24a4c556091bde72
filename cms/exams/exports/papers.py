"""A printed exam and its key as official papers."""

from decimal import Decimal

from cms.core.papers import Heading, Paper, Paragraph, Table
from cms.exams.enums import QuestionKind
from cms.exams.models import Part, PrintedPaper
from cms.exams.queries.printing import PrintedQuestion, PrintedSection, sections_of

BLANK = "姓名：＿＿＿＿＿　居村：＿＿＿＿＿＿　得分：＿＿＿"
# Where the letters, or right and wrong, are written.
GAP = "（　　）"


def exam_paper(paper: PrintedPaper, variant: str) -> Paper:
    """The questions of a variant, as they are handed out."""
    sections = sections_of(paper, variant)
    blocks: list = [Paragraph(BLANK)]
    for section in sections:
        blocks.append(Heading(_headline(section)))
        for each in section.questions:
            blocks += [Paragraph(text) for text in _question(each)]
    full = sum((section.points for section in sections), Decimal(0))
    return Paper(
        title=str(paper.exam),
        subtitles=(f"第{paper.number}份·{variant}卷　满分{_points(full)}分　时间{paper.exam.minutes}分钟",),
        blocks=tuple(blocks),
        made_at=paper.created_at,
    )


def exam_key(paper: PrintedPaper, variant: str) -> Paper:
    """The answers of a variant, with the points and what each rests on."""
    rows = []
    for section in sections_of(paper, variant):
        for each in section.questions:
            grounds = "；".join(str(one) for one in each.question.articles.select_related("law"))
            for place, part in enumerate(each.parts, start=1):
                number = str(each.number) if len(each.parts) == 1 else f"{each.number}（{place}）"
                share = each.points / len(each.parts)
                rows.append((number, part.kind_label, part.answer_words, _points(share), grounds or "—"))
    head = ("题号", "题型", "答案", "分值", "依据")
    return Paper(
        title=f"{paper.exam}答案",
        subtitles=(f"第{paper.number}份·{variant}卷",),
        blocks=(Table(widths=(3, 4, 4, 3, 12), head=(head,), rows=tuple(rows)),),
        made_at=paper.created_at,
    )


def _headline(section: PrintedSection) -> str:
    count, each = len(section.questions), {one.points for one in section.questions}
    worth = f"，每题{_points(each.pop())}分" if len(each) == 1 else ""
    return f"{QuestionKind(section.kind).label}（共{count}题{worth}，共{_points(section.points)}分）"


def _question(each: PrintedQuestion) -> list[str]:
    if each.question.kind != QuestionKind.CASE:
        return _part(f"{each.number}．", each.parts[0])
    told = [f"{each.number}．{each.question.stem}"]
    for place, part in enumerate(each.parts, start=1):
        told += _part(f"（{place}）{part.kind_label}：", part)
    return told


def _part(number: str, part: Part) -> list[str]:
    lines = [f"{number}{part.stem}{GAP}"]
    if part.kind != QuestionKind.TRUTH:
        lines += [f"{letter}．{option}" for letter, option in part.lettered]
    return lines


def _points(points: Decimal) -> str:
    """5, 2.5: as many places as it needs, two at most."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
