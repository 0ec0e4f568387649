package io.grove.tree;

/**
 * Distinguished names as RFC 2253 spells them: {@code CN=worker,O=Example}. Only the syntax is looked at, and not by
 * the JDK's parser, because what that accepts may differ between versions, and so between members.
 */
final class X509Name {
    private final String text;
    private int place;

    private X509Name(String text) {
        this.text = text;
    }

    /** Whether the text is a distinguished name with at least one attribute. */
    static boolean isValid(String text) {
        return new X509Name(text).isName();
    }

    private boolean isName() {
        while (takeType() && takeValue()) {
            if (place == text.length()) {
                return true;
            }
            place++;
        }
        return false;
    }

    /** The name of an attribute, or the number of its kind, with the equals sign after it. */
    private boolean takeType() {
        int equals = text.indexOf('=', place);
        if (equals < 0) {
            return false;
        }
        String type = text.substring(place, equals).strip();
        place = equals + 1;
        return !type.isEmpty() && type.chars().allMatch(X509Name::isOfType);
    }

    private static boolean isOfType(int c) {
        return c == '.' || c == '-' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /** Up to the separator or the end. */
    private boolean takeValue() {
        int start = place;
        boolean isQuoted = false;
        for (; place < text.length(); place++) {
            char c = text.charAt(place);
            if (c == '\\') {
                place++;
                if (place == text.length()) {
                    return false;
                }
            } else if (c == '"') {
                isQuoted = !isQuoted;
            } else if (!isQuoted && (c == ',' || c == '+' || c == ';')) {
                break;
            } else if (c < ' ' || (!isQuoted && (c == '<' || c == '>' || c == '='))) {
                return false;
            }
        }
        return !isQuoted && !text.substring(start, place).isBlank();
    }
}
