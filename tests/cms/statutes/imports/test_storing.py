from datetime import date

import pytest
from django.core.management import CommandError, call_command

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed
from cms.core.models import AuditEntry
from cms.statutes.enums import LawLevel, VersionStatus
from cms.statutes.imports.storing import import_statutes
from cms.statutes.models import Article, Law, LawVersion
from cms.statutes.queries import find_law
from search.service import EngineUnavailable, SearchRequest, search
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db

TEXT = """# 中华人民共和国示范法

{history}

<!-- INFO END -->

第一条 {first}

第二条 本法自公布之日起施行。
"""


@pytest.fixture
def folder(tmp_path):
    def write(name, first="为了示范，制定本法。", history="2020年1月2日 通过"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(first=first, history=history))
        return path

    write.root = tmp_path
    return write


def load(folder, **options):
    return import_statutes(folder.root, source="示范汇编", checked_on=date(2026, 1, 5), **options)


def counts(report):
    return report.create, report.change, report.unchanged


def found(text):
    return [hit.title for hit in search(SearchRequest(text, filters={"kind": ("article",)})).hits]


def test_import_stores_law_version_and_articles(folder):
    folder("法律/示范法(2020-01-02).md")
    assert counts(load(folder)) == (1, 0, 0)
    law = Law.objects.get()
    assert (law.title, law.short_title, law.slug, law.level) == (
        "中华人民共和国示范法", "示范法", "示范法", LawLevel.LAW,
    )  # fmt: skip
    version = law.current_version
    assert (version.dated_on, version.source, version.checked_on) == (
        date(2020, 1, 2), "示范汇编", date(2026, 1, 5),
    )  # fmt: skip
    assert [article.label for article in version.articles.all()] == ["第一条", "第二条"]
    assert AuditEntry.objects.filter(action="statutes.lawversion.import").count() == 1


def test_second_run_changes_nothing(folder):
    folder("示范法.md")
    load(folder)
    before = list(Article.objects.values())
    assert counts(load(folder)) == (0, 0, 1)
    assert list(Article.objects.values()) == before


def test_mended_file_changes_its_version_only(folder):
    folder("示范法(2020-01-02).md")
    folder("示范法(2022-01-02).md", first="新的第一条。")
    load(folder)
    folder("示范法(2022-01-02).md", first="更正的第一条。")
    assert counts(load(folder)) == (0, 1, 1)
    assert Article.objects.get(version__dated_on=date(2022, 1, 2), number=1).text == "更正的第一条。"


def test_dry_run_reports_and_stores_nothing(folder):
    folder("示范法.md")
    report = load(folder, dry_run=True)
    assert (counts(report), report.applied) == ((1, 0, 0), False)
    assert not Law.objects.exists()


def test_only_the_newest_version_is_found_and_in_force(folder, django_capture_on_commit_callbacks):
    folder("示范法(2020-01-02).md", first="旧的示范义务条款。")
    folder("示范法(2022-01-02).md", first="新的示范义务条款。")
    with django_capture_on_commit_callbacks(execute=True):
        load(folder)
    hits = search(SearchRequest("义务条款", filters={"kind": ("article",)})).hits
    assert [hit.title for hit in hits] == ["中华人民共和国示范法第一条"]
    assert "新的" in "".join(text for text, _ in hits[0].body_fragments)
    statuses = {
        version.dated_on.year: version.status(date(2026, 1, 1)) for version in LawVersion.objects.all()
    }
    assert statuses == {2020: VersionStatus.AMENDED, 2022: VersionStatus.IN_FORCE}


def test_newer_version_imported_later_takes_over(folder, django_capture_on_commit_callbacks):
    folder("示范法(2020-01-02).md", first="旧的示范义务条款。")
    with django_capture_on_commit_callbacks(execute=True):
        load(folder)
    folder("示范法(2022-01-02).md", first="改换了说法。")
    with django_capture_on_commit_callbacks(execute=True):
        load(folder)
    assert found("义务条款") == []
    assert found("改换了说法") == ["中华人民共和国示范法第一条"]


def test_version_not_yet_in_force_says_so(folder):
    folder("示范法.md", history="2026年10月1日 通过\n\n2027年1月1日起施行")
    load(folder)
    version = LawVersion.objects.get()
    assert version.status(date(2026, 12, 1)) == VersionStatus.PENDING
    assert version.status(date(2027, 1, 1)) == VersionStatus.IN_FORCE


