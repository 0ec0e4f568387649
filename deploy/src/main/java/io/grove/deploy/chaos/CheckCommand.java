package io.grove.deploy.chaos;

import io.grove.deploy.history.HistoryChecker;
import io.grove.deploy.history.HistoryFile;
import io.grove.deploy.history.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code grove chaos check}: checks a history again. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks a history that was kept.",
        footer = {"", "Exit codes: 0 every promise held, 1 one did not, 2 usage or not a history."})
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A history, as `grove chaos` keeps it.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        Verdict verdict;
        try {
            verdict = HistoryChecker.check(HistoryFile.read(file));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("grove: can't read " + file + ": " + e.getMessage());
            return 2;
        }
        verdict.violations().forEach(violation -> Evidence.print(violation, System.out::println));
        System.out.printf(
                "%,d operations, %,d writes acknowledged, %,d events, %d violations%s%n",
                verdict.calls(),
                verdict.acknowledged(),
                verdict.events(),
                verdict.violations().size(),
                verdict.isComplete() ? "" : "; not checked to its end");
        return verdict.violations().isEmpty() ? 0 : 1;
    }
}
