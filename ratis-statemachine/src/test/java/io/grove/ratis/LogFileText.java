package io.grove.ratis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;

/** A file of the log for a test, written as Ratis does. */
final class LogFileText {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final long firstIndex;
    private final List<Integer> starts = new ArrayList<>();

    LogFileText(long firstIndex) {
        this.firstIndex = firstIndex;
        out.writeBytes(LogRecords.HEADER);
    }

    /** Entries with so many bytes of data, each with another byte in it. */
    LogFileText entries(int count, int dataBytes) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[dataBytes];
            Arrays.fill(data, (byte) (starts.size() + 1));
            entry(data);
        }
        return this;
    }

    LogFileText entry(byte[] data) throws IOException {
        byte[] entry = LogEntryProto.newBuilder()
                .setTerm(3)
                .setIndex(firstIndex + starts.size())
                .setStateMachineLogEntry(StateMachineLogEntryProto.newBuilder().setLogData(ByteString.copyFrom(data)))
                .build()
                .toByteArray();
        byte[] head = new byte[CodedOutputStream.computeUInt32SizeNoTag(entry.length)];
        CodedOutputStream.newInstance(head).writeUInt32NoTag(entry.length);
        CRC32C crc = new CRC32C();
        crc.update(head);
        crc.update(entry);
        starts.add(out.size());
        out.writeBytes(head);
        out.writeBytes(entry);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        return this;
    }

    /** Where an entry begins; behind the last: where the zeros do. */
    int start(int entry) {
        return entry < starts.size() ? starts.get(entry) : out.size();
    }

    byte[] withZeros(int count) {
        return Arrays.copyOf(out.toByteArray(), out.size() + count);
    }
}
