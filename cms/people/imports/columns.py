"""Columns that every register of persons has, under the names offices give them."""

from cms.intake.cells.identity import identity_number, mobile, phone_tail
from cms.intake.cells.names import LOOKS, person_name
from cms.intake.cells.text import choice, code, up_to
from cms.intake.spec import Column
from cms.people.imports import words

NAME = Column("姓名", up_to(60, person_name), ("名字",), required=True, looks=LOOKS)
GENDER = Column("性别", choice(words.GENDERS))
VOLUNTEER_NUMBER = Column(
    "志愿者编号", up_to(40, code), ("志愿者号", "志愿者证号", "注册编号", "编号", "注册号")
)
IDENTITY = Column(
    "身份证号",
    identity_number,
    ("身份证号码", "公民身份号码", "居民身份证号", "证件号码", "身份证"),
    personal=True,
)
PHONE = Column(
    "手机号码",
    mobile,
    ("联系电话", "电话", "手机", "手机号", "联系方式", "移动电话", "电话号码", "联系手机"),
    personal=True,
)
# Where a list of who came names the last digits, or the whole number.
PHONE_TAIL = Column(
    "手机尾号",
    phone_tail,
    (
        "尾号", "手机后四位", "手机号后四位", "手机后4位", "电话尾号", "手机号码", "手机号", "联系电话",
        "手机", "电话", "联系方式",
    ),
    personal=True,
)  # fmt: skip
STATE = Column("状态", choice(words.STATES), ("在册状态", "人员状态"))
