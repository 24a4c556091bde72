"""The measures of GB/T 9704—2012, and the typefaces with what stands in for them."""

# Millimetres; the text block is 156 × 225.
PAGE = (210, 297)
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
# Points. 2号 = 22, 3号 = 16, 4号 = 14, 小4号 = 12.
TITLE_SIZE, BODY_SIZE, NUMBER_SIZE, TABLE_SIZE, FOOT_SIZE = 22, 16, 14, 10.5, 7.5
LINE = 28
TITLE_LINE, TABLE_LINE = 35, 16
# Millimetres from the text to the number of the page.
NUMBER_BELOW = 7

TITLE, BODY, FIRST, SECOND = "title", "body", "first", "second"
# As Word names them; Word itself falls back where the machine has none.
IN_WORD = {TITLE: "方正小标宋简体", BODY: "仿宋_GB2312", FIRST: "黑体", SECOND: "楷体_GB2312"}
_SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun")
_HEI = ("Noto Sans CJK SC", "Source Han Sans SC", "SimHei", "PingFang SC", "Microsoft YaHei")
# For the PDF, in this order, whichever the machine has.
IN_PDF = {
    TITLE: ("FZXiaoBiaoSong-B05S", "方正小标宋简体", *_SONG, *_HEI),
    BODY: ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", *_SONG, *_HEI),
    FIRST: ("SimHei", "黑体", *_HEI, *_SONG),
    SECOND: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti", *_SONG, *_HEI),
}

# What the PDF is set by, millimetres and points: `paper.typ` names no measure of its own.
MEASURES = {
    "top": TOP,
    "bottom": BOTTOM,
    "left": LEFT,
    "right": RIGHT,
    "number_below": NUMBER_BELOW,
    "title_size": TITLE_SIZE,
    "body_size": BODY_SIZE,
    "number_size": NUMBER_SIZE,
    "table_size": TABLE_SIZE,
    "foot_size": FOOT_SIZE,
    "line": LINE,
    "title_line": TITLE_LINE,
    "table_line": TABLE_LINE,
}
