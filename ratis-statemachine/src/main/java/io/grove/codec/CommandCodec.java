package io.grove.codec;

import io.grove.command.Command;
import io.grove.command.Command.AttachSession;
import io.grove.command.Command.Barrier;
import io.grove.command.Command.CloseSession;
import io.grove.command.Command.Linger;
import io.grove.command.Command.Multi;
import io.grove.command.Command.OpenSession;
import io.grove.command.Command.Operation;
import io.grove.command.Command.PublishConfig;
import io.grove.command.Command.RaiseFeatureLevel;
import io.grove.command.Command.Reap;
import io.grove.command.Command.SetAcl;
import io.grove.command.Command.SetQuota;
import io.grove.log.v1.BarrierEntry;
import io.grove.log.v1.EnvelopeEntry;
import io.grove.log.v1.MultiEntry;
import io.grove.log.v1.OperationEntry;
import io.grove.log.v1.PublishConfigEntry;
import io.grove.log.v1.RaiseFeatureLevelEntry;
import io.grove.log.v1.ReapEntry;
import io.grove.log.v1.SetAclEntry;
import io.grove.log.v1.SetQuotaEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Commands to log messages and back. That none is left out is shown by CodecIsTotalTest. */
final class CommandCodec {
    private CommandCodec() {}

    static void encode(Command command, EnvelopeEntry.Builder entry) {
        if (command instanceof Operation operation) {
            entry.setOperation(OperationCodec.encode(operation));
        } else if (command instanceof Multi multi) {
            entry.setMulti(multi(multi));
        } else if (command instanceof OpenSession open) {
            entry.setOpenSession(SessionCodec.encode(open));
        } else if (command instanceof AttachSession attach) {
            entry.setAttachSession(SessionCodec.encode(attach));
        } else if (command instanceof CloseSession close) {
            entry.setCloseSession(SessionCodec.encode(close));
        } else if (command instanceof Linger linger) {
            entry.setLinger(SessionCodec.encode(linger));
        } else if (command instanceof SetAcl setAcl) {
            entry.setSetAcl(setAcl(setAcl));
        } else if (command instanceof SetQuota setQuota) {
            entry.setSetQuota(SetQuotaEntry.newBuilder()
                    .setPath(setQuota.path().value())
                    .setQuota(AccessCodec.encode(setQuota.quota())));
        } else if (command instanceof Reap reap) {
            entry.setReap(ReapEntry.newBuilder().setPath(reap.path().value()).setExpectedPzxid(reap.expectedPzxid()));
        } else if (command instanceof PublishConfig config) {
            entry.setPublishConfig(PublishConfigEntry.newBuilder().setData(Strict.bytes(config.data())));
        } else if (command instanceof RaiseFeatureLevel raise) {
            entry.setRaiseFeatureLevel(RaiseFeatureLevelEntry.newBuilder().setLevel(raise.level()));
        } else if (command instanceof Barrier) {
            entry.setBarrier(BarrierEntry.getDefaultInstance());
        } else {
            throw new IllegalStateException("no log message for " + command.getClass());
        }
    }

    static Command decode(EnvelopeEntry entry) throws FormatException {
        return switch (entry.getCommandCase()) {
            case OPERATION -> OperationCodec.decode(entry.getOperation());
            case MULTI -> multi(entry.getMulti());
            case OPEN_SESSION -> SessionCodec.decode(entry.getOpenSession());
            case ATTACH_SESSION -> SessionCodec.decode(entry.getAttachSession());
            case CLOSE_SESSION -> SessionCodec.decode(entry.getCloseSession());
            case LINGER -> SessionCodec.decode(entry.getLinger());
            case SET_ACL -> setAcl(entry.getSetAcl());
            case SET_QUOTA -> setQuota(entry.getSetQuota());
            case REAP -> reap(entry.getReap());
            case PUBLISH_CONFIG -> {
                Strict.refuseUnknownFields(entry.getPublishConfig());
                yield new PublishConfig(entry.getPublishConfig().getData().toByteArray());
            }
            case RAISE_FEATURE_LEVEL -> raise(entry.getRaiseFeatureLevel());
            case BARRIER -> {
                Strict.refuseUnknownFields(entry.getBarrier());
                yield new Barrier();
            }
            case COMMAND_NOT_SET -> throw Strict.missing(entry, "command");
        };
    }

    private static MultiEntry multi(Multi multi) {
        MultiEntry.Builder entry = MultiEntry.newBuilder();
        for (Operation operation : multi.operations()) {
            entry.addOperations(OperationCodec.encode(operation));
        }
        return entry.build();
    }

    private static Multi multi(MultiEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        List<Operation> operations = new ArrayList<>(entry.getOperationsCount());
        for (OperationEntry operation : entry.getOperationsList()) {
            operations.add(OperationCodec.decode(operation));
        }
        return new Multi(operations);
    }

    private static SetAclEntry setAcl(SetAcl setAcl) {
        SetAclEntry.Builder entry =
                SetAclEntry.newBuilder().setPath(setAcl.path().value()).setAcl(AccessCodec.encode(setAcl.acl()));
        setAcl.expectedAversion().ifPresent(entry::setExpectedAversion);
        return entry.build();
    }

    private static SetAcl setAcl(SetAclEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new SetAcl(
                Strict.path(entry, entry.getPath()),
                AccessCodec.acl(entry.getAcl()),
                entry.hasExpectedAversion() ? OptionalLong.of(entry.getExpectedAversion()) : OptionalLong.empty());
    }

    private static SetQuota setQuota(SetQuotaEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new SetQuota(Strict.path(entry, entry.getPath()), AccessCodec.quota(entry.getQuota()));
    }

    private static RaiseFeatureLevel raise(RaiseFeatureLevelEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new RaiseFeatureLevel(Math.toIntExact(Strict.positive(entry, "level", entry.getLevel())));
    }

    private static Reap reap(ReapEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new Reap(Strict.path(entry, entry.getPath()), entry.getExpectedPzxid());
    }
}
