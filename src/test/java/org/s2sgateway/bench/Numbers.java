package org.s2sgateway.bench;

import java.util.Arrays;
import java.util.List;

/** The two figures that are quoted of many. */
final class Numbers {

    private Numbers() {}

    /** The middle one, or the mean of the two in the middle; NaN of none. */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The smallest value that at least this share of all values does not exceed (nearest rank); 0 of none.
     *
     * @param percent above 0, at most 100
     */
    static long percentile(long[] values, double percent) {
        if (percent <= 0 || percent > 100) {
            throw new IllegalArgumentException(percent + " is no percentile");
        }
        if (values.length == 0) {
            return 0;
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        // Without the small allowance 99.9 % of 1000 would be the 1000th: the product is 999.0000000000001.
        int rank = (int) Math.ceil(percent / 100 * sorted.length - 1e-9);
        return sorted[Math.max(rank, 1) - 1];
    }
}
