"""A way to a server that can be shut: whoever asks is refused, as by one that is dead."""

import contextlib
import socket
import threading


class Door:
    def __init__(self, beyond: int):
        self._beyond = beyond
        self._open: list[socket.socket] = []
        self.port = 0
        self.open()

    def open(self) -> None:
        entrance = socket.create_server(("127.0.0.1", self.port))
        self.port = entrance.getsockname()[1]
        self._open.append(entrance)
        self._attend(self._let_in, entrance)

    def shut(self) -> None:
        """Nobody comes in, and whoever is in hears no more."""
        while self._open:
            held = self._open.pop(0)
            _end(held)
            held.close()

    def _let_in(self, entrance: socket.socket) -> None:
        while True:
            asker = entrance.accept()[0]
            server = socket.create_connection(("127.0.0.1", self._beyond))
            self._open += [asker, server]
            self._attend(_pass_on, asker, server)
            self._attend(_pass_on, server, asker)

    def _attend(self, work, *ends: socket.socket) -> None:
        def until_it_is_shut():
            with contextlib.suppress(OSError):
                work(*ends)
            for end in ends:
                _end(end)

        threading.Thread(target=until_it_is_shut, daemon=True).start()


def _pass_on(told: socket.socket, to: socket.socket) -> None:
    while words := told.recv(65536):
        to.sendall(words)


def _end(held: socket.socket) -> None:
    with contextlib.suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)
