"""Law texts enter here, from a folder of Markdown files; a file that cannot be kept stops no other."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.errors import require
from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import CHANGED, CREATED, UNCHANGED, Action, anyone, write
from cms.statutes.enums import LawLevel
from cms.statutes.imports.reading import (
    ArticleText,
    Heading,
    StatuteText,
    UnreadableStatute,
    fingerprint,
    read_statute,
)
from cms.statutes.models import Article, Law, LawVersion
from cms.statutes.models.levels import level_of, short_title
from cms.statutes.permissions import can_import_statutes
from cms.statutes.services import enter_law, make_findable, settle_repeals, shelve
from search import service as search
from search.chinese.numerals import format_chinese_number

logger = logging.getLogger(__name__)
# Who may import was asked when the import began.
IMPORT = Action[LawVersion](
    "statutes.lawversion.import",
    _("导入法规正文"),
    anyone,
    writes=(
        "dated_on", "passed_on", "effective_on", "source", "checked_on", "history", "preamble", "headings",
        "fingerprint",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class FileReport:
    """One file: read as a law, or passed over with the reason."""

    path: str
    read: bool
    reason: str = ""
    law: str = ""
    articles: int = 0


@dataclass(frozen=True)
class LawReport:
    """One version of a law as it was found."""

    title: str
    dated_on: date | None
    articles: int


@dataclass
class ImportReport:
    """What an import found and did; with `applied` False it says what it would do."""

    applied: bool
    create: int = 0
    change: int = 0
    unchanged: int = 0
    files: list[FileReport] = field(default_factory=list)
    laws: list[LawReport] = field(default_factory=list)

    def count(self, done: str, statute: StatuteText) -> None:
        self.create += done == CREATED
        self.change += done == CHANGED
        self.unchanged += done == UNCHANGED
        self.laws.append(LawReport(statute.title, statute.dated_on, len(statute.articles)))

    def refuse(self, path: str, reason: str) -> None:
        """Say of a file that was read that its law was not kept."""
        self.files = [
            replace(file, read=False, reason=f"没有导入：{reason}") if file.path == path else file
            for file in self.files
        ]


class _DryRun(Exception):
    pass


def import_statutes(
    folder: Path,
    *,
    source: str,
    checked_on: date,
    actor=None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Import every law found below `folder`. Safe to repeat: an unchanged version is left alone.

    `source` and `checked_on` are shown with the text: a law is never shown as current without them.
    `actor` None is the command line. Raises FileNotFoundError where there is no such folder.
    """
    require(actor is None or can_import_statutes(actor))
    if not folder.is_dir():
        raise FileNotFoundError(f"没有文件夹 {folder}")
    report = ImportReport(applied=not dry_run)
    statutes = joined(_read_all(folder, report, progress))
    try:
        with transaction.atomic():
            for path, statute in statutes:
                name = path.relative_to(folder)
                try:
                    with transaction.atomic():
                        done = _store(statute, name.parts[:-1], source, checked_on, actor)
                except Exception as error:
                    # Whatever is wrong with one law, the others are kept.
                    report.refuse(str(name), _told(error))
                else:
                    report.count(done, statute)
            settle_repeals(actor=actor)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _read_all(folder: Path, report: ImportReport, progress) -> list[tuple[Path, StatuteText]]:
    read = []
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for done, path in enumerate(paths, 1):
        name = str(path.relative_to(folder))
        try:
            if path.suffix.lower() not in (".md", ".markdown", ".txt"):
                raise UnreadableStatute("不是 Markdown 文本文件")
            statute = read_statute(path)
        except (UnreadableStatute, OSError) as error:
            # One bad file never stops the others.
            report.files.append(FileReport(name, False, str(error)))
        else:
            read.append((path, statute))
            report.files.append(FileReport(name, True, "", statute.title, len(statute.articles)))
        progress(done, len(paths))
    return read


