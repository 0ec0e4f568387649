#!/usr/bin/env python3
"""A worker that registers itself under a group and stays there until it is stopped: group membership.

    ./worker.py --servers 127.0.0.1:4101,127.0.0.1:4201 --group /workers --name snake

Prints one line when it has registered and one for each change of the group that it sees. `grove demo` runs it.
"""

import argparse
import os
import sys
import threading
import time

from session import Session, connect  # first: it makes the generated stubs importable

import grpc
from grove.v1 import tree_pb2, tree_pb2_grpc, watch_pb2, watch_pb2_grpc


def main():
    parser = argparse.ArgumentParser(description="A worker that registers itself under a group.")
    parser.add_argument("--servers", default="127.0.0.1:4101,127.0.0.1:4201,127.0.0.1:4301")
    parser.add_argument("--group", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--session-timeout", type=float, default=4.0)
    options = parser.parse_args()

    if "GROVE_STOP_WITH_PARENT" in os.environ:
        threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    with connect(options.servers) as channel:
        session = Session(channel, options.session_timeout, f"python worker {options.name}")
        path = f"{options.group}/{options.name}"
        tree_pb2_grpc.TreeServiceStub(channel).Create(
            tree_pb2.CreateRequest(
                path=path,
                data=f"python {os.getpid()}".encode(),
                mode=tree_pb2.CREATE_MODE_EPHEMERAL,
                owner=session.credential,
            ),
            timeout=30,
            wait_for_ready=True,
        )
        say(f"registered {path}")
        follow(channel, options.group, session)
    sys.exit("the session has expired")


def follow(channel, group, session):
    """Says what happens in the group. A broken stream goes on, at another member, where the old one ended."""
    stub = watch_pb2_grpc.WatchServiceStub(channel)
    request = watch_pb2.WatchRequest(path=group, mode=watch_pb2.WATCH_MODE_PERSISTENT_RECURSIVE)
    while not session.expired.is_set():
        try:
            for message in stub.Watch(request, wait_for_ready=True):
                request.from_zxid = message.header.zxid
                if message.type != watch_pb2.EVENT_TYPE_UNSPECIFIED:
                    say(f"{watch_pb2.EventType.Name(message.type)[len('EVENT_TYPE_'):].lower()} {message.path}")
        except grpc.RpcError:
            time.sleep(0.1)


def end_with(parent):
    """Ends this process soon after the one that started it, however that ended."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    try:
        main()
    except grpc.RpcError as error:
        sys.exit(f"{error.code().name}: {error.details()}")
    except KeyboardInterrupt:
        pass
