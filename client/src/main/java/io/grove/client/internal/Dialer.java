package io.grove.client.internal;

import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.client.MemberAddress;

/** Begins streams to members. Everything here is called, and calls back, on the loop. */
interface Dialer {
    /** Begins a stream; its outcome comes to the listener, never before this has returned. */
    MemberStream dial(MemberAddress member, Listener listener);

    /** One stream to one member. */
    interface MemberStream {
        /** Whether a frame sent now goes out without piling up. */
        boolean isReady();

        /** Sends a frame; dropped when the stream has ended. */
        void send(ConnectRequest frame);

        /** Allows the member to send one frame more. */
        void takeMore();

        /** Ends the stream and frees what it holds. The listener is not called for it. */
        void cancel();
    }

    /** What comes from a stream. */
    interface Listener {
        /** The stream stands, and {@link MemberStream#isReady} has become true. */
        void ready();

        /** A frame has come. */
        void frame(ConnectResponse frame);

        /** The stream has ended; nothing follows. */
        void ended(StreamEnd end);
    }
}
