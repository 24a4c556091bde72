"""Who reads, and how much they may: by their key, else by where they ask from."""

from dataclasses import dataclass
from typing import ClassVar

from ninja.security import APIKeyHeader

from cms.accounts.queries import reading_key
from sites.api.operations import Refused
from sites.rate import seconds_to_wait

UNKNOWN = "密钥无效或已停用：请核对 X-API-Key，或向普法办申请新的密钥；不带密钥也可以读。"


@dataclass(frozen=True)
class Reader:
    """`asker` tells one holder of a key from another; empty where there is no key."""

    PER_MINUTE: ClassVar[int] = 60

    asker: str = ""
    per_minute: int = PER_MINUTE


class Counted(APIKeyHeader):
    """A key is nobody's duty; one that is sent must be good. Each request counts."""

    param_name = "X-API-Key"
    openapi_description = "可选：有密钥的读得更多"

    def authenticate(self, request, key: str | None) -> Reader:
        reader = Reader()
        if key:
            held = reading_key(key)
            if held is None:
                # Guessing keys is slowed down like everything else.
                self._count(request, reader)
                raise Refused(401, UNKNOWN)
            reader = Reader(f"key:{held.pk}", held.per_minute)
        self._count(request, reader)
        return reader

    def _count(self, request, reader: Reader) -> None:
        if wait := seconds_to_wait(request, "open-data", reader.per_minute, reader.asker):
            sentence = f"请求过于频繁，每分钟至多 {reader.per_minute} 次，请 {wait} 秒后再试。"
            raise Refused(429, sentence, wait=wait)


counted = Counted()
