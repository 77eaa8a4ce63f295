package org.s2sgateway.simulator.wire;

/**
 * The service protection limits of Dataverse: code and text of the 429 (Microsoft, "Service protection API limits").
 * The numbers in the texts are the documented ones, whatever is configured here.
 */
public enum ServiceLimit {
    REQUESTS("0x80072322", "Number of requests exceeded the limit of 6000 over time window of 300 seconds."),
    EXECUTION_TIME(
            "0x80072321",
            "Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds over time window of"
                    + " 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try"
                    + " again later."),
    CONCURRENCY("0x80072326", "Number of concurrent requests exceeded the limit of 52.");

    private final String code;
    private final String message;

    ServiceLimit(String code, String message) {
        this.code = code;
        this.message = message;
    }

    public String code() {
        return code;
    }

    public String message() {
        return message;
    }

    /** Its name in lower case with hyphens; throws {@link IllegalArgumentException}. */
    public static ServiceLimit of(String name) {
        for (ServiceLimit limit : values()) {
            if (limit.name().replace('_', '-').equalsIgnoreCase(name)) {
                return limit;
            }
        }
        throw new IllegalArgumentException("limit is one of requests, execution-time, concurrency");
    }
}
