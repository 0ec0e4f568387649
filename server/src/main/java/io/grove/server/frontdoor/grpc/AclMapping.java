package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.Acl;
import io.grove.api.v1.AclEntry;
import io.grove.api.v1.Identity;
import io.grove.api.v1.Permission;
import java.util.ArrayList;
import java.util.List;

/** Access control lists, both ways. Whether a list may be set is the machine's business. */
final class AclMapping {
    private AclMapping() {}

    static io.grove.tree.Acl acl(Acl acl) {
        List<io.grove.tree.AclEntry> entries = new ArrayList<>(acl.getEntriesCount());
        for (AclEntry entry : acl.getEntriesList()) {
            int mask = 0;
            for (Permission permission : entry.getPermissionsList()) {
                mask |= permission(permission).bit();
            }
            entries.add(new io.grove.tree.AclEntry(
                    new io.grove.tree.Identity(
                            entry.getIdentity().getScheme(), entry.getIdentity().getId()),
                    mask));
        }
        return new io.grove.tree.Acl(entries).canonical();
    }

    static Acl toProto(io.grove.tree.Acl acl) {
        Acl.Builder message = Acl.newBuilder();
        for (io.grove.tree.AclEntry entry : acl.entries()) {
            AclEntry.Builder builder = AclEntry.newBuilder().setIdentity(toProto(entry.identity()));
            for (io.grove.tree.Permission permission : io.grove.tree.Permission.values()) {
                if (entry.allows(permission)) {
                    builder.addPermissions(toProto(permission));
                }
            }
            message.addEntries(builder);
        }
        return message.build();
    }

    static Identity toProto(io.grove.tree.Identity identity) {
        return Identity.newBuilder()
                .setScheme(identity.scheme())
                .setId(identity.id())
                .build();
    }

    private static io.grove.tree.Permission permission(Permission permission) {
        return switch (permission) {
            case PERMISSION_READ -> io.grove.tree.Permission.READ;
            case PERMISSION_WRITE -> io.grove.tree.Permission.WRITE;
            case PERMISSION_CREATE -> io.grove.tree.Permission.CREATE;
            case PERMISSION_DELETE -> io.grove.tree.Permission.DELETE;
            case PERMISSION_ADMIN -> io.grove.tree.Permission.ADMIN;
            case PERMISSION_UNSPECIFIED, UNRECOGNIZED ->
                throw RefusedException.badArguments("a permission is not one that this member knows");
        };
    }

    private static Permission toProto(io.grove.tree.Permission permission) {
        return switch (permission) {
            case READ -> Permission.PERMISSION_READ;
            case WRITE -> Permission.PERMISSION_WRITE;
            case CREATE -> Permission.PERMISSION_CREATE;
            case DELETE -> Permission.PERMISSION_DELETE;
            case ADMIN -> Permission.PERMISSION_ADMIN;
        };
    }
}
