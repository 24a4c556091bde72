"""How much a file may ask for, and how it is refused."""

MEMORY = 2 * 1024**3
# By task: nobody waits before the screen for a long workbook that is written again.
CPU_SECONDS = {"read": 50, "annotate": 500}
FILE_BYTES = 50 * 1024**2
UNPACKED_BYTES = 400 * 1024**2
# Of the whole file: titles, headings and notes beside as many records as the platform takes.
ROWS = 102_000
COLUMNS = 200
# Beyond so many places between the first cell and the last a sheet is read cell by cell.
CELLS = 20_000_000
# Excel's own limit for the text of one cell.
CELL_CHARACTERS = 32_767


# Their values could be read, but not what is hidden, struck through or an error: that would be lost unseen.
HALF_READABLE = (
    "这是 ods 或 xlsb 表格，其中隐藏的行、划掉的格、错误值读不准。请用 WPS 或 Excel 另存为 xlsx 后重传。"
)
TOO_LONG = "超过 10 万行，请拆分后导入。"


class Refused(Exception):
    """A reason a person can act on."""