def joined(read: list[tuple[Path, StatuteText]]) -> list[tuple[Path, StatuteText]]:
    """One text a version: parts of a law put together, a text that stands in two folders taken once."""
    groups: dict[tuple[str, date | None], list[tuple[Path, StatuteText]]] = {}
    for path, statute in read:
        groups.setdefault((short_title(statute.title), statute.dated_on), []).append((path, statute))
    return [_join(group) for group in groups.values()]


def _join(group: list[tuple[Path, StatuteText]]) -> tuple[Path, StatuteText]:
    parts = [(path, statute) for path, statute in group if statute.part]
    if len(parts) < 2:
        return max(group, key=lambda item: len(item[1].articles))
    parts.sort(key=lambda item: item[1].articles[0].number)
    headings: list[Heading] = []
    articles: list[ArticleText] = []
    for number, (_path, statute) in enumerate(parts, 1):
        name = (
            statute.part
            if statute.part == "附则"
            else f"第{format_chinese_number(number)}编 {statute.part.removesuffix('编')}"
        )
        headings.append(Heading(name, 1, len(articles)))
        headings += [replace(heading, before=heading.before + len(articles)) for heading in statute.headings]
        articles += [replace(article, path=(name, *article.path)) for article in statute.articles]
    whole = parts[0][1]
    effective = next((statute.effective_on for _path, statute in parts if statute.effective_on), None)
    return parts[0][0], replace(
        whole, part="", headings=tuple(headings), articles=tuple(articles), effective_on=effective
    )


def _law_of(statute: StatuteText, folders, actor) -> Law:
    """The record of a law, also where it was filed with or without the name of the state; else a new one."""
    if held := Law.objects.filter(title=statute.title).first():
        return held
    level = level_of(statute.title, folders)
    for twin in Law.objects.filter(short_title=short_title(statute.title)):
        if not twin.has_text or LawLevel.OTHER in (twin.level, level) or twin.level == level:
            return twin
    return enter_law(statute.title, folders, actor=actor)


def _told(error: Exception) -> str:
    """What is wrong with a law, each fault with the name of its field."""
    if not isinstance(error, ValidationError):
        logger.info("法规没有导入", exc_info=error)
        return f"内容无法保存（{error}）"
    if not hasattr(error, "error_dict"):
        return "；".join(error.messages)
    names = {each.name: each.verbose_name for model in (Law, LawVersion) for each in model._meta.fields}
    return "；".join(
        message if name == NON_FIELD_ERRORS else f"“{names.get(name, name)}”{message}"
        for name, messages in error.message_dict.items()
        for message in messages
    )


def _store(statute: StatuteText, folders, source, checked_on, actor) -> str:
    law = _law_of(statute, folders, actor)
    shelve(law, folders, actor=actor)
    mark = fingerprint(statute)
    version = LawVersion.objects.filter(law=law, dated_on=statute.dated_on).first()
    if version and version.fingerprint == mark:
        return UNCHANGED
    values = {
        "dated_on": statute.dated_on,
        "passed_on": statute.passed_on,
        "effective_on": statute.effective_on,
        "source": source,
        "checked_on": checked_on,
        "history": list(statute.history),
        "preamble": statute.preamble,
        "headings": [{"text": h.text, "rank": h.rank, "before": h.before} for h in statute.headings],
        "fingerprint": mark,
    }
    done = CHANGED if version else CREATED
    if version:
        search.forget(Article, version.articles.values_list("pk", flat=True))
        version.articles.all().delete()
    else:
        version = LawVersion(law=law)
    write(version, IMPORT, values, actor=actor, articles=len(statute.articles))
    articles = [
        Article(
            version=version,
            order=order,
            number=text.number,
            suffix=text.suffix,
            label=text.label,
            text=text.text,
            path=list(text.path),
        )
        for order, text in enumerate(statute.articles)
    ]
    for article in articles:
        refuse_personal_numbers(article)
    Article.objects.bulk_create(articles, batch_size=500)
    make_findable(law)
    return done
