"""Judges a table of questions: what each row asks, its key, what it rests on, whether the bank has it."""

import re
from collections import defaultdict

from cms.exams.enums import LETTERS, TRUTHS, QuestionKind
from cms.exams.imports.bank import GENERAL, Bank, asked, identity
from cms.exams.models import Part
from cms.exams.models.questions import LONGEST_OPTION, MOST_PARTS, told_of
from cms.exams.queries.wording import (
    key_in_stem,
    kind_named,
    kind_of_key,
    options_in_stem,
    options_in_words,
    read_cases,
    read_key,
    read_options,
    without_letter,
)
from cms.intake.spec import Row
from cms.statutes.imports.matching import LawMatcher
from cms.statutes.queries.citing import articles_cited_in, lacks
from search.chinese.citations import Citation, label
from search.chinese.folding import folded

# Levels of a row that does not go in as it stands.
_WAITING = ("review", "reject")


# 1. and 2、, not 1.5倍.
_NUMBERED = re.compile(r"\s*\d{1,3}\s*[.．、](?!\d)\s*(?=\S)")
_PLACES = re.compile(r"(?:选项)?[1-8](?:[、,，;； ]+(?:选项)?[1-8])*")


def _read_numbers(row: Row, options: list[str]) -> None:
    """A key that counts the options, 选项1 or 1、3, in letters."""
    said = (row.values.get("答案") or "").strip()
    if len(options) < 2 or not _PLACES.fullmatch(said) or said in options:
        return
    places = [int(digit) for digit in re.findall(r"[1-8]", said)]
    if max(places) <= len(options) and not any(option.strip().isdigit() for option in options):
        row.values["答案"] = "".join(LETTERS[place - 1] for place in places)
        row.find("value_alias", "答案", f"“{said}”按选项的次序读作“{row.values['答案']}”")


