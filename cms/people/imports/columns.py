"""What offices call the columns that every register of persons has."""

IDENTITY_ALIASES = ("身份证号码", "公民身份号码", "居民身份证号", "证件号码", "身份证")
PHONE_ALIASES = (
    "联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "移动电话", "电话号码", "联系手机",
)  # fmt: skip
SUBDISTRICT_ALIASES = ("街镇", "街道", "街道镇", "所在街镇", "所属街道镇", "所属街道")
COMMUNITY_ALIASES = (
    "居村", "居委", "居委会", "所在居村", "所属居委", "所在居委", "所属居委会", "村居", "所属村居", "社区",
)  # fmt: skip
