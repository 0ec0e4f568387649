package io.grove.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How a znode is created.
 *
 * @param mode what becomes of it
 * @param acl its access control list; absent allows everything to everybody
 * @param ttl with the TTL modes, and only with them: its time to live, 1 ms to 1,099,511,627,775 ms
 * @param ifExists what to do when it exists
 * @param createParents what to do when its parent does not exist
 */
public record CreateOptions(
        CreateMode mode, Optional<Acl> acl, Optional<Duration> ttl, IfExists ifExists, CreateParents createParents) {

    /** Refuses a time to live without a TTL mode, and the reverse, with {@link IllegalArgumentException}. */
    public CreateOptions {
        if (mode.hasTtl() != ttl.isPresent()) {
            throw new IllegalArgumentException(
                    mode.hasTtl() ? mode + " needs a time to live" : mode + " has no time to live");
        }
        if (mode.isSequential() && ifExists != IfExists.FAIL) {
            throw new IllegalArgumentException(mode + " never exists before, so it can't be " + ifExists);
        }
    }

    /** For everybody; refused when it exists or its parent does not. */
    public CreateOptions(CreateMode mode) {
        this(mode, Optional.empty(), Optional.empty(), IfExists.FAIL, CreateParents.NO);
    }

    /** Lives until it is deleted. */
    public static CreateOptions persistent() {
        return new CreateOptions(CreateMode.PERSISTENT);
    }

    /** Lives as long as the session of this client. */
    public static CreateOptions ephemeral() {
        return new CreateOptions(CreateMode.EPHEMERAL);
    }

    /** Persistent, with a number appended to the name. */
    public static CreateOptions persistentSequential() {
        return new CreateOptions(CreateMode.PERSISTENT_SEQUENTIAL);
    }

    /** Ephemeral, with a number appended to the name. */
    public static CreateOptions ephemeralSequential() {
        return new CreateOptions(CreateMode.EPHEMERAL_SEQUENTIAL);
    }

    /** Deleted by the ensemble some time after its last child has gone. */
    public static CreateOptions container() {
        return new CreateOptions(CreateMode.CONTAINER);
    }

    /** Deleted by the ensemble when it has no children and its data was not set for so long. */
    public static CreateOptions withTtl(Duration ttl) {
        return new CreateOptions(CreateMode.TTL, Optional.empty(), Optional.of(ttl), IfExists.FAIL, CreateParents.NO);
    }

    /** The same with a number appended to the name. */
    public static CreateOptions sequentialWithTtl(Duration ttl) {
        return new CreateOptions(
                CreateMode.TTL_SEQUENTIAL, Optional.empty(), Optional.of(ttl), IfExists.FAIL, CreateParents.NO);
    }

    /** The same with this access control list. */
    public CreateOptions withAcl(Acl list) {
        return new CreateOptions(mode, Optional.of(list), ttl, ifExists, createParents);
    }

    /** The same, doing this when it exists. */
    public CreateOptions ifExists(IfExists what) {
        return new CreateOptions(mode, acl, ttl, what, createParents);
    }

    /** The same, doing this when its parent does not exist. */
    public CreateOptions withParents(CreateParents how) {
        return new CreateOptions(mode, acl, ttl, ifExists, how);
    }
}
