"""Tables leave the platform through one writer; a second one would forget about formulas."""

import re

from tests.quality.test_tree import CODE, settings

WRITERS = {
    "cms/core/spreadsheets.py",
    # Reads foreign files in a process of its own, where nothing of the platform is loaded.
    "cms/intake/sandbox/annotated.py",
    # Goes in, not out: the demo's own tables, as an office would send them.
    "sites/demo/year/tables.py",
    # Part of the project itself, with no word that anybody typed into it.
    "search/management/commands/search_mark.py",
}
MAKES_A_TABLE = re.compile(
    r"csv\.(Dict)?[wW]riter\(|\bWorkbook\(|xlsxwriter|text/csv|\.to_excel\(|\.to_csv\("
)


def test_tables_are_written_in_one_place():
    makers = {str(path.relative_to(settings.ROOT)) for path in CODE if MAKES_A_TABLE.search(path.read_text())}
    assert makers == WRITERS


def test_every_export_of_the_framework_is_ours():
    from wagtail.admin.views.mixins import SpreadsheetExportMixin

    from cms.core.framework_exports import as_spreadsheet

    classes, found = [SpreadsheetExportMixin], []
    while classes:
        found.append(classes.pop())
        classes += found[-1].__subclasses__()
    assert {each.as_spreadsheet for each in found} == {as_spreadsheet}
