package io.grove.tree;

/** What makes a path valid: the rules of ZooKeeper's PathUtils, specification A.6. */
final class PathRules {
    private PathRules() {}

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

    private static void checkName(String path, int start, int end) {
        int length = end - start;
        if (length == 0) {
            throw new IllegalArgumentException("path '" + path + "' has an empty name at place " + start);
        }
        if (length <= 2 && path.charAt(start) == '.' && path.charAt(end - 1) == '.') {
            throw new IllegalArgumentException("path '" + path + "' has a relative name at place " + start);
        }
    }

    private static boolean isForbidden(char c) {
        return c <= '\u001f' || (c >= '\u007f' && c <= '\u009f') || (c >= '\ud800' && c <= '\uf8ff') || c >= '\ufff0';
    }
}
