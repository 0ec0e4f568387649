package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.Open;
import io.grove.api.v1.Request;
import io.grove.api.v1.Stat;
import java.util.Arrays;

/** What rules need: a door, others beside it, and a znode that is theirs alone. */
interface Rules {
    /** The client that does most. */
    Door door();

    /** Another client at the same kind of door. */
    Door another();

    /** Another client whose session is wished to be so; throws {@link Refused}. */
    Door another(Open.Builder wish);

    /** Somebody who lists and kills sessions, not the superuser. */
    Administrator administrator();

    /** A znode that nobody else uses; its data is {@code top}. */
    String top();

    /** A path below it. */
    default String at(String name) {
        return top() + "/" + name;
    }

    /** Asks, and says that it has to be refused. */
    default Refused refusal(Door at, Request.Builder request) {
        Refused refused = catchThrowableOfType(Refused.class, () -> at.ask(request));
        assertThat(refused).as("refusal of %s", request).isNotNull();
        return refused;
    }

    /** Asks, and says why it has to be refused. */
    default void assertRefused(ErrorReason reason, Request.Builder request) {
        assertRefused(reason, door(), request);
    }

    /** Asks at another door, and says why it has to be refused. */
    default void assertRefused(ErrorReason reason, Door at, Request.Builder request) {
        assertThat(refusal(at, request).reason()).as("%s", request).isEqualTo(reason);
    }

    /** Metadata of a znode that exists. */
    default Stat stat(String path) {
        return door().ask(Asks.exists(path)).getExists().getStat();
    }

    /** One more change than a member of the kit keeps, at one zxid. */
    default Request.Builder manyChanges() {
        CommitOperation.Builder[] operations = new CommitOperation.Builder[DoorKit.CHANGES_KEPT + 1];
        Arrays.fill(operations, CommitOperation.newBuilder().setSet(Asks.setting(top(), "changed")));
        return Asks.commit(operations);
    }
}
