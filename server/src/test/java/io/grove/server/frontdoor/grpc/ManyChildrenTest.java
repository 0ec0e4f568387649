package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.grove.api.v1.Consistency;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.machine.MachineState;
import io.grove.testing.States;
import io.grpc.ServerMethodDefinition;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A million children of one parent are listed in pages, each of which costs what is on it, not what there is. */
class ManyChildrenTest {
    private static final int CHILDREN = 1_000_000;
    private static final int NAMES_OF_A_PAGE_MAX = 10_000;

    /** Above what a page of names is, as strings, as a message and in between. */
    private static final long BYTES_OF_A_PAGE_MAX = 8L << 20;

    private final SimDoor door = new SimDoor();

    @Test
    void areListedInPagesOfBoundedSize() {
        door.member().core().appliedListener().restored(aMillionChildren());
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        String last = "";
        String token = "";
        int names = 0;
        do {
            long before = threads.getCurrentThreadAllocatedBytes();
            ListChildrenResponse page = page(token);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes that a page took")
                    .isLessThan(BYTES_OF_A_PAGE_MAX);
            assertThat(page.getNamesCount()).isBetween(1, NAMES_OF_A_PAGE_MAX);
            for (String name : page.getNamesList()) {
                assertThat(name.compareTo(last)).isPositive();
                last = name;
            }
            names += page.getNamesCount();
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(names).isEqualTo(CHILDREN);
    }

    private static MachineState aMillionChildren() {
        MachineState state = States.after(MachineState.EMPTY, States.create("/p", new byte[0]));
        for (int child = 0; child < CHILDREN; child++) {
            state = States.after(state, States.create(String.format(Locale.ROOT, "/p/%07d", child), new byte[0]));
        }
        return state;
    }

    @SuppressWarnings("unchecked")
    private ListChildrenResponse page(String token) {
        ServerMethodDefinition<ListChildrenRequest, ListChildrenResponse> method =
                (ServerMethodDefinition<ListChildrenRequest, ListChildrenResponse>)
                        door.method(TreeServiceGrpc.getListChildrenMethod().getFullMethodName());
        SimCall<ListChildrenRequest, ListChildrenResponse> call = door.begin(method);
        call.send(ListChildrenRequest.newBuilder()
                .setPath("/p")
                .setPageToken(token)
                .setRead(ReadOptions.newBuilder().setConsistency(Consistency.CONSISTENCY_STALE))
                .build());
        call.halfClose();
        assertThat(call.reason()).isEqualTo("OK");
        return call.messages().get(0);
    }
}
