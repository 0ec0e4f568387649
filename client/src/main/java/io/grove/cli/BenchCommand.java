package io.grove.cli;

import io.grove.cli.bench.BenchPlan;
import io.grove.cli.bench.BenchResult;
import io.grove.cli.bench.BenchRun;
import io.grove.cli.bench.Workload;
import io.grove.client.GroveException;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code grove bench}: puts load on an ensemble and measures. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Puts load on an ensemble and measures rate, latency and CPU time per operation.",
            "Clients work in a closed loop. Leaves its znodes below /grove-bench."
        })
final class BenchCommand extends ConnectedCommand {
    private static final double[] PERCENTILES = {50, 99, 99.9};

    @Option(
            names = "--workload",
            paramLabel = "WHAT",
            description = "set, get, get-linearizable, create or mixed (9 gets to 1 set). Default: ${DEFAULT-VALUE}",
            converter = Named.class,
            defaultValue = "set")
    private Workload workload = Workload.SET;

    @Option(names = "--clients", paramLabel = "N", description = "Sessions. Default: ${DEFAULT-VALUE}")
    private int clients = 4;

    @Option(
            names = "--outstanding",
            paramLabel = "N",
            description = "Operations that each client has under way. Default: ${DEFAULT-VALUE}")
    private int outstanding = 16;

    @Option(names = "--value-bytes", paramLabel = "N", description = "Size of data. Default: ${DEFAULT-VALUE}")
    private int valueBytes = 100;

    @Option(names = "--warmup", paramLabel = "SECONDS", description = "Before measuring. Default: ${DEFAULT-VALUE}")
    private int warmupSeconds = 3;

    @Option(names = "--seconds", paramLabel = "SECONDS", description = "Measuring. Default: ${DEFAULT-VALUE}")
    private int seconds = 10;

    @Override
    public Integer call() throws InterruptedException {
        BenchPlan plan;
        try {
            plan = new BenchPlan(
                    workload,
                    clients,
                    outstanding,
                    valueBytes,
                    Duration.ofSeconds(warmupSeconds),
                    Duration.ofSeconds(seconds));
        } catch (IllegalArgumentException e) {
            throw wrongUsage(String.valueOf(e.getMessage()));
        }
        Reachability.require(connection().servers(), connection().waiting());
        try {
            BenchResult result = new BenchRun(connection().clientConfig(), plan).run(output()::remark);
            print(plan, result);
            return result.operations() > 0 ? 0 : GroveCli.NO_CONNECTION;
        } catch (CompletionException e) {
            throw e.getCause() instanceof GroveException failure ? failure.rethrown() : e;
        }
    }

    private void print(BenchPlan plan, BenchResult result) {
        if (output().json()) {
            JsonLine line = new JsonLine()
                    .put("workload", plan.workload().toString())
                    .put("clients", plan.clients())
                    .put("outstanding", plan.outstanding())
                    .put("value_bytes", plan.valueBytes())
                    .put("seconds", result.elapsed().toMillis() / 1e3)
                    .put("operations", result.operations())
                    .put("failures", result.failures())
                    .put("operations_per_second", rounded(result.rate()));
            for (double percentile : PERCENTILES) {
                line.put("latency_us_p" + name(percentile), rounded(result.latencyMicros(percentile)));
            }
            line.put("members_cpu_us_per_operation", known(result.membersCpuMicrosPerOperation()))
                    .put("generator_cpu_us_per_operation", known(result.generatorCpuMicrosPerOperation()));
            output().line(line);
            return;
        }
        output().table(new TextTable(
                        "WORKLOAD",
                        "CLIENTS",
                        "OUTST.",
                        "BYTES",
                        "OP/S",
                        "P50 ms",
                        "P99 ms",
                        "P99.9 ms",
                        "CPU us/op",
                        "GEN us/op",
                        "FAILED")
                .row(
                        plan.workload(),
                        plan.clients(),
                        plan.outstanding(),
                        plan.valueBytes(),
                        "%.0f".formatted(result.rate()),
                        millis(result, 50),
                        millis(result, 99),
                        millis(result, 99.9),
                        "%.1f".formatted(known(result.membersCpuMicrosPerOperation())),
                        "%.1f".formatted(known(result.generatorCpuMicrosPerOperation())),
                        result.failures()));
    }

    private static String millis(BenchResult result, double percentile) {
        return "%.2f".formatted(result.latencyMicros(percentile) / 1e3);
    }

    /** The percentile as part of a name: 99.9 is {@code 999}. */
    private static String name(double percentile) {
        return percentile == Math.rint(percentile)
                ? Long.toString((long) percentile)
                : Double.toString(percentile).replace(".", "");
    }

    private static double known(OptionalDouble value) {
        return rounded(value.orElse(Double.NaN));
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 10) / 10.0 : value;
    }

    /** A workload by its name. */
    static final class Named implements ITypeConverter<Workload> {
        @Override
        public Workload convert(String name) {
            try {
                return Workload.named(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
