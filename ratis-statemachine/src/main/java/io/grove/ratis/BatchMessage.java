package io.grove.ratis;

import io.grove.command.Batch;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** A batch on its way into the log of the member that leads: its bytes for the log, itself for the apply there. */
final class BatchMessage implements Message {
    private final Batch batch;
    private final ByteString content;

    /** Takes over {@code encoded}, which must not be changed any more. */
    BatchMessage(Batch batch, byte[] encoded) {
        this.batch = batch;
        this.content = UnsafeByteOperations.unsafeWrap(encoded);
    }

    Batch batch() {
        return batch;
    }

    @Override
    public ByteString getContent() {
        return content;
    }

    @Override
    public String toString() {
        return "batch of " + batch.envelopes().size() + " commands, " + content.size() + " bytes";
    }
}
