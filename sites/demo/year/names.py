"""Invented names of people, as many as are wanted, no two of the first three thousand alike."""

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
FIRST = "安若向知行怀清明文书景思嘉承雅静立"
SECOND = "宁水阳秋远瑾和礼舟然晖澜川芳平"


def full_name(number: int) -> str:
    """The name of that number: surnames come round once all have been, with other given names."""
    surname = SURNAMES[number % len(SURNAMES)]
    turn = number // len(SURNAMES) + 5 * (number % len(SURNAMES))
    return f"{surname}{FIRST[turn % len(FIRST)]}{SECOND[(turn // len(FIRST) + turn) % len(SECOND)]}"
