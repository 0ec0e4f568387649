package io.grove.cli;

import io.grove.client.Acl;
import io.grove.client.Credential;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters of arguments that have a form of their own. */
final class Texts {
    private Texts() {}

    private static <T> T parsed(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** An access control list. */
    static final class AclText implements ITypeConverter<Acl> {
        @Override
        public Acl convert(String value) {
            return parsed(value, Acl::parse);
        }
    }

    /** A credential; its text is a secret, and so not in the message. */
    static final class CredentialText implements ITypeConverter<Credential> {
        @Override
        public Credential convert(String value) {
            return parsed(value, Credential::parse);
        }
    }

    /** The number of a session, decimal or 0x and hexadecimal. */
    static final class SessionNumber implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return parsed(value, Long::decode);
        }
    }
}
