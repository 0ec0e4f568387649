package io.grove.codec;

import io.grove.command.Command.Create;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.IfExists;
import io.grove.log.v1.CreateEntry;
import io.grove.log.v1.CreateModeEntry;
import io.grove.log.v1.CreateParentsEntry;
import io.grove.log.v1.IfExistsEntry;
import io.grove.tree.CreateMode;

/** Creations to log messages and back. */
final class CreateCodec {
    private CreateCodec() {}

    static CreateEntry encode(Create create) {
        CreateEntry.Builder entry = CreateEntry.newBuilder()
                .setPath(create.path())
                .setMode(encode(create.mode()))
                .setOwner(create.owner().value())
                .setTtlMs(create.ttlMs())
                .setIfExists(encode(create.ifExists()))
                .setParents(encode(create.parents()));
        byte[] data = create.data();
        if (data != null) {
            entry.setData(Strict.bytes(data));
        }
        if (AccessCodec.hasMessage(create.acl())) {
            entry.setAcl(AccessCodec.encode(create.acl()));
        }
        return entry.build();
    }

    static Create decode(CreateEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new Create(
                entry.getPath(),
                Strict.bytesIf(entry.hasData(), entry.getData()),
                mode(entry),
                Strict.sessionId(entry, entry.getOwner()),
                entry.getTtlMs(),
                AccessCodec.acl(entry.hasAcl(), entry.getAcl()),
                ifExists(entry),
                parents(entry));
    }

    private static CreateModeEntry encode(CreateMode mode) {
        return switch (mode) {
            case PERSISTENT -> CreateModeEntry.CREATE_MODE_ENTRY_PERSISTENT;
            case EPHEMERAL -> CreateModeEntry.CREATE_MODE_ENTRY_EPHEMERAL;
            case PERSISTENT_SEQUENTIAL -> CreateModeEntry.CREATE_MODE_ENTRY_PERSISTENT_SEQUENTIAL;
            case EPHEMERAL_SEQUENTIAL -> CreateModeEntry.CREATE_MODE_ENTRY_EPHEMERAL_SEQUENTIAL;
            case CONTAINER -> CreateModeEntry.CREATE_MODE_ENTRY_CONTAINER;
            case TTL -> CreateModeEntry.CREATE_MODE_ENTRY_TTL;
            case TTL_SEQUENTIAL -> CreateModeEntry.CREATE_MODE_ENTRY_TTL_SEQUENTIAL;
        };
    }

    private static CreateMode mode(CreateEntry entry) throws FormatException {
        return switch (entry.getMode()) {
            case CREATE_MODE_ENTRY_PERSISTENT -> CreateMode.PERSISTENT;
            case CREATE_MODE_ENTRY_EPHEMERAL -> CreateMode.EPHEMERAL;
            case CREATE_MODE_ENTRY_PERSISTENT_SEQUENTIAL -> CreateMode.PERSISTENT_SEQUENTIAL;
            case CREATE_MODE_ENTRY_EPHEMERAL_SEQUENTIAL -> CreateMode.EPHEMERAL_SEQUENTIAL;
            case CREATE_MODE_ENTRY_CONTAINER -> CreateMode.CONTAINER;
            case CREATE_MODE_ENTRY_TTL -> CreateMode.TTL;
            case CREATE_MODE_ENTRY_TTL_SEQUENTIAL -> CreateMode.TTL_SEQUENTIAL;
            case CREATE_MODE_ENTRY_UNSPECIFIED, UNRECOGNIZED -> throw Strict.missing(entry, "mode");
        };
    }

    private static IfExistsEntry encode(IfExists ifExists) {
        return switch (ifExists) {
            case FAIL -> IfExistsEntry.IF_EXISTS_ENTRY_FAIL_UNSPECIFIED;
            case KEEP -> IfExistsEntry.IF_EXISTS_ENTRY_KEEP;
            case SET_DATA -> IfExistsEntry.IF_EXISTS_ENTRY_SET_DATA;
        };
    }

    private static IfExists ifExists(CreateEntry entry) throws FormatException {
        return switch (entry.getIfExists()) {
            case IF_EXISTS_ENTRY_FAIL_UNSPECIFIED -> IfExists.FAIL;
            case IF_EXISTS_ENTRY_KEEP -> IfExists.KEEP;
            case IF_EXISTS_ENTRY_SET_DATA -> IfExists.SET_DATA;
            case UNRECOGNIZED -> throw Strict.missing(entry, "if_exists");
        };
    }

    private static CreateParentsEntry encode(CreateParents parents) {
        return switch (parents) {
            case NO -> CreateParentsEntry.CREATE_PARENTS_ENTRY_NO_UNSPECIFIED;
            case PERSISTENT -> CreateParentsEntry.CREATE_PARENTS_ENTRY_PERSISTENT;
            case CONTAINER -> CreateParentsEntry.CREATE_PARENTS_ENTRY_CONTAINER;
        };
    }

    private static CreateParents parents(CreateEntry entry) throws FormatException {
        return switch (entry.getParents()) {
            case CREATE_PARENTS_ENTRY_NO_UNSPECIFIED -> CreateParents.NO;
            case CREATE_PARENTS_ENTRY_PERSISTENT -> CreateParents.PERSISTENT;
            case CREATE_PARENTS_ENTRY_CONTAINER -> CreateParents.CONTAINER;
            case UNRECOGNIZED -> throw Strict.missing(entry, "parents");
        };
    }
}
