"""Whether a certificate is what it says, for programs: the same as the page tells, and nothing beside."""

from typing import Annotated, Any, Literal

from django.views.decorators.cache import never_cache
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field, WithJsonSchema

from sites.api.operations import Error, Told, reads
from sites.public.views.certificates import PER_MINUTE, certificate_asked_for, proof_asked_for
from sites.rate import limited

router = Router(tags=["证书"])
Typed = Annotated[Any, WithJsonSchema({"type": "string"})]


class Paper(Schema):
    number: Typed = Field(None, description="证书编号")
    code: Typed = Field(None, description="印在编号旁边的查验码")


class Checked(Told):
    standing: Literal["valid", "invalid", "withdrawn"] = Field(description="有效、没有这张或已失效、已撤销")
    name: str | None = Field(None, description="只有姓，其余遮住")
    role: str | None = None
    community: str | None = None


@reads(
    router,
    "certificates/",
    name="certificate",
    summary="查验证书",
    description=f"编号与查验码都对，才说出持证人。每个地址每分钟至多 {PER_MINUTE} 次。",
    response={200: Checked, 429: Error},
    exclude_unset=True,
)
@decorate_view(never_cache, limited("certificate", per_minute=PER_MINUTE))
def certificate(request, asked: Query[Paper]):
    found = certificate_asked_for(request)
    if found is None and (proof := proof_asked_for(request)):
        return {"standing": proof.standing, "name": proof.name}
    if found is None:
        return {"standing": "invalid"}
    return {"standing": found.standing, "name": found.name, "role": found.role, "community": found.community}
