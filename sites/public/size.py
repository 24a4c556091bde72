"""长者模式: a larger, starker scale that a visitor chooses once and keeps, with or without JavaScript."""

COOKIE = "zhifa_size"
STANDARD = "standard"
ELDER = "elder"
SIZES = (STANDARD, ELDER)
KEPT_FOR_SECONDS = 365 * 24 * 60 * 60


def size_of(request) -> str:
    """The size this visitor chose; an unknown cookie counts as none."""
    size = request.COOKIES.get(COOKIE, STANDARD)
    return size if size in SIZES else STANDARD


def keep_size(response, size: str) -> None:
    if size == STANDARD:
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(COOKIE, size, max_age=KEPT_FOR_SECONDS, samesite="Lax", httponly=True)
