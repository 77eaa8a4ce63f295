package org.s2sgateway.bench;

import java.util.List;
import java.util.Map;

/**
 * One line of the result.
 *
 * @param server on which the gateway ran meanwhile; empty where there was none
 * @param what was measured, for people
 * @param runs a figure for each repetition, in the order in which they were taken
 * @param beside how the median compares with what was measured in the same run; the keys say with what
 * @param remark what else has to be known; often empty
 * @param others the share of the processors that others took meanwhile, in percent, at its highest; NaN where nobody looked
 */
record Measurement(
        String server,
        String what,
        String unit,
        List<Double> runs,
        Map<String, Double> beside,
        String remark,
        double others) {

    Measurement {
        runs = List.copyOf(runs);
    }

    static Measurement of(String server, String what, String unit, List<Double> runs) {
        return new Measurement(server, what, unit, runs, Map.of(), "", Double.NaN);
    }

    Measurement beside(Map<String, Double> comparisons) {
        return new Measurement(server, what, unit, runs, comparisons, remark, others);
    }

    Measurement remark(String text) {
        return new Measurement(server, what, unit, runs, beside, text, others);
    }

    Measurement others(double percent) {
        return new Measurement(server, what, unit, runs, beside, remark, percent);
    }

    double median() {
        return Numbers.median(runs);
    }

    double lowest() {
        return runs.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    double highest() {
        return runs.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }
}
