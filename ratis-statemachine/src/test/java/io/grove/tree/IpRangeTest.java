package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of the scheme "ip" (specification E7). */
class IpRangeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "10.0.0.0/0",
                "10.0.0.0/32",
                "010.000.000.007",
                "::",
                "::1",
                "1::",
                "::/0",
                "::1/128",
                "1:2:3:4:5:6:7:8",
                "abcd:EF01:2:3:4:5:6:7",
                "1:2:3:4:5:6:1.2.3.4",
                "::1.2.3.4",
                "1::1.2.3.4",
                "1:2:3:4:5:6::",
                "1:2:3:4:5:6:7::",
                "::3:4:5:6:7:8",
                "fe80::1%eth0",
                "fe80::%eth0/10",
                "::ffff:10.0.0.0/8"
            })
    void isValid(String network) {
        assertThat(IpRange.isValid(network)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "host",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.1000",
                "1.2.3.-1",
                "1.2..4",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/x",
                "1.2.3.4/0008",
                "1.2.3.4/8/8",
                "1.2.3.a",
                "1.2.3.\u0664",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "::g",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.256",
                "::/129",
                "%",
                "::\uff11",
                "::ffff:10.0.0.0/104"
            })
    void isInvalid(String network) {
        assertThat(IpRange.isValid(network)).isFalse();
        assertThat(IpRange.contains(network, "1.2.3.4")).isFalse();
        assertThat(IpRange.contains(network, "::1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255",
        "10.0.0.0/8, 10.0.0.0",
        "10.1.2.3/8, 10.9.9.9",
        "10.0.0.0/0, 200.1.2.3",
        "10.1.2.3, 10.1.2.3",
        "10.1.2.3/32, 10.1.2.3",
        "10.1.2.2/31, 10.1.2.3",
        "10.128.0.0/9, 10.255.0.0",
        "10.0.0.0/12, 10.15.255.255",
        "129.0.0.0/1, 255.0.0.0",
        "2001:db8::/32, 2001:db8:ffff::1",
        "2001:db8:8000::/33, 2001:db8:8000::1",
        "::1, 0:0:0:0:0:0:0:1",
        "::1, ::1%lo",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1::8, 1:0:0:0:0:0:0:8",
        "::/0, ffff::",
        "::102:304, ::1.2.3.4",
        "1::102:304, 1:0:0:0:0:0:1.2.3.4",
        "abcd::, ABCD::",
        "10.0.0.0/8, ::ffff:10.0.0.1",
        "::ffff:10.0.0.0/8, 10.0.0.1",
        "::ffff:a00:1, 10.0.0.1"
    })
    void contains(String network, String address) {
        assertThat(IpRange.contains(network, address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 11.0.0.0",
        "10.0.0.0/8, 9.255.255.255",
        "10.1.2.3, 10.1.2.2",
        "10.1.2.2/31, 10.1.2.4",
        "10.128.0.0/9, 10.127.0.0",
        "10.0.0.0/12, 10.16.0.0",
        "128.0.0.0/1, 127.255.255.255",
        "2001:db8::/32, 2001:db9::1",
        "2001:db8:8000::/33, 2001:db8:7fff::1",
        "::1, ::2",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:9",
        "1:2:3:4:5:6:7:8, 101:2:3:4:5:6:7:8",
        "::/0, 10.0.0.1",
        "0.0.0.0/0, ::1",
        "::102:304, 1.2.3.4",
        "::fffe:a00:1, 10.0.0.1",
        "::feff:a00:1, 10.0.0.1",
        "10.0.0.0/8, host",
        "10.0.0.0/8, 10.0.0.1/32",
        "10.0.0.0/8, ''"
    })
    void containsNot(String network, String address) {
        assertThat(IpRange.contains(network, address)).isFalse();
    }
}
