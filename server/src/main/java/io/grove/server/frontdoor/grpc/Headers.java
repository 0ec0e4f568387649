package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.Consistency;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.ResponseHeader;
import io.grove.replication.ReplicatedLog;
import io.grove.server.config.GroveConfig;
import io.grove.server.session.Answer;

/** Makes the headers of answers. */
final class Headers {
    private final GroveConfig.Ensemble ensemble;
    private final ReplicatedLog log;

    Headers(GroveConfig.Ensemble ensemble, ReplicatedLog log) {
        this.ensemble = ensemble;
        this.log = log;
    }

    ResponseHeader at(long zxid) {
        return builder(zxid).build();
    }

    /** The header of an answer, with the zxid of the write if it is the answer to one. */
    ResponseHeader of(Answer answer) {
        ResponseHeader.Builder header = builder(answer.zxid());
        return answer.writeZxid() == 0
                ? header.build()
                : header.setWriteZxid(answer.writeZxid()).build();
    }

    /** The header of the answer to a read, which says how stale it may be if the client allowed that. */
    ResponseHeader ofRead(ReadOptions read, Answer answer) {
        return read.getConsistency() == Consistency.CONSISTENCY_STALE ? ofStale(answer) : of(answer);
    }

    /** The header of the answer to a STALE read. Without any contact so far there is nothing true to say. */
    private ResponseHeader ofStale(Answer answer) {
        long silenceMs = log.status().sinceLeaderContactMs();
        ResponseHeader header = of(answer);
        return silenceMs < 0
                ? header
                : header.toBuilder()
                        .setStaleness(FieldMapping.duration(silenceMs))
                        .build();
    }

    private ResponseHeader.Builder builder(long zxid) {
        return ResponseHeader.newBuilder()
                .setCluster(ensemble.cluster())
                .setMember(ensemble.self().value())
                .setTerm(log.status().term())
                .setZxid(zxid);
    }
}
