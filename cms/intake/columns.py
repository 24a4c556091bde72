"""Columns that tables of every kind have."""

from cms.intake.cells.numbers import ordinal
from cms.intake.cells.text import free
from cms.intake.spec import Column

ORDINAL = Column("序号", ordinal, ("no",))
REMARK = Column("备注", free, ("说明",))
