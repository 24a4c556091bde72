"""Columns that tables of every kind have."""

from cms.intake.cells.numbers import ordinal
from cms.intake.cells.text import free, up_to
from cms.intake.spec import Column

ORDINAL = Column("序号", ordinal, ("no",))
REMARK = Column("备注", up_to(300, free), ("说明",))