class QuestionJudge:
    """Judges all rows of one file together.

    Leaves in the values of a row its `parts` (as the record of a case holds them) and `articles` (title of
    the law and number); a case stands in its first row, `case_of` of the others names that one.
    """

    def __init__(self, rows: list[Row]):
        self.rows = rows
        self.laws = LawMatcher()

    def judge(self) -> None:
        for row in self.rows:
            self._judge_question(row)
            self._judge_articles(row)
            if not row.values.get("科目"):
                row.find("subject_missing", "科目", f"没有科目；新的试题归入“{GENERAL}”")
        heads = self._gather_cases()
        self._judge_repeats(heads)

    def _judge_question(self, row: Row) -> None:
        values = row.values
        values["parts"], values["case_of"] = [], None
        if not values.get("题干"):
            row.find("stem_missing", "题干", "没有题干，请补填")
            return
        if values.get("小题"):
            parts = read_cases(values["小题"])
            values["parts"] = [told_of(part) for part in parts]
            for place, part in enumerate(parts, start=1):
                self._note_problems(row, part, f"第{place}小题：", "小题", "小题")
            return
        self._take_options_out_of_stem(row)
        options = self._options(row)
        _read_numbers(row, options)
        named = kind_named(values.get("题型"))
        kind = named if named != QuestionKind.CASE else None
        self._take_key_out_of_stem(row, kind)
        if kind is None:
            kind = kind_of_key(values.get("答案"), options)
            if kind is None:
                row.find(
                    "answer_unclear",
                    "答案",
                    f"答案“{values.get('答案') or ''}”认不出，请写选项的字母，判断题写“对”或“错”",
                )
                return
            if named is None:
                row.find("kind_assumed", "题型", f"没有题型，按答案认作{QuestionKind(kind).label}")
        if kind == QuestionKind.TRUTH:
            options = list(TRUTHS)
        key = read_key(values.get("答案"), kind, options)
        if key is None:
            row.find(
                "answer_unclear",
                "答案",
                f"答案“{values.get('答案') or ''}”认不出，请写选项的字母，判断题写“对”或“错”",
            )
            return
        part = Part(kind, values["题干"], tuple(options), key, values.get("解析") or "")
        self._note_problems(row, part, "", "选项", "答案")
        values["parts"] = [told_of(part)]

    def _take_key_out_of_stem(self, row: Row, kind: str | None) -> None:
        """Nobody is to read it there: the brackets are emptied, and are the key where no cell is."""
        values = row.values
        stem, key = key_in_stem(values["题干"], kind)
        if key:
            values["题干"], values["答案"] = stem, values.get("答案") or key
            row.find("answer_in_stem", "题干", f"题干的括号里写着答案“{key}”，已移到答案")

    def _take_options_out_of_stem(self, row: Row) -> None:
        """What stands in one cell is told apart: the number of the question, its words, its options."""
        values = row.values
        if numbered := _NUMBERED.match(values["题干"]):
            values["题干"] = values["题干"][numbered.end() :]
            row.find("stem_numbered", "题干", f"题号“{numbered[0].strip()}”没有作为题干保存")
        if values.get("选项") or any(values.get(f"选项{letter}") for letter in LETTERS):
            return
        stem, options = options_in_stem(values["题干"])
        if options:
            values["题干"], values["选项"] = stem, options_in_words(options)
            row.find("options_in_stem", "题干", f"题干里写着 {len(options)} 个选项，已移到选项")

    def _options(self, row: Row) -> list[str]:
        values = row.values
        cells = [(letter, values.get(f"选项{letter}")) for letter in LETTERS]
        filled = [(letter, text) for letter, text in cells if text]
        if not filled:
            return read_options(values.get("选项"))
        last = max(LETTERS.index(letter) for letter, _text in filled)
        if last >= len(filled):
            missing = next(letter for letter, text in cells if not text)
            row.find("options_unclear", f"选项{missing}", f"选项{missing}空着，后面的却有，请补填或前移")
        return [without_letter(text, letter) for letter, text in filled]

    def _note_problems(self, row: Row, part: Part, where: str, options: str, answer: str) -> None:
        columns = {"options": ("options_unclear", options), "answer": ("answer_unclear", answer)}
        for field, told in part.problems().items():
            code, column = columns[field]
            row.find(code, column, f"{where}{told}")
        if long := [each for each in part.options if len(each) > LONGEST_OPTION]:
            row.find("text_long", options, f"{where}选项“{long[0][:10]}…”超过 {LONGEST_OPTION} 字，请删减")

    def _judge_articles(self, row: Row) -> None:
        text = row.values.get("依据") or ""
        cited = articles_cited_in(text, self.laws.find)
        row.values["articles"] = cited
        if text.strip() and not cited:
            row.find(
                "article_unknown",
                "依据",
                f"“{text[:30]}”读不出已收录的法规和条号，请写成《民法典》第1254条；确认后不带依据导入",
            )
        missing = [
            label(Citation(title, ref))
            for title, ref in cited
            if (named := self.laws.find(title, quoted=True)) and named.law and lacks(named.law, ref)
        ]
        if missing:
            row.find("article_unknown", "依据", f"没有{'、'.join(missing)}，请核对条号；确认后照表导入")

    def _gather_cases(self) -> list[Row]:
        """The rows that stand for a question each: the questions of a case are handed to its first row."""
        groups: dict[str, list[Row]] = defaultdict(list)
        heads = []
        for row in self.rows:
            material = folded(row.values.get("案例材料"))
            if not material or row.decision.skip:
                heads.append(row)
                continue
            if not groups[material]:
                heads.append(row)
            groups[material].append(row)
        for rows in groups.values():
            self._gather(rows)
        return heads

    def _gather(self, rows: list[Row]) -> None:
        first = rows[0]
        faulty = next((row for row in rows if row.level.code in _WAITING), None)
        if len(rows) > MOST_PARTS:
            first.find("options_unclear", "案例材料", f"一个案例最多 {MOST_PARTS} 道小题，请分开")
            faulty = faulty or first
        for row in rows:
            if faulty and row is not faulty:
                told = f"同一案例的第{faulty.number}行还有问题，改好后一起导入"
                row.find("case_incomplete", "案例材料", told)
            if row is not first:
                first.values["parts"] = [*first.values["parts"], *row.values["parts"]]
                first.values["articles"] = list(
                    dict.fromkeys(map(tuple, [*first.values["articles"], *row.values["articles"]]))
                )
                row.values["case_of"] = [first.sheet, first.number]
        first.values["is_case"] = True

    def _judge_repeats(self, heads: list[Row]) -> None:
        bank = Bank()
        seen: dict[str, Row] = {}
        for row in heads:
            if row.decision.skip or not row.values["parts"]:
                continue
            key = identity(*asked(row.values))
            earlier = seen.setdefault(key, row)
            if earlier is not row:
                row.find("question_repeated", "题干", f"与第{earlier.number}行是同一道题，请删去一行或改正")
            elif bank.is_busy(key, row.values):
                row.find("question_busy", "题干", "题库里的这道题正在审核或修订，请先办完，或不导入这一行")
