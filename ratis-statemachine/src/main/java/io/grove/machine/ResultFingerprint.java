package io.grove.machine;

import io.grove.command.Result;
import io.grove.tree.Stat;
import org.jspecify.annotations.Nullable;

/** Adds a result to a fingerprint: a tag for its kind, then its fields. */
final class ResultFingerprint {
    private ResultFingerprint() {}

    static void add(Fingerprint fingerprint, Result result) {
        if (result instanceof Result.Created created) {
            addStat(fingerprint.add(1).add(created.path()).add(created.outcome().name()), created.stat());
        } else if (result instanceof Result.Deleted) {
            fingerprint.add(2);
        } else if (result instanceof Result.DataSet dataSet) {
            addStat(fingerprint.add(3), dataSet.stat());
        } else if (result instanceof Result.Checked) {
            fingerprint.add(4);
        } else if (result instanceof Result.Committed committed) {
            fingerprint.add(5).add(committed.results().size());
            committed.results().forEach(each -> add(fingerprint, each));
        } else if (result instanceof Result.SessionAttached attached) {
            fingerprint
                    .add(6)
                    .add(attached.sessionId().value())
                    .add(attached.attachEpoch())
                    .add(attached.timeoutMs())
                    .add(attached.lastWriteNumber());
        } else if (result instanceof Result.Done) {
            fingerprint.add(7);
        } else if (result instanceof Result.Failure failure) {
            fingerprint.add(8).add(failure.code().name()).add(failure.path()).add(failure.failedOperation());
        } else {
            addMore(fingerprint, result);
        }
    }

    private static void addMore(Fingerprint fingerprint, Result result) {
        if (result instanceof Result.TreeDeleted deleted) {
            fingerprint.add(9).add(deleted.count());
        } else if (result instanceof Result.AclSet aclSet) {
            addStat(fingerprint.add(10), aclSet.stat());
        } else if (result instanceof Result.QuotaSet) {
            fingerprint.add(11);
        } else if (result instanceof Result.StatRead read) {
            addStat(fingerprint.add(12), read.stat());
        } else if (result instanceof Result.DataRead read) {
            addStat(fingerprint.add(13).add(read.data()), read.stat());
        } else if (result instanceof Result.ChildrenRead read) {
            fingerprint.add(14).add(read.names().size());
            read.names().forEach(fingerprint::add);
            addStat(fingerprint, read.stat());
        } else {
            throw new IllegalStateException("no fingerprint for " + result.getClass());
        }
    }

    private static void addStat(Fingerprint fingerprint, @Nullable Stat stat) {
        if (stat == null) {
            fingerprint.add(-1);
            return;
        }
        fingerprint
                .add(stat.czxid())
                .add(stat.mzxid())
                .add(stat.pzxid())
                .add(stat.ctimeMs())
                .add(stat.mtimeMs())
                .add(stat.version())
                .add(stat.cversion())
                .add(stat.aversion())
                .add(stat.ephemeralOwner().value())
                .add(stat.dataLength())
                .add(stat.numChildren())
                .add(stat.kind().name())
                .add(stat.ttlMs());
    }
}
