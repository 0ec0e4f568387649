#!/usr/bin/env python3
"""A tour of Grove from Python: create, get, set, watch, and an ephemeral that is kept alive and then is not.

    ./generate.sh                                   # once: stubs from the .proto files
    ./tour.py --servers 127.0.0.1:4101,127.0.0.1:4201,127.0.0.1:4301

Every step checks what it got. Exit code 0 when all is as promised, 1 when not.
"""

import argparse
import queue
import sys
import threading
import time

from session import Session, connect  # first: it makes the generated stubs importable

import grpc
from grove.v1 import cluster_pb2, cluster_pb2_grpc, tree_pb2, tree_pb2_grpc, watch_pb2, watch_pb2_grpc

ROOT = "/python-tour"
CALL_SECONDS = 20


def main():
    parser = argparse.ArgumentParser(description="A tour of Grove from Python.")
    parser.add_argument("--servers", default="127.0.0.1:4101,127.0.0.1:4201,127.0.0.1:4301")
    parser.add_argument("--session-timeout", type=float, default=4.0, help="seconds, default %(default)s")
    options = parser.parse_args()

    with connect(options.servers) as channel:
        tree = tree_pb2_grpc.TreeServiceStub(channel)
        meet_the_ensemble(channel)
        clean_up(tree)
        write_and_read(tree)
        be_refused(tree)
        events = watch(channel)
        live_and_die(channel, tree, events, options.session_timeout)
        clean_up(tree)
    print("All as promised.")


def meet_the_ensemble(channel):
    """GetStatus asks one member, and works even without a leader."""
    status = call(cluster_pb2_grpc.ClusterServiceStub(channel).GetStatus, cluster_pb2.GetStatusRequest())
    members = ", ".join(f"{member.id} at {member.client_address}" for member in status.members)
    print(f"1. {status.header.cluster}: {members}; {status.header.member} answered, {status.leader} leads")
    check(len(status.members) >= 1, "the ensemble has members")


def write_and_read(tree):
    """Znodes form a tree; each has data (bytes, empty or absent) and a Stat."""
    call(tree.Create, tree_pb2.CreateRequest(path=ROOT))
    created = call(tree.Create, tree_pb2.CreateRequest(path=f"{ROOT}/greeting", data=b"hello"))
    read = call(tree.Get, tree_pb2.GetRequest(path=f"{ROOT}/greeting"))
    check(read.data == b"hello", "the data came back")
    check(read.stat.czxid == created.stat.czxid, "it is the znode that we created")
    # A unary read is linearizable unless asked otherwise: it can't be older than the write before it.
    check(read.header.zxid >= created.header.zxid, "the read is not older than the write")

    # A version that we expect turns a write into compare-and-set.
    changed = call(tree.Set, tree_pb2.SetRequest(path=f"{ROOT}/greeting", data=b"hi", expected_version=0))
    check(changed.stat.version == 1, "the version went up")

    # Absent and empty data are two things.
    nothing = call(tree.Create, tree_pb2.CreateRequest(path=f"{ROOT}/nothing"))
    check(not call(tree.Get, tree_pb2.GetRequest(path=nothing.path)).HasField("data"), "no data is no data")

    # The ensemble appends a number that never repeats under this parent.
    mode = tree_pb2.CREATE_MODE_PERSISTENT_SEQUENTIAL
    numbered = [
        call(tree.Create, tree_pb2.CreateRequest(path=f"{ROOT}/job-", data=b"", mode=mode)).path for _ in range(3)
    ]
    names = call(tree.ListChildren, tree_pb2.ListChildrenRequest(path=ROOT)).names
    check([f"{ROOT}/{name}" for name in names if name.startswith("job-")] == numbered, "children are sorted")
    print(f"2. created, read, set and listed: {', '.join(names)}")


def be_refused(tree):
    """A refusal is a gRPC status; nothing was done."""
    for method, request, expected in [
        (tree.Create, tree_pb2.CreateRequest(path=f"{ROOT}/greeting"), grpc.StatusCode.ALREADY_EXISTS),
        (tree.Get, tree_pb2.GetRequest(path=f"{ROOT}/missing"), grpc.StatusCode.NOT_FOUND),
        (
            tree.Set,
            tree_pb2.SetRequest(path=f"{ROOT}/greeting", data=b"x", expected_version=0),
            grpc.StatusCode.FAILED_PRECONDITION,
        ),
        (tree.Create, tree_pb2.CreateRequest(path="not/absolute"), grpc.StatusCode.INVALID_ARGUMENT),
    ]:
        try:
            call(method, request)
        except grpc.RpcError as error:
            check(error.code() == expected, f"{expected.name} was expected, not {error.code().name}")
        else:
            check(False, f"{expected.name} was expected, not success")
    print("3. refused: a second creation, a missing znode, a stale version, a bad path")


