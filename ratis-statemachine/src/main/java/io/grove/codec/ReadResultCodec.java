package io.grove.codec;

import io.grove.command.Result;
import io.grove.log.v1.ChildrenReadRecord;
import io.grove.log.v1.DataReadRecord;
import io.grove.log.v1.ResultRecord;
import io.grove.log.v1.StatReadRecord;

/** What the reads of a multi gave, to snapshot messages and back. */
final class ReadResultCodec {
    private ReadResultCodec() {}

    static ResultRecord encode(Result result) {
        ResultRecord.Builder message = ResultRecord.newBuilder();
        if (result instanceof Result.StatRead read) {
            StatReadRecord.Builder record = StatReadRecord.newBuilder();
            if (read.stat() != null) {
                record.setStat(StatCodec.encode(read.stat()));
            }
            message.setStatRead(record);
        } else if (result instanceof Result.DataRead read) {
            DataReadRecord.Builder record = DataReadRecord.newBuilder().setStat(StatCodec.encode(read.stat()));
            byte[] data = read.data();
            if (data != null) {
                record.setData(Strict.bytes(data));
            }
            message.setDataRead(record);
        } else if (result instanceof Result.ChildrenRead read) {
            message.setChildrenRead(
                    ChildrenReadRecord.newBuilder().addAllNames(read.names()).setStat(StatCodec.encode(read.stat())));
        } else {
            throw new IllegalStateException("no snapshot message for " + result.getClass());
        }
        return message.build();
    }

    static Result decode(StatReadRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.StatRead(message.hasStat() ? StatCodec.decode(message.getStat()) : null);
    }

    static Result decode(DataReadRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.DataRead(
                Strict.bytesIf(message.hasData(), message.getData()), StatCodec.decode(message.getStat()));
    }

    static Result decode(ChildrenReadRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.ChildrenRead(message.getNamesList(), StatCodec.decode(message.getStat()));
    }
}
