"""The fork server: `python -m pipelines.extract.workers.fork_server`, which forks a worker for each request.

It imports once what every worker needs, which is nearly all that the start of a worker costs. Its standard input is a
Unix socket. A request is the memory limit of a worker in bytes, in `REQUEST` decimal digits, with
two descriptors: the worker's input and output (SCM_RIGHTS, unix(7)). The answers are lines: for each request, in order,
`forked PID` or `failed REASON`; when a worker has ended, `ended PID CODE`, the code negative for a signal. It ends with
its input, and its workers with it. It runs no thread, which a fork would lose.
"""

import gc
import os
import signal
import socket
from contextlib import suppress
from select import select

from pipelines.extract.workers import wire, worker

REQUEST = 20
DESCRIPTORS = 2


def main() -> None:
    """Fork until the parent closes the socket."""
    parent = _claim_socket()
    for asked in (signal.SIGINT, signal.SIGTERM):  # the parent's to answer; systemd, for one, asks all of a service
        signal.signal(asked, signal.SIG_IGN)
    fault = ""
    try:
        _warm()
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting is what its workers tell
        fault = f"{type(error).__name__}: {error}"
    Server(parent, fault).serve()


def _claim_socket() -> socket.socket:
    """The socket to the parent, moved away from descriptor 0; libraries read nothing, and what they print is lost."""
    parent = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    return parent


def _warm() -> None:
    """Get ready what nearly every page needs, so that it does not count towards the first page's deadline."""
    import pipelines.extract.html.markup  # noqa: F401, PLC0415 - after the moved descriptors
    from pipelines.extract.html import model  # noqa: PLC0415 - likewise

    model.load()
    # lxml creates and drops thousands of small objects per page; with the default thresholds, garbage collection takes
    # an eighth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class Server:
    """The loop, and the workers that live."""

    def __init__(self, parent: socket.socket, fault: str) -> None:
        self._parent = parent
        self._fault = fault
        self._living: set[int] = set()
        self._woken, self._signalled = socket.socketpair()
        for end in (self._woken, self._signalled):
            end.settimeout(0)

    def serve(self) -> None:
        """Fork and tell of the dead until the parent is gone."""
        signal.signal(signal.SIGCHLD, lambda *_: None)  # else it would not be written to the descriptor
        signal.set_wakeup_fd(self._signalled.fileno())
        with suppress(ConnectionError):
            while True:
                ready, _, _ = select((self._parent, self._woken), (), ())
                if self._woken in ready:
                    self._woken.recv(4096)
                    self._reap()
                if self._parent in ready and not self._answer():
                    break
        for pid in self._living:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _reap(self) -> None:
        while self._living:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self._living.discard(pid)
            self._tell(f"ended {pid} {os.waitstatus_to_exitcode(status)}")

    def _answer(self) -> bool:
        """Answer one request; False at their end."""
        request, descriptors, _, _ = socket.recv_fds(self._parent, REQUEST, DESCRIPTORS)
        if len(request) < REQUEST or len(descriptors) < DESCRIPTORS:
            return False
        try:
            pid = os.fork()
        except OSError as error:
            self._tell(f"failed {error}")
        else:
            if not pid:
                self._become_worker(int(request), *descriptors)
            self._living.add(pid)
            self._tell(f"forked {pid}")
        for descriptor in descriptors:
            os.close(descriptor)
        return True

    def _tell(self, line: str) -> None:
        self._parent.sendall(f"{line}\n".encode())

    def _become_worker(self, memory: int, requests: int, answers: int) -> None:
        """Never returns: nothing of the server's is to be ended or flushed by its fork."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end in (self._parent, self._woken, self._signalled):
                end.close()
            with os.fdopen(requests, "rb") as asked, os.fdopen(answers, "wb") as told, suppress(BrokenPipeError):
                if self._fault:
                    told.write(wire.encode({"error": self._fault}))
                else:
                    worker.run(asked, told, memory)
            code = 0
        finally:
            os._exit(code)


if __name__ == "__main__":
    main()
