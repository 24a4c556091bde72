"""Rows of invented people for tests of imports."""

from cms.intake.cells.identity import check_digit


def identity(first: str) -> str:
    return first + check_digit(first)


def person(number: int, **values) -> tuple:
    """(name, birth, identity number, phone, score, certificate) of the nth invented person."""
    given = {
        "name": f"王{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'子丑寅卯辰巳午未申酉'[number // 10 % 10]}",
        "birth": "1980-05",
        "identity": identity(f"310107198005019{number:02d}"),
        "phone": f"199000000{number:02d}",
        "score": 88,
        "certificate": f"证{number:03d}",
    } | values
    return tuple(given.values())
