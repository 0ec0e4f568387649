#!/usr/bin/env python3
"""A second tour, of what the first one left out: access control, conditions, a scan, and a watch that is resumed.

    ./generate.sh                                   # once: stubs from the .proto files
    ./data_model.py --servers 127.0.0.1:4101,127.0.0.1:4201,127.0.0.1:4301

Every step checks what it got. Exit code 0 when all is as promised, 1 when not.
"""

import argparse
import base64
import hashlib
import sys

from session import connect  # first: it makes the generated stubs importable

import grpc
from grove.v1 import common_pb2, session_pb2, session_pb2_grpc, tree_pb2, tree_pb2_grpc, watch_pb2, watch_pb2_grpc

ROOT = "/python-data-model"
CALL_SECONDS = 20

# A user and a password go with each call as HTTP basic authentication.
BOB = [("authorization", "Basic " + base64.b64encode(b"bob:secret").decode())]


def main():
    parser = argparse.ArgumentParser(description="A tour of access control, scans and resumed watches from Python.")
    parser.add_argument("--servers", default="127.0.0.1:4101,127.0.0.1:4201,127.0.0.1:4301")
    options = parser.parse_args()

    with connect(options.servers) as channel:
        tree = tree_pb2_grpc.TreeServiceStub(channel)
        clean_up(tree)
        create_on_conditions(tree)
        control_access(channel, tree)
        scan(tree)
        resume_a_watch(channel, tree)
        clean_up(tree)
    print("All as promised.")


def create_on_conditions(tree):
    """Missing parents are created in the same step; one that exists can be kept."""
    request = tree_pb2.CreateRequest(
        path=f"{ROOT}/a/b",
        data=b"first",
        create_parents=tree_pb2.CREATE_PARENTS_PERSISTENT,
        if_exists=tree_pb2.IF_EXISTS_KEEP,
    )
    check(call(tree.Create, request).outcome == tree_pb2.CREATE_OUTCOME_CREATED, "it is new")
    check(call(tree.Create, request).outcome == tree_pb2.CREATE_OUTCOME_KEPT, "the second time it is kept")
    print("1. created with its parents, and kept when it exists")


def control_access(channel, tree):
    """An access control list names users by the hash of their password."""
    who = call(session_pb2_grpc.SessionServiceStub(channel).WhoAmI, session_pb2.WhoAmIRequest(), BOB)
    proven = "bob:" + base64.b64encode(hashlib.sha1(b"bob:secret").digest()).decode()
    check(("digest", proven) in [(i.scheme, i.id) for i in who.identities], "the ensemble knows bob")

    # `auth` stands for whoever sets the list; everybody else may read.
    everything = [
        common_pb2.PERMISSION_READ,
        common_pb2.PERMISSION_WRITE,
        common_pb2.PERMISSION_CREATE,
        common_pb2.PERMISSION_DELETE,
        common_pb2.PERMISSION_ADMIN,
    ]
    acl = common_pb2.Acl(
        entries=[
            common_pb2.AclEntry(identity=common_pb2.Identity(scheme="auth"), permissions=everything),
            common_pb2.AclEntry(
                identity=common_pb2.Identity(scheme="world", id="anyone"), permissions=[common_pb2.PERMISSION_READ]
            ),
        ]
    )
    call(tree.SetAcl, tree_pb2.SetAclRequest(path=f"{ROOT}/a/b", acl=acl), BOB)
    try:
        call(tree.Set, tree_pb2.SetRequest(path=f"{ROOT}/a/b", data=b"mine"))
    except grpc.RpcError as error:
        check(error.code() == grpc.StatusCode.PERMISSION_DENIED, f"not {error.code().name}")
    else:
        check(False, "nobody but bob may set it")
    call(tree.Set, tree_pb2.SetRequest(path=f"{ROOT}/a/b", data=b"bob's"), BOB)
    masked = call(tree.GetAcl, tree_pb2.GetAclRequest(path=f"{ROOT}/a/b")).acl.entries[0].identity.id
    check(masked == "bob:x", "the hash is for those with ADMIN")
    print("2. what is bob's, only bob can set; everybody can read it, but not the hash of his password")


def scan(tree):
    """A whole subtree as it is at one zxid, as a stream: it never has to fit into memory."""
    for number in range(20):
        call(tree.Create, tree_pb2.CreateRequest(path=f"{ROOT}/n{number:02}", data=b"x" * number))
    zxids, paths = set(), []
    for part in tree.Scan(tree_pb2.ScanRequest(path=ROOT, page_size=6), timeout=CALL_SECONDS):
        zxids.add(part.header.zxid)
        paths += [node.path for node in part.nodes]
    check(len(paths) == len(set(paths)) == 23, "every znode once")
    check(paths[:3] == [ROOT, f"{ROOT}/a", f"{ROOT}/a/b"], "a parent before its children")
    check(len(zxids) == 1, "all of one state")
    counted = call(tree.CountDescendants, tree_pb2.CountDescendantsRequest(path=ROOT))
    check(counted.descendants == 22, "and as many as are counted")
    print(f"3. scanned {len(paths)} znodes as they were at zxid {zxids.pop()}")


def resume_a_watch(channel, tree):
    """What happens while nobody listens is told later: a watch goes on from the zxid of its last message."""
    service = watch_pb2_grpc.WatchServiceStub(channel)

    def request(from_zxid=None):
        return watch_pb2.WatchRequest(
            path=ROOT,
            mode=watch_pb2.WATCH_MODE_PERSISTENT_RECURSIVE,
            from_zxid=from_zxid,
            filter=watch_pb2.WatchFilter(types=[watch_pb2.EVENT_TYPE_NODE_CREATED], with_data=True),
        )

    listening = service.Watch(request(), timeout=CALL_SECONDS)
    last = next(listening).header.zxid
    listening.cancel()
    for number in range(3):
        call(tree.Create, tree_pb2.CreateRequest(path=f"{ROOT}/later-{number}", data=b"%d" % number))
        call(tree.Delete, tree_pb2.DeleteRequest(path=f"{ROOT}/n{number:02}"))  # filtered out

    missed = []
    for message in service.Watch(request(last), timeout=CALL_SECONDS):
        if message.type != watch_pb2.EVENT_TYPE_UNSPECIFIED:  # that would be a mark of progress
            missed.append((message.path, message.node.data))
        if len(missed) == 3:
            break
    check(missed == [(f"{ROOT}/later-{n}", b"%d" % n) for n in range(3)], f"not {missed}")
    print(f"4. resumed from zxid {last}: three creations were missed, and told with their data")


def clean_up(tree):
    """Deletes the tour's subtree, if there is one, at once."""
    try:
        call(tree.DeleteTree, tree_pb2.DeleteTreeRequest(path=ROOT), BOB)
    except grpc.RpcError as error:
        if error.code() != grpc.StatusCode.NOT_FOUND:
            raise


def call(method, request, metadata=()):
    """One unary call: bounded in time, and patient while a connection is made."""
    return method(request, timeout=CALL_SECONDS, wait_for_ready=True, metadata=metadata)


def check(holds, promise):
    if not holds:
        raise AssertionError(promise)


if __name__ == "__main__":
    try:
        main()
    except grpc.RpcError as error:
        sys.exit(f"FAILED: {error.code().name}: {error.details()}")
    except AssertionError as error:
        sys.exit(f"FAILED: {error}")
