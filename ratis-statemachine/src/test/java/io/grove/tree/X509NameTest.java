package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distinguished names of the scheme "x509" (specification E8, RFC 2253). */
class X509NameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=a",
                "CN=worker 7,OU=Jobs,O=Example,C=DE",
                "CN=a+OU=b,O=c",
                "CN=a;O=c",
                " CN = a , O = c ",
                "2.5.4.3=a",
                "given-name=a",
                "A0Z9=a",
                "az=A",
                "CN=a\\,b",
                "CN=a\\=b",
                "CN=\\\"",
                "CN=\"a,b=c<d>\"",
                "CN=\"\\\"\",O=c",
                "CN=#0403",
                "CN=\u00e4\u65e5"
            })
    void isValid(String name) {
        assertThat(X509Name.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "CN",
                "=a",
                " =a",
                "CN=",
                "CN= ",
                "CN=a,",
                "CN=a,O",
                "CN=a,,O=b",
                "CN=a,O=",
                "CN=a=b",
                "CN=a<b",
                "CN=a<O=b",
                "CN=a=O=b",
                "CN=a\u0007O=b",
                "CN=a>b",
                "CN=a\u0007",
                "CN=\"a\u0007\"",
                "CN=\"a",
                "CN=a\\",
                "C N=a",
                "C/N=a",
                "C:N=a",
                "C@N=a",
                "C[N=a",
                "C`N=a",
                "C{N=a",
                "\u00e4=a"
            })
    void isInvalid(String name) {
        assertThat(X509Name.isValid(name)).isFalse();
    }
}
