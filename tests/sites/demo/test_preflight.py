"""What must hold before a start."""

import socket

import pytest

from cms.core.errors import CannotStart
from sites.demo.preflight import hold_state_directory, loopbacks, require_free_port, require_redis


@pytest.mark.parametrize(("family", "address"), loopbacks(), ids=lambda each: str(each))
def test_busy_port_is_refused_naming_the_variable(family, address):
    with socket.socket(family) as other:
        other.bind((address, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"端口 {port} 已被占用.*PORT"):
            require_free_port(port)
    require_free_port(port)


def test_second_instance_on_the_same_state_directory_is_refused(tmp_path):
    held = hold_state_directory(tmp_path)
    with pytest.raises(CannotStart, match=f"{tmp_path} 已有一份知法在运行（进程 \\d+）.*ZHIFA_VAR"):
        hold_state_directory(tmp_path)
    held.close()
    hold_state_directory(tmp_path).close()


def test_redis_that_does_not_answer_is_refused_naming_the_variable():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(CannotStart, match="REDIS_URL"):
            require_redis(f"redis://127.0.0.1:{nobody.getsockname()[1]}")


def test_redis_is_not_asked_for_where_there_is_none():
    require_redis("")
