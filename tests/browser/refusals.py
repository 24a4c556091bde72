"""What the browser refuses a page or cannot run of it, and whom else the page asks."""


def heard(told: list, site: str) -> dict:
    """For `visit(…, told=…)`: lets `told` hear of everything the page of `site` does beyond its policy."""

    def is_foreign(address: str) -> bool:
        return not address.startswith((f"{site}/", "data:", "blob:"))

    def note(text: str) -> None:
        if "404" not in text:
            told.append(text)

    return {
        "console": lambda message: note(message.text) if message.type == "error" else None,
        "pageerror": lambda error: note(str(error)),
        "request": lambda request: note(request.url) if is_foreign(request.url) else None,
    }