def test_older_text_stays_in_force_until_the_newer_takes_effect(folder):
    folder("示范法(2020-01-02).md", history="2020年1月2日 通过\n\n2020年3月1日起施行")
    folder("示范法(2026-10-01).md", history="2026年10月1日 修订\n\n2027年1月1日起施行")
    load(folder)
    old, new = LawVersion.objects.order_by("dated_on")
    assert [one.status(date(2026, 12, 31)) for one in (old, new)] == ["in_force", "pending"]
    assert [one.status(date(2027, 1, 1)) for one in (old, new)] == ["amended", "in_force"]
    assert [old.law.version_on(day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [old, new]


def test_repealed_law_says_so(folder):
    folder("示范法.md")
    load(folder)
    Law.objects.update(repealed_on=date(2026, 1, 1))
    assert LawVersion.objects.get().status(date(2026, 1, 1)) == VersionStatus.REPEALED


def test_same_text_in_two_folders_is_one_version(folder):
    folder("社会法/示范法(2020-01-02).md")
    folder("行政法/示范法(2020-01-02).md")
    assert counts(load(folder)) == (1, 0, 0)


def test_parts_of_a_law_are_joined_in_the_order_of_their_articles(tmp_path):
    for name, part, number in [("乙", "分则编", "三"), ("甲", "总则编", "一")]:
        head = f"# 示范法典\n\n# {part}\n\n2020年1月2日 通过\n\n<!-- INFO END -->"
        (tmp_path / f"{name}.md").write_text(f"{head}\n\n## 第一章 规定\n\n第{number}条 内容。")
    import_statutes(tmp_path, source="示范汇编", checked_on=date(2026, 1, 5))
    version = LawVersion.objects.get()
    assert [(a.number, a.path) for a in version.articles.all()] == [
        (1, ["第一编 总则", "第一章 规定"]),
        (3, ["第二编 分则", "第一章 规定"]),
    ]


def test_unreadable_file_is_named_with_its_reason(folder):
    folder("示范法.md")
    (folder.root / "说明.md").write_text("没有条文")
    (folder.root / "图.png").write_bytes(b"x")
    skipped = {file.path: file.reason for file in load(folder).files if not file.read}
    assert skipped == {"说明.md": "没有找到以“第…条”开头的条文", "图.png": "不是 Markdown 文本文件"}


def test_file_that_cannot_be_kept_is_named_and_stops_no_other(folder):
    folder("示范法.md")
    (folder.root / "长.md").write_text("# " + "长" * 121 + "\n<!-- INFO END -->\n第一条 内容。")
    (folder.root / "号.md").write_text(
        "# 号码法\n<!-- INFO END -->\n第一条 请致电11010519491231002X联系。", encoding="utf-8"
    )
    report = load(folder)
    assert [law.title for law in Law.objects.all()] == ["中华人民共和国示范法"]
    assert counts(report) == (1, 0, 0)
    refused = {file.path: file.reason.split("：")[0] for file in report.files if not file.read}
    assert refused == {"长.md": "没有导入", "号.md": "没有导入"}
    assert "“名称”" in next(file.reason for file in report.files if file.path == "长.md")


def test_law_that_breaks_the_import_is_named_and_stops_no_other(folder, monkeypatch):
    def breaking(law):
        return 1 / 0 if law.title == "甲法" else None

    monkeypatch.setattr("cms.statutes.imports.storing.make_findable", breaking)
    for title in ("甲法", "乙法"):
        (folder.root / f"{title}.md").write_text(f"# {title}\n<!-- INFO END -->\n第一条 内容。")
    report = load(folder)
    assert [law.title for law in Law.objects.all()] == ["乙法"]
    assert [file.path for file in report.files if not file.read] == ["甲法.md"]


def test_title_with_a_slash_has_an_address(folder, client):
    (folder.root / "甲.md").write_text("# 灯塔/航标办法\n<!-- INFO END -->\n第一条 内容。")
    load(folder)
    assert client.get("/laws/灯塔／航标办法/1/").status_code == 200


@pytest.mark.parametrize(
    ("first", "second"),
    [("示范法", "中华人民共和国示范法"), ("中华人民共和国示范法", "示范法")],
)
def test_titles_with_and_without_the_name_of_the_state_are_one_law(tmp_path, first, second):
    for year, title in ((2019, first), (2020, second)):
        path = tmp_path / "法律" / f"{year}({year}-01-02).md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# {title}\n<!-- INFO END -->\n第一条 内容。")
    for expected in ((2, 0, 0), (0, 0, 2)):
        report = import_statutes(tmp_path, source="示范汇编", checked_on=date(2026, 1, 5))
        assert counts(report) == expected
    law = Law.objects.get()
    assert (law.title, law.current_version.dated_on) == (first, date(2020, 1, 2))


def test_law_known_by_its_title_only_learns_its_group_with_its_text(folder, tmp_path):
    known = Law.objects.create(title="中华人民共和国示范法", short_title="示范法", slug="示范法")
    (tmp_path / "社会法").mkdir()
    (tmp_path / "社会法" / "示范法.md").write_text(TEXT.format(first="甲。", history="2020年1月2日 通过"))
    import_statutes(tmp_path, source="示范汇编", checked_on=date(2026, 1, 5))
    known.refresh_from_db()
    assert (known.group, known.versions.count()) == ("社会法", 1)


def test_laws_of_one_short_title_on_different_levels_are_two(tmp_path):
    for level, title, day in (("行政法规", "示范条例", 2), ("法律", "中华人民共和国示范条例", 3)):
        path = tmp_path / level / f"甲(2020-01-0{day}).md"
        path.parent.mkdir()
        path.write_text(f"# {title}\n<!-- INFO END -->\n第一条 内容。")
    report = import_statutes(tmp_path, source="示范汇编", checked_on=date(2026, 1, 5))
    assert ([file.reason for file in report.files], counts(report)) == (["", ""], (2, 0, 0))
    assert set(Law.objects.values_list("slug", flat=True)) == {"示范条例", "示范条例（行政法规）"}


def test_law_on_the_table_of_repealed_laws_is_never_imported_as_in_force(folder):
    path = folder.root / "信访条例(2005-01-10).md"
    path.write_text("# 信访条例\n<!-- INFO END -->\n第一条 内容。")
    load(folder)
    version = LawVersion.objects.get()
    days = (date(2022, 4, 30), date(2022, 5, 1))
    assert [version.status(day) for day in days] == [VersionStatus.IN_FORCE, VersionStatus.REPEALED]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_only_the_office_imports(folder, role):
    with pytest.raises(NotAllowed):
        load(folder, actor=UserFactory(roles=[role]))


@pytest.mark.parametrize(
    "name", ["示范法", "《中华人民共和国示范法》", "中华人民共和国示范法", "示範法", "示法"]
)
def test_find_law_by_any_of_its_names(folder, name):
    folder("示范法.md")
    load(folder)
    Law.objects.update(aliases=["示法"])
    assert find_law(name) == Law.objects.get()


def test_find_law_knows_no_unknown_law():
    assert find_law("无此法") is None


@pytest.mark.parametrize(("works", "flushed"), [(True, 0), (False, 1)])
def test_command_ends_with_the_index_up_to_date(folder, monkeypatch, works, flushed, capsys):
    """It does so itself only where no worker does."""
    done = []
    monkeypatch.setattr("search.service.flush", lambda: done.append(1))
    monkeypatch.setattr("cms.statutes.management.commands.import_statutes.somebody_works", lambda: works)
    folder("示范法.md")
    call_command("import_statutes", str(folder.root), dry_run=True)
    assert done == []
    call_command("import_statutes", str(folder.root))
    assert (len(done), "由本命令更新" in capsys.readouterr().err) == (flushed, not works)


def test_command_says_what_to_do_where_the_index_cannot_be_written(folder, monkeypatch, capsys):
    def full():
        raise EngineUnavailable("磁盘空间不足")

    monkeypatch.setattr("search.service.flush", full)
    monkeypatch.setattr("cms.statutes.management.commands.import_statutes.somebody_works", lambda: False)
    folder("示范法.md")
    call_command("import_statutes", str(folder.root))
    assert "法规已保存，检索索引没有更新：磁盘空间不足" in capsys.readouterr().err
    assert Law.objects.exists()


def test_command_says_what_is_wrong_with_the_folder():
    with pytest.raises(CommandError, match="没有文件夹"):
        call_command("import_statutes", "/没有/这里")
