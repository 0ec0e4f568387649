package io.grove.codec;

import io.grove.log.v1.AclEntryRecord;
import io.grove.log.v1.AclRecord;
import io.grove.log.v1.IdentityEntry;
import io.grove.log.v1.QuotaRecord;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.Identity;
import io.grove.tree.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Who may do what and how much: identities, access control lists and quotas to messages and back. */
final class AccessCodec {
    private static final Identity ENSEMBLE = Caller.ENSEMBLE.identities().get(0);

    private AccessCodec() {}

    static List<IdentityEntry> encode(Caller caller) {
        List<IdentityEntry> entries = new ArrayList<>(caller.identities().size());
        for (Identity identity : caller.identities()) {
            entries.add(encode(identity));
        }
        return entries;
    }

    static Caller caller(List<IdentityEntry> entries) throws FormatException {
        if (entries.size() == 1 && identity(entries.get(0)).equals(ENSEMBLE)) {
            return Caller.ENSEMBLE;
        }
        List<Identity> identities = new ArrayList<>(entries.size());
        for (IdentityEntry entry : entries) {
            identities.add(identity(entry));
        }
        return new Caller(identities);
    }

    private static IdentityEntry encode(Identity identity) {
        return IdentityEntry.newBuilder()
                .setScheme(identity.scheme())
                .setId(identity.id())
                .build();
    }

    private static Identity identity(IdentityEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new Identity(entry.getScheme(), entry.getId());
    }

    /** Without a message for {@link Acl#OPEN}: nearly all lists are that one. */
    static boolean hasMessage(Acl acl) {
        return !acl.equals(Acl.OPEN);
    }

    static AclRecord encode(Acl acl) {
        AclRecord.Builder message = AclRecord.newBuilder();
        for (AclEntry entry : acl.entries()) {
            message.addEntries(AclEntryRecord.newBuilder()
                    .setIdentity(encode(entry.identity()))
                    .setPermissions(entry.permissions()));
        }
        return message.build();
    }

    static Acl acl(boolean isPresent, AclRecord message) throws FormatException {
        return isPresent ? acl(message) : Acl.OPEN;
    }

    static Acl acl(AclRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        List<AclEntry> entries = new ArrayList<>(message.getEntriesCount());
        for (AclEntryRecord entry : message.getEntriesList()) {
            Strict.refuseUnknownFields(entry);
            entries.add(entry(entry));
        }
        return new Acl(entries).canonical();
    }

    private static AclEntry entry(AclEntryRecord entry) throws FormatException {
        try {
            return new AclEntry(identity(entry.getIdentity()), entry.getPermissions());
        } catch (IllegalArgumentException e) {
            throw new FormatException("bad entry of an access control list: " + e.getMessage(), e);
        }
    }

    static QuotaRecord encode(Quota quota) {
        QuotaRecord.Builder message = QuotaRecord.newBuilder();
        quota.softCount().ifPresent(message::setSoftCount);
        quota.softBytes().ifPresent(message::setSoftBytes);
        quota.hardCount().ifPresent(message::setHardCount);
        quota.hardBytes().ifPresent(message::setHardBytes);
        return message.build();
    }

    static Quota quota(QuotaRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        try {
            return new Quota(
                    limit(message.hasSoftCount(), message.getSoftCount()),
                    limit(message.hasSoftBytes(), message.getSoftBytes()),
                    limit(message.hasHardCount(), message.getHardCount()),
                    limit(message.hasHardBytes(), message.getHardBytes()));
        } catch (IllegalArgumentException e) {
            throw new FormatException("bad quota: " + e.getMessage(), e);
        }
    }

    private static OptionalLong limit(boolean isPresent, long value) {
        return isPresent ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
