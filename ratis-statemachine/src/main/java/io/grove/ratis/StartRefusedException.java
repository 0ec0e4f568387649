package io.grove.ratis;

import org.jspecify.annotations.Nullable;

/** A member did not start, and starting it again as it is would not help. The message is one line for people. */
public final class StartRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Creates one. */
    public StartRefusedException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** Creates one with its cause. */
    public StartRefusedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Why a member did not start. */
    public enum Reason {
        /** The folder was never initialised, and bootstrap was not asked for: perhaps an empty volume was mounted. */
        NOT_INITIALISED,
        /** The folder holds data, but not the marker that says whose it is. */
        MARKER_MISSING,
        /** The folder belongs to another ensemble. */
        OTHER_CLUSTER,
        /** The folder belongs to another member; or a new member would join under an id that is taken. */
        OTHER_MEMBER,
        /** The member was removed from the ensemble. */
        REMOVED,
        /** The member is to join, and nobody of the ensemble answers. */
        NO_ENSEMBLE,
        /** The folder cannot be made, read or written. */
        NOT_WRITABLE,
        /** Another process uses the folder. */
        FOLDER_IN_USE,
        /** There is too little free space. */
        DISK_FULL,
        /** The Raft port is in use, or its address is not of this machine. */
        PORT_IN_USE,
        /** The member's state was found to differ from the others'. */
        DIVERGED,
        /** The backup to be restored cannot be used. */
        BAD_BACKUP,
        /** A backup is to be restored into a folder that has other data. */
        NOT_EMPTY,
        /** The log begins after the newest usable snapshot ends: entries between are missing. */
        LOG_GAP,
        /** The log ends before entries that this member had and knew as committed. */
        LOG_SHORT,
        /** A file of the log has a record that is damaged, not torn by a crash. */
        LOG_DAMAGED,
        /** The term, the vote or the list of members is damaged, missing or older than it was. */
        META_DAMAGED,
        /** The log or the snapshot cannot be read, or Ratis refused it for another reason. */
        UNUSABLE_DATA
    }
}
