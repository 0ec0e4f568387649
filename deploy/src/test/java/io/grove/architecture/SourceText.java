package io.grove.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Just enough Java to find functions and calls: blanks comments and literals, then counts braces. */
final class SourceText {

    /** A function with a body, from the line of its name to the line of its closing brace. */
    record Function(String name, int firstLine, int lines) {}

    private record Open(String function, int line) {}

    /** A comment, a text block, a string or a character, whichever starts first. */
    private static final Pattern NOT_CODE = Pattern.compile("//[^\\n]*"
            + "|/\\*(?s:.*?)\\*/"
            + "|\"\"\"(?s:(?:\\\\.|.)*?)\"\"\""
            + "|\"(?:\\\\.|[^\"\\\\\\n])*+\""
            + "|'(?:\\\\.|[^'\\\\\\n])+'");

    private static final Pattern FUNCTION_HEADER =
            Pattern.compile("(?<![@.\\w])(\\w+)\\s*\\([^{};]*\\)\\s*(?:throws\\s[\\w.,\\s]+)?\\s*$");

    private static final Pattern NOT_A_FUNCTION =
            Pattern.compile("\\b(if|for|while|switch|catch|synchronized|try|else|do|new|record|return|yield)\\b|->|=");

    private SourceText() {}

    /** The same text, same length and lines, with comments and literals turned into blanks. */
    static String codeOnly(String source) {
        return NOT_CODE.matcher(source)
                .replaceAll(match -> Matcher.quoteReplacement(match.group().replaceAll("[^\\n]", " ")));
    }

    static List<Function> functions(String source) {
        String code = codeOnly(source);
        List<Function> found = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        int line = 1;
        int headerStart = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '\n') {
                line++;
            } else if (c == '{') {
                open.push(opened(code.substring(headerStart, i), line));
                headerStart = i + 1;
            } else if (c == '}' && !open.isEmpty()) {
                Open closed = open.pop();
                if (!closed.function().isEmpty()) {
                    found.add(new Function(closed.function(), closed.line(), line - closed.line() + 1));
                }
                headerStart = i + 1;
            } else if (c == ';') {
                headerStart = i + 1;
            }
        }
        return found;
    }

    private static Open opened(String header, int lineOfBrace) {
        Matcher matcher = FUNCTION_HEADER.matcher(header);
        boolean isFunction = matcher.find() && !NOT_A_FUNCTION.matcher(header).find();
        if (!isFunction) {
            return new Open("", lineOfBrace);
        }
        int linesOfHeader = (int) header.substring(matcher.start(1)).lines().count();
        return new Open(matcher.group(1), lineOfBrace - linesOfHeader + 1);
    }
}
