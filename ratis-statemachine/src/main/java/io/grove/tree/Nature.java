package io.grove.tree;

/**
 * What a znode is from its creation on, and who may use it. Apart from the znode itself because nearly all znodes are
 * alike in it, and share one.
 *
 * @param kind its kind
 * @param owner owning session if it is ephemeral, {@link SessionId#NONE} otherwise
 * @param ttlMs its time to live in milliseconds if it has one, 0 otherwise
 * @param acl its access control list
 * @param aversion how often the list was set
 */
record Nature(NodeKind kind, SessionId owner, long ttlMs, Acl acl, long aversion) {
    private static final Nature PLAIN = new Nature(NodeKind.PERSISTENT, SessionId.NONE, 0, Acl.OPEN, 0);

    /** Refuses parts that contradict each other with {@link IllegalArgumentException}. */
    Nature {
        if (owner.isNone() == (kind == NodeKind.EPHEMERAL)) {
            throw new IllegalArgumentException("EPHEMERAL_HAS_LIVE_OWNER: " + kind + " znode with owner " + owner);
        }
        if (kind == NodeKind.TTL ? !Ttl.isValid(ttlMs) : ttlMs != 0) {
            throw new IllegalArgumentException("TTL_OF_ITS_KIND: " + kind + " znode that lives " + ttlMs + " ms");
        }
        if (aversion < 0) {
            throw new IllegalArgumentException("aversion " + aversion + " is negative");
        }
    }

    /** This, or the one object for what most znodes are. */
    Nature canonical() {
        return equals(PLAIN) ? PLAIN : this;
    }

    Nature withAcl(Acl aclAfter) {
        return new Nature(kind, owner, ttlMs, aclAfter, aversion + 1);
    }
}
