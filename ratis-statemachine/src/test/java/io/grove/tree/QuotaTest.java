package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Limits of parts of the tree, and where they hold (specification A42 to A44). */
class QuotaTest {
    private static final OptionalLong NO = OptionalLong.empty();
    private static final ZnodePath A = new ZnodePath("/a");
    private static final ZnodePath AB = new ZnodePath("/a/b");

    @Test
    void aLimitIsExceededByMoreThanItSays() {
        Quota quota = new Quota(limit(1), limit(2), limit(3), limit(4));

        assertThat(quota.isSoftExceeded(1, 2)).isFalse();
        assertThat(quota.isSoftExceeded(2, 0)).isTrue();
        assertThat(quota.isSoftExceeded(0, 3)).isTrue();
        assertThat(quota.isHardCountExceeded(3)).isFalse();
        assertThat(quota.isHardCountExceeded(4)).isTrue();
        assertThat(quota.isHardBytesExceeded(4)).isFalse();
        assertThat(quota.isHardBytesExceeded(5)).isTrue();
    }

    @Test
    void withoutALimitThereIsNone() {
        assertThat(Quota.NONE.isSoftExceeded(Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
        assertThat(Quota.NONE.isHardCountExceeded(Long.MAX_VALUE)).isFalse();
        assertThat(Quota.NONE.isHardBytesExceeded(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void noLimitIsNegative() {
        OptionalLong wrong = limit(-1);

        assertThat(new Quota(limit(0), limit(0), limit(0), limit(0)).isHardCountExceeded(0))
                .isFalse();
        assertThatThrownBy(() -> new Quota(wrong, NO, NO, NO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quota(NO, wrong, NO, NO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quota(NO, NO, wrong, NO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quota(NO, NO, NO, wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theQuotasAtAndAboveAPathHoldThere() {
        QuotaTable table = QuotaTable.EMPTY
                .with(ZnodePath.ROOT, quota(1))
                .with(A, quota(2))
                .with(new ZnodePath("/a/b/c"), quota(3))
                .with(new ZnodePath("/ab"), quota(4));

        assertThat(asked(table, AB)).containsExactly(A, ZnodePath.ROOT);
        assertThat(asked(table, A)).containsExactly(A, ZnodePath.ROOT);
        assertThat(asked(table, ZnodePath.ROOT)).containsExactly(ZnodePath.ROOT);
        assertThat(asked(QuotaTable.EMPTY, AB)).isEmpty();
        assertThat(table.anyHolding(AB, (place, quota) -> quota.equals(quota(1))))
                .isTrue();
        assertThat(table.anyHolding(AB, (place, quota) -> quota.equals(quota(3))))
                .isFalse();
    }

    private static List<ZnodePath> asked(QuotaTable table, ZnodePath path) {
        List<ZnodePath> asked = new ArrayList<>();
        assertThat(table.anyHolding(path, (place, quota) -> {
                    asked.add(place);
                    return false;
                }))
                .isFalse();
        return asked;
    }

    @Test
    void aQuotaWithoutLimitsIsTakenAway() {
        QuotaTable table = QuotaTable.EMPTY.with(AB, quota(1)).with(A, quota(2)).with(AB, quota(3));

        assertThat(table.paths()).containsExactly(A, AB);
        assertThat(table.find(AB)).isEqualTo(quota(3));
        assertThat(table.with(AB, Quota.NONE).paths()).containsExactly(A);
        assertThat(table.with(AB, Quota.NONE).find(AB)).isNull();
        assertThat(QuotaTable.EMPTY.with(A, Quota.NONE).paths()).isEmpty();
    }

    private static Quota quota(long count) {
        return new Quota(NO, NO, limit(count), NO);
    }

    private static OptionalLong limit(long limit) {
        return OptionalLong.of(limit);
    }
}
