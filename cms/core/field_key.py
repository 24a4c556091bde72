"""The key of the protected fields belongs to one database, in which its fingerprint stands.

While protected data exists, no other key is used and no new one made: what it encrypted could not be read
beside what stands there. A new key is written to its file only once the database agrees.
"""

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from cms.core.errors import CannotStart
from cms.core.key_files import BadKey, keep_key

NAME = "ZHIFA_FIELD_KEY"
_verified_key = ""


def verify(**kwargs) -> None:
    """Accept the key for this database, sealing it where that is new; CannotStart where it is another's."""
    global _verified_key
    if _verified_key == settings.ZHIFA_FIELD_KEY:
        return
    from cms.core import protected
    from cms.core.models import KeySeal

    mark = protected.fingerprint_of_key()
    with transaction.atomic():
        seal = KeySeal.objects.select_for_update().first()
        if seal is None or seal.fingerprint != mark:
            _refuse_a_stranger(sealed=seal is not None)
            if settings.ZHIFA_FIELD_KEY_FILE:
                _keep_new_key()
            KeySeal.objects.update_or_create(pk=1, defaults={"fingerprint": mark})
    _verified_key = settings.ZHIFA_FIELD_KEY


def _refuse_a_stranger(sealed: bool) -> None:
    from cms.core import protected

    token = protected_token()
    if token is None:
        return
    if settings.ZHIFA_FIELD_KEY_FILE:
        raise CannotStart(
            f"数据库里有加密的个人信息，却没有它的密钥：请把原来的密钥放回 {settings.ZHIFA_FIELD_KEY_FILE}，"
            f"或设置环境变量 {NAME}；不会另生成一个。"
        )
    try:
        protected.open_token(token)
        opens = not sealed
    except InvalidToken:
        opens = False
    if not opens:
        raise CannotStart(
            f"密钥 {NAME} 与数据库不符：库里的个人信息不是用它加密的，请换回原来的密钥，"
            "或检查 DATABASE_URL 与 ZHIFA_VAR 是否指向同一套平台。"
        )


def _keep_new_key() -> None:
    path = settings.ZHIFA_FIELD_KEY_FILE
    try:
        standing = keep_key(path, settings.ZHIFA_FIELD_KEY)
    except BadKey as error:
        raise CannotStart(f"密钥文件 {path} {error}。") from error
    if standing != settings.ZHIFA_FIELD_KEY:
        raise CannotStart("另一个进程刚刚生成了密钥，请再启动一次。")


def protected_token() -> str | None:
    """What stands encrypted in some record; None while there is nothing."""
    from cms.core.protected import ProtectedTextField

    tables = set(connection.introspection.table_names())
    quote = connection.ops.quote_name
    for model in apps.get_models():
        if model._meta.proxy or model._meta.db_table not in tables:
            continue
        for field in model._meta.local_fields:
            if not isinstance(field, ProtectedTextField):
                continue
            column = quote(field.column)
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {column} FROM {quote(model._meta.db_table)} WHERE {column} > '' LIMIT 1"  # noqa: S608
                )
                if row := cursor.fetchone():
                    return row[0]
    return None
