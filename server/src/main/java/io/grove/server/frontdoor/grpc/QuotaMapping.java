package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.Quota;
import java.util.OptionalLong;

/** Quotas, both ways. */
final class QuotaMapping {
    private QuotaMapping() {}

    static io.grove.tree.Quota quota(Quota quota) {
        return new io.grove.tree.Quota(
                limit("soft_count", quota.hasSoftCount(), quota.getSoftCount()),
                limit("soft_bytes", quota.hasSoftBytes(), quota.getSoftBytes()),
                limit("hard_count", quota.hasHardCount(), quota.getHardCount()),
                limit("hard_bytes", quota.hasHardBytes(), quota.getHardBytes()));
    }

    static Quota toProto(io.grove.tree.Quota quota) {
        Quota.Builder message = Quota.newBuilder();
        quota.softCount().ifPresent(message::setSoftCount);
        quota.softBytes().ifPresent(message::setSoftBytes);
        quota.hardCount().ifPresent(message::setHardCount);
        quota.hardBytes().ifPresent(message::setHardBytes);
        return message.build();
    }

    private static OptionalLong limit(String name, boolean isPresent, long value) {
        return isPresent ? OptionalLong.of(FieldMapping.notNegative(name, value)) : OptionalLong.empty();
    }
}
