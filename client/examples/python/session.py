"""A session: the lease that keeps ephemeral znodes alive.

Unary calls need no session. Only ephemerals do: they live as long as the session that owns them, and a session lives
as long as someone says so at least once per timeout. This file is all it takes.
"""

import pathlib
import sys
import threading

# The generated stubs (see generate.sh) are imported as `grove.v1.*`.
sys.path.insert(0, str(pathlib.Path(__file__).parent / "build"))

import grpc  # noqa: E402
from grove.v1 import session_pb2, session_pb2_grpc  # noqa: E402


def connect(servers):
    """A channel to whichever of the servers ("host:port,host:port", as IPv4 addresses) can be reached.

    gRPC itself goes on to the next address when a member dies; all we do is to make it try again soon.
    """
    return grpc.insecure_channel(
        "ipv4:" + servers,
        options=[
            ("grpc.initial_reconnect_backoff_ms", 100),
            ("grpc.min_reconnect_backoff_ms", 100),
            ("grpc.max_reconnect_backoff_ms", 500),
        ],
    )


class Session:
    """An open session that keeps itself alive until `close` or `abandon`. Safe for use by several threads."""

    def __init__(self, channel, timeout_seconds, name):
        self._stub = session_pb2_grpc.SessionServiceStub(channel)
        request = session_pb2.OpenSessionRequest(client_name=name)
        request.timeout.FromMilliseconds(int(timeout_seconds * 1000))
        opened = self._stub.OpenSession(request, timeout=30, wait_for_ready=True)

        # Goes into `CreateRequest.owner` of every ephemeral.
        self.credential = opened.session
        # The ensemble may have raised or lowered what we asked for.
        self.timeout_seconds = opened.timeout.ToMilliseconds() / 1000
        # Set when the ensemble says that the session is gone: its ephemerals are, too.
        self.expired = threading.Event()
        # How many signs of life were answered.
        self.heartbeats = 0

        self._stopped = threading.Event()
        self._keeper = threading.Thread(target=self._keep_alive, daemon=True)
        self._keeper.start()

    @property
    def id(self):
        return self.credential.session_id

    def close(self):
        """Ends the session at once; its ephemerals go in the same moment."""
        self.abandon()
        self._stub.CloseSession(
            session_pb2.CloseSessionRequest(session=self.credential), timeout=30, wait_for_ready=True
        )

    def abandon(self):
        """Says nothing more, as a process that was killed would. The session expires after its timeout."""
        self._stopped.set()
        self._keeper.join()

    def _keep_alive(self):
        """One stream, one message each third of the timeout. When the stream breaks: a new one, at any member."""
        while not self._stopped.is_set():
            try:
                for _ in self._stub.KeepAlive(self._signs_of_life(), wait_for_ready=True):
                    self.heartbeats += 1
            except grpc.RpcError as error:
                if error.code() == grpc.StatusCode.FAILED_PRECONDITION:
                    self.expired.set()
                    return
                # The member went away. The session did not: it belongs to the ensemble.
                self._stopped.wait(0.1)

    def _signs_of_life(self):
        while not self._stopped.is_set():
            yield session_pb2.KeepAliveRequest(session=self.credential)
            self._stopped.wait(self.timeout_seconds / 3)