def watch(channel):
    """Events of a whole subtree, in order and without a gap. Returns the queue into which they go."""
    request = watch_pb2.WatchRequest(path=ROOT, mode=watch_pb2.WATCH_MODE_PERSISTENT_RECURSIVE)
    events = queue.Queue()

    def read():
        # To survive a member's death, a program would call again with `from_zxid` of the last message.
        try:
            for message in watch_pb2_grpc.WatchServiceStub(channel).Watch(request):
                events.put(message)
        except grpc.RpcError:
            pass  # the channel was closed: the tour is over

    threading.Thread(target=read, daemon=True).start()
    first = events.get(timeout=CALL_SECONDS)
    check(first.type == watch_pb2.EVENT_TYPE_UNSPECIFIED, "the first message says from where on events follow")
    print(f"4. watching {ROOT} and all below, from zxid {first.header.zxid} on")
    return events


def live_and_die(channel, tree, events, timeout_seconds):
    """An ephemeral outlives many timeouts of a session that is kept alive, and none of one that is not."""
    session = Session(channel, timeout_seconds, "python tour")
    path = f"{ROOT}/i-am-here"
    mode = tree_pb2.CREATE_MODE_EPHEMERAL
    created = call(tree.Create, tree_pb2.CreateRequest(path=path, data=b"", mode=mode, owner=session.credential))
    check(created.stat.ephemeral_owner == session.id, "the session owns it")
    await_event(events, watch_pb2.EVENT_TYPE_NODE_CREATED, path)
    print(f"5. session {session.id:#x} (timeout {session.timeout_seconds:g} s) owns {path}; the watch told us")

    time.sleep(session.timeout_seconds * 1.5)
    check(session.heartbeats >= 3, "the signs of life were answered")
    check(call(tree.Exists, tree_pb2.ExistsRequest(path=path)).HasField("stat"), "kept alive, it stays")
    print(f"6. still there after 1.5 timeouts and {session.heartbeats} signs of life")

    session.abandon()
    fell_silent = time.monotonic()
    await_event(events, watch_pb2.EVENT_TYPE_NODE_DELETED, path)
    print(f"7. silent, it was gone after {time.monotonic() - fell_silent:.1f} s; the watch told us")

    session = Session(channel, timeout_seconds, "python tour")
    call(tree.Create, tree_pb2.CreateRequest(path=path, mode=mode, owner=session.credential))
    session.close()
    check(not call(tree.Exists, tree_pb2.ExistsRequest(path=path)).HasField("stat"), "closed, it goes at once")
    print("8. a closed session takes its ephemerals with it at once")


def await_event(events, event_type, path):
    """Waits for one event, passing over those before it."""
    deadline = time.monotonic() + CALL_SECONDS
    while True:
        event = events.get(timeout=max(0.1, deadline - time.monotonic()))
        if event.type == event_type and event.path == path:
            return event


def clean_up(tree):
    """Deletes the tour's subtree, if there is one; one commit, so all of it or nothing."""
    try:
        listed = call(tree.ListChildren, tree_pb2.ListChildrenRequest(path=ROOT))
    except grpc.RpcError as error:
        if error.code() == grpc.StatusCode.NOT_FOUND:
            return
        raise
    paths = [f"{ROOT}/{name}" for name in listed.names] + [ROOT]
    operations = [tree_pb2.CommitOperation(delete=tree_pb2.DeleteRequest(path=path)) for path in paths]
    call(tree.Commit, tree_pb2.CommitRequest(operations=operations))


def call(method, request):
    """One unary call: bounded in time, and patient while a connection is made."""
    return method(request, timeout=CALL_SECONDS, wait_for_ready=True)


def check(holds, promise):
    if not holds:
        raise AssertionError(promise)


if __name__ == "__main__":
    try:
        main()
    except grpc.RpcError as error:
        sys.exit(f"FAILED: {error.code().name}: {error.details()}")
    except (AssertionError, queue.Empty) as error:
        sys.exit(f"FAILED: {str(error) or 'an awaited event did not come'}")
