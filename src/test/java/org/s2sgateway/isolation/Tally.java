package org.s2sgateway.isolation;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What became of the calls. Thread-safe. */
final class Tally {

    private static final int MOST_PRINTED = 40;
    /** In percent: beyond it a run says too little to be believed. */
    private static final int MOST_LIMITED = 10;

    private static final String LIMITED = "limited";
    private static final String CUT = "cut";

    private final Map<Kind, Map<String, LongAdder>> outcomes = new ConcurrentHashMap<>();
    private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
    private final LongAdder calls = new LongAdder();

    void answered(Kind kind, Answer answer) {
        add(kind, answer.isLimited() ? LIMITED : Integer.toString(answer.status()));
    }

    /** Broken off by the suite itself. */
    void cut(Kind kind) {
        add(kind, CUT);
    }

    void silent(Kind kind) {
        add(kind, "silent");
    }

    private void add(Kind kind, String outcome) {
        calls.increment();
        outcomes.computeIfAbsent(kind, first -> new ConcurrentHashMap<>())
                .computeIfAbsent(outcome, first -> new LongAdder())
                .increment();
    }

    void found(Finding finding) {
        findings.add(finding);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    long calls() {
        return calls.sum();
    }

    long limited() {
        return count(LIMITED);
    }

    /** How many calls of a kind there were. */
    long calls(Kind kind) {
        return outcomes.getOrDefault(kind, Map.of()).values().stream()
                .mapToLong(LongAdder::sum)
                .sum();
    }

    /** Adds a finding where too little got through to say anything. */
    void close() {
        if (limited() * 100 > calls() * MOST_LIMITED) {
            found(new Finding(
                    Crossing.LIMITED,
                    "the whole run",
                    limited() + " of " + calls() + " calls: fewer at once, or limits that let the suite through"));
        }
    }

    void print(PrintStream out, long seed, double seconds) {
        TreeMap<String, Long> columns = new TreeMap<>();
        outcomes.values()
                .forEach(kinds -> kinds.forEach((name, number) -> columns.merge(name, number.sum(), Long::sum)));
        StringBuilder head = new StringBuilder("%-28s %8s".formatted("kind of call", "calls"));
        columns.keySet().forEach(name -> head.append("%9s".formatted(name)));
        out.println();
        out.println(head);
        new EnumMap<>(outcomes).forEach((kind, numbers) -> {
            StringBuilder row = new StringBuilder("%-28s %8d".formatted(words(kind), calls(kind)));
            columns.keySet()
                    .forEach(name -> row.append("%9s"
                            .formatted(
                                    numbers.containsKey(name)
                                            ? numbers.get(name).sum()
                                            : "")));
            out.println(row);
        });
        StringBuilder sum = new StringBuilder("%-28s %8d".formatted("all", calls()));
        columns.values().forEach(number -> sum.append("%9d".formatted(number)));
        out.println(sum);
        out.printf(
                "%n%d findings in %d calls, %.1f s, seed %d; refused for being too many: %d, cut off by the suite: %d%n",
                findings.size(), calls(), seconds, seed, limited(), count(CUT));
        printFindings(out);
    }

    private void printFindings(PrintStream out) {
        EnumMap<Crossing, Long> numbers = new EnumMap<>(Crossing.class);
        findings.forEach(finding -> numbers.merge(finding.crossing(), 1L, Long::sum));
        numbers.forEach((crossing, number) -> out.printf("  %6d %-12s %s%n", number, crossing, crossing.words()));
        findings.stream().limit(MOST_PRINTED).forEach(out::println);
        if (findings.size() > MOST_PRINTED) {
            out.println("... and " + (findings.size() - MOST_PRINTED) + " more");
        }
    }

    private long count(String outcome) {
        return outcomes.values().stream()
                .mapToLong(numbers ->
                        numbers.containsKey(outcome) ? numbers.get(outcome).sum() : 0)
                .sum();
    }

    private static String words(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
