"""How the platform is entered, by command and by web server: what is wrong is said in one sentence."""

import gc
import os
import sys
from typing import NoReturn


def run_command(arguments: list[str]) -> None:
    """manage.py: an expected failure is one sentence and exit code 1; Ctrl-C is quiet."""
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(arguments)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        _stop_if_expected(error)
        raise


def web_application():
    """The WSGI application; a key that is not the database's ends the server instead of serving.

    A database that is away does not: the pages say so, and go on when it is back.
    """
    from django.core.wsgi import get_wsgi_application

    from cms.core.outages import sentence_of

    try:
        application = get_wsgi_application()
        _verify_key()
        _forget_what_was_kept()
        _read_dictionaries()
        # All this stays, shared by the workers that are forked: no request waits while it is looked through.
        gc.freeze()
    except SystemExit as stopped:
        _end_server(str(stopped))
    except Exception as error:
        if told := sentence_of(error):
            _end_server(f"知法无法启动：{told}")
        raise
    return application


def _verify_key() -> None:
    import logging

    from django.db import Error, connection

    from cms.core import field_key

    try:
        field_key.verify()
    except Error:
        logging.getLogger(__name__).warning("密钥还没有核对", exc_info=True)
    finally:
        connection.close()


def _forget_what_was_kept() -> None:
    """What the release before this one kept of its pages may be of another shape."""
    from sites.kept_pages import forget

    forget()


def _read_dictionaries() -> None:
    """Before the first visitor asks, and before gunicorn forks the workers that share them (`--preload`)."""
    from search.chinese.pinyin import syllables
    from search.service import read_ahead

    syllables("知法")
    read_ahead()


def _end_server(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    # gunicorn's own code for "failed to boot": with any other it would try again for ever.
    os._exit(3)


def _settings_are_missing(error: Exception) -> str:
    """What to say where the settings that are asked for do not exist; "" for any other error."""
    name = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    missing = getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None
    if not missing or not f"{name}.".startswith(f"{missing}."):
        return ""
    return (
        f"环境变量 DJANGO_SETTINGS_MODULE 指定的设置“{name[:80]}”不存在："
        "正式环境用 sites.settings.production，其他不必设置。"
    )


def _stop_if_expected(error: Exception) -> None:
    from cms.core.outages import sentence_of

    if told := _settings_are_missing(error) or sentence_of(error):
        print(f"知法无法运行：{told}", file=sys.stderr)
        sys.exit(1)
