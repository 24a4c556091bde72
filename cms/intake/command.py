"""The command every kind of file shares: thin, over the same services as the admin."""

import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.core.personal_data.showing import blotted
from cms.intake.forecast import WHAT
from cms.intake.judging import Judgement
from cms.intake.levels import Level
from cms.intake.reading import UnreadableFile
from cms.intake.registry import spec_of
from cms.intake.services.importing import dry_run, hand_in, import_now
from cms.intake.services.reading import describe
from cms.intake.spec import ImportSpec

__all__ = ["ImportCommand", "hand_in", "import_now"]


class ImportCommand(BaseCommand):
    """Import one file. Subclasses name their `kind`."""

    kind: str

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="表格文件：xlsx、xls、csv")
        parser.add_argument("--dry-run", action="store_true", help="只预览，不保存")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--show-personal", action="store_true", help="JSON 中显示身份证号与手机号")
        parser.add_argument("--sender", default="", help="报送单位；同一单位的列对应会被记住")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            help="表头=列名，如 考试分数=考核成绩；“表头=”表示不导入这一列",
        )
        for question in spec_of(self.kind).questions.values():
            parser.add_argument(
                f"--{question.option}",
                dest=question.option,
                choices=question.choices,
                default="",
                help=f"{question.text}：{question.help}",
            )
        parser.add_argument("--as-of", type=date.fromisoformat, help="按哪一天判断，如 2026-11-23；默认今天")

    def handle(self, *args, file, as_of, sender, **options):
        spec = spec_of(self.kind)
        columns = _columns(options["map"], spec)
        if not file.is_file():
            raise CommandError(f"没有文件 {file}")
        applied = not options["dry_run"]
        self.stderr.write(f"{spec.label}：{'导入' if applied else '预览'} {blotted(file.name)}")
        try:
            run = import_now if applied else dry_run
            on = as_of or timezone.localdate()
            answers = {name: options[asked.option] for name, asked in spec.questions.items()}
            answers = {name: said for name, said in answers.items() if said}
            judgement, found = run(file, spec, on=on, sender=sender, columns=columns, answers=answers)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"共 {len(judgement.rows)} 行，可导入 {len(judgement.importable)} 行")
        if options["json"]:
            answer = self.as_dict(file, spec, judgement, found, applied, options["show_personal"])
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
        else:
            self.report(judgement, found, applied)

    def report(self, judgement: Judgement, found: dict[str, int], applied: bool) -> None:
        self.stdout.write(
            f"{'已导入' if applied else '预览（未保存）'}：新增 {found['create']}，更新 {found['change']}，"
            f"未变 {found['unchanged']}，待处理 {found['pending']}"
        )
        for sheet in judgement.sheets:
            if sheet.layout.use == "ignore":
                self.stdout.write(f"  工作表“{sheet.name}”未导入：{sheet.layout.why}")
        for row in judgement.rows:
            if row.level >= Level.WARN:
                for message in row.messages:
                    self.stdout.write(f"  [{row.level.label}] {blotted(message)}")

    def as_dict(
        self,
        file: Path,
        spec: ImportSpec,
        judgement: Judgement,
        found: dict[str, int],
        applied: bool,
        personal: bool,
    ) -> dict:
        hidden = set() if personal else {column.name for column in spec.columns if column.personal}
        shown = (lambda value: value) if personal else blotted
        sheets = []
        for sheet in judgement.sheets:
            described = describe(sheet)
            if sheet.layout.use == "data":
                described["rows"] = [
                    {
                        "row": row.number,
                        "level": row.level.code,
                        "codes": row.codes,
                        "messages": shown(row.messages),
                        "values": shown(
                            {name: value for name, value in row.values.items() if name not in hidden}
                        ),
                    }
                    for row in sheet.rows
                ]
            sheets.append(described)
        counted = {name: found[name] for name in (*WHAT, "pending")}
        return {"file": shown(file.name), "applied": applied, **counted, "sheets": sheets}


def _columns(told: list[str], spec: ImportSpec) -> dict[str, str]:
    """What the options say of headings: heading → column, "" where it is to be left out."""
    columns = dict(each.partition("=")[::2] for each in told)
    unknown = set(columns.values()) - {column.name for column in spec.columns} - {""}
    if unknown:
        known = "、".join(column.name for column in spec.columns)
        raise CommandError(f"没有“{'、'.join(sorted(unknown))}”这样的列；可以对应的列：{known}")
    return columns
