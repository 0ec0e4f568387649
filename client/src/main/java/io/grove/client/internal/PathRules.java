package io.grove.client.internal;

/**
 * What makes a path valid: ZooKeeper's rules, as the ensemble has them. Checked here too, so that a wrong path costs no
 * trip and no write number.
 */
final class PathRules {
    private PathRules() {}

    /** Refuses a path that can't name a znode, with {@link IllegalArgumentException}. */
    static void check(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            throw new IllegalArgumentException("path '" + path + "' does not start with '/'");
        }
        if (path.length() == 1) {
            return;
        }
        if (path.charAt(path.length() - 1) == '/') {
            throw new IllegalArgumentException("path '" + path + "' ends with '/'");
        }
        int start = 1;
        for (int i = 1; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                checkName(path, start, i);
                start = i + 1;
            } else if (isForbidden(path.charAt(i))) {
                throw new IllegalArgumentException(
                        String.format("path has the forbidden character U+%04X at place %d", (int) path.charAt(i), i));
            }
        }
    }

    /**
     * The same for a path to which a number will be appended: it may end with "/", the name is then the number alone.
     */
    static void checkSequential(String path) {
        check(path.endsWith("/") ? path + "0" : path);
    }

    /** The same for a path whose znode is to go. */
    static void checkDeletable(String path) {
        check(path);
        if (path.length() == 1) {
            throw new IllegalArgumentException("the root '/' can't be deleted");
        }
    }

    private static void checkName(String path, int start, int end) {
        String name = path.substring(start, end);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("path '" + path + "' has an empty name at place " + start);
        }
        if (name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("path '" + path + "' has a relative name at place " + start);
        }
    }

    private static boolean isForbidden(char c) {
        return c <= '\u001f' || (c >= '\u007f' && c <= '\u009f') || (c >= '\ud800' && c <= '\uf8ff') || c >= '\ufff0';
    }
}
