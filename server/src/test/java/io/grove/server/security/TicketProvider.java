package io.grove.server.security;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A plug-in of the tests, found by {@link java.util.ServiceLoader}: {@code ticket <name>} proves the name. */
public final class TicketProvider implements AuthenticationProvider {
    @Override
    public String scheme() {
        return "x-ticket";
    }

    @Override
    public Optional<String> authenticate(byte[] credential) {
        String text = new String(credential, StandardCharsets.UTF_8);
        if (text.equals("break")) {
            throw new IllegalStateException("as asked for");
        }
        return text.startsWith("ticket ") ? Optional.of(text.substring("ticket ".length())) : Optional.empty();
    }
}
