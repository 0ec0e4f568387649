package io.grove.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static io.grove.architecture.ArchitectureTest.access;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of the JDK that gives the same answer on every member: what the pure packages may use. */
final class PureJdk {

    private static final Set<String> PACKAGES = Set.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke", // what the compiler makes of lambdas and string concatenation
            "java.lang.runtime", // what the compiler makes of records
            "java.math",
            "java.nio.charset",
            "java.util",
            "java.util.function",
            "java.util.stream");

    /** Clocks, chance, threads, the process, and collections that iterate in hash order. */
    private static final Set<String> BANNED_TYPES = Set.of(
            "java.lang.ClassLoader",
            "java.lang.InheritableThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.util.Calendar",
            "java.util.Date",
            "java.util.GregorianCalendar",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.Properties",
            "java.util.Random",
            "java.util.ResourceBundle",
            "java.util.Scanner",
            "java.util.ServiceLoader",
            "java.util.SplittableRandom",
            "java.util.TimeZone",
            "java.util.Timer",
            "java.util.TimerTask",
            "java.util.WeakHashMap");

    static final DescribedPredicate<JavaClass> TYPES = describe("are pure parts of the JDK", type -> {
        JavaClass base = type.getBaseComponentType();
        return base.isPrimitive()
                || (PACKAGES.contains(base.getPackageName())
                        && !BANNED_TYPES.contains(base.getName())
                        && !BANNED_TYPES.contains(outermost(base)));
    });

    /** {@code Set.of} and {@code Map.of} iterate in an order that is salted anew in every process. */
    static final DescribedPredicate<JavaAccess<?>> FORBIDDEN_CALLS = access(
                    System.class, "(?!arraycopy$|lineSeparator$).*")
            .or(access(Set.class, "of|copyOf"))
            .or(access(Map.class, "of|ofEntries|copyOf"))
            .or(access(Collectors.class, "toSet|toMap|toUnmodifiableSet|toUnmodifiableMap|groupingBy"))
            .or(access(Collection.class, "parallelStream"))
            .or(access(List.class, "parallelStream"))
            .or(access(Locale.class, "getDefault"))
            .or(access(Math.class, "random"))
            .or(access(StrictMath.class, "random"))
            .or(access(java.util.UUID.class, "randomUUID"))
            .or(access(java.util.Collections.class, "shuffle"))
            .or(access(Object.class, "wait|notify|notifyAll"))
            .as("calls whose answer differs between members");

    private PureJdk() {}

    private static String outermost(JavaClass type) {
        int dollar = type.getName().indexOf('$');
        return dollar < 0 ? type.getName() : type.getName().substring(0, dollar);
    }
}
