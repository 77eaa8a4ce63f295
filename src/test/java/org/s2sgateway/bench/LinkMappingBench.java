package org.s2sgateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.s2sgateway.odata.BodyFilter;
import org.s2sgateway.odata.LinkMapping;
import org.s2sgateway.odata.Links;
import org.s2sgateway.odata.Sink;

/**
 * What it costs to map the links of an answer, beside a plain copy of it and beside a parser that only reads it. A body
 * of 1 MB comes in pieces of 8 KB; the column {@code megabytes} is MB a second on one core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LinkMappingBench {

    private static final int PIECE = 8192;
    private static final int LENGTH = 1_000_000;

    /** What the answer is made of. */
    @Param({"accounts", "strings", "numbers", "pretty", "links"})
    public String answer = "";

    private byte[] body = {};
    private Links links;
    private final byte[] copy = new byte[2 * LENGTH];
    private int copied;
    private final Sink sink = (bytes, offset, length) -> {
        System.arraycopy(bytes, offset, copy, copied, length);
        copied += length;
    };

    /** Makes megabytes a second out of what JMH counts. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Bytes {

        private long count;

        public double megabytes() {
            return count / 1e6;
        }

        @Setup(org.openjdk.jmh.annotations.Level.Iteration)
        public void reset() {
            count = 0;
        }
    }

    @Setup
    public void prepare() {
        links = new LinkMapping(
                        "https://gateway.example.org/api/dataverse",
                        List.of("contoso.crm4.dynamics.com", "contoso.api.crm4.dynamics.com"))
                .answers();
        StringBuilder rows = new StringBuilder(
                "{\"@odata.context\":\"https://contoso.crm4.dynamics.com/api/data/v9.2/$metadata#accounts\",\"value\":[");
        for (int i = 1; rows.length() < LENGTH - 4000; i++) {
            rows.append(i == 1 ? "" : ",").append(row(i));
        }
        rows.append("],\"@odata.nextLink\":\"https://contoso.crm4.dynamics.com/api/data/v9.2/accounts?$skiptoken=x\"}");
        body = rows.toString().getBytes(UTF_8);
    }

    @Benchmark
    public int mapped(Bytes bytes) throws IOException {
        copied = 0;
        try (BodyFilter filter = links.filter("application/json").orElseThrow()) {
            for (int at = 0; at < body.length; at += PIECE) {
                filter.write(body, at, Math.min(PIECE, body.length - at), sink);
            }
            filter.end(sink);
        }
        bytes.count += body.length;
        return copied;
    }

    @Benchmark
    public int plainCopy(Bytes bytes) throws IOException {
        copied = 0;
        for (int at = 0; at < body.length; at += PIECE) {
            sink.write(body, at, Math.min(PIECE, body.length - at));
        }
        bytes.count += body.length;
        return copied;
    }

    @Benchmark
    public int parsed(Bytes bytes) {
        int events = 0;
        try (JsonParser parser = Json.createParser(new ByteArrayInputStream(body))) {
            while (parser.hasNext()) {
                parser.next();
                events++;
            }
        }
        bytes.count += body.length;
        return events;
    }

    private String row(int i) {
        return switch (answer) {
            case "accounts" -> account(i).replace("\n", "");
            case "pretty" -> account(i).replace("\n", "\r\n      ").replace("\":", "\": ");
            case "strings" ->
                "{\"description\":\"" + "Lorem ipsum dolor sit amet, \\\"consectetur\\\" adipiscing elit.\\n".repeat(40)
                        + "\"}";
            case "numbers" ->
                "{\"a\":%d,\"b\":%d.25,\"c\":-0.000%d,\"d\":[1,2,3,%d,5,6,7,8,9,10]}".formatted(i, i * 7919L, i, i);
            case "links" ->
                "{\"@odata.id\":\"https://contoso.crm4.dynamics.com/api/data/v9.2/accounts(%d)\"}".formatted(i);
            default -> throw new IllegalArgumentException(answer);
        };
    }

    private static String account(int i) {
        return String.format(
                Locale.ROOT,
                """
                {
                "@odata.etag":"W/\\"%1$d\\"",
                "accountid":"%1$08d-c9ae-e811-a957-000d3af4b1e2",
                "name":"Litware, Inc. (sample) %1$d",
                "accountnumber":"ABSS%1$d",
                "revenue@OData.Community.Display.V1.FormattedValue":"$%1$d,000.00",
                "revenue":%1$d000.0000000000,
                "statecode@OData.Community.Display.V1.FormattedValue":"Active",
                "statecode":0,
                "createdon@OData.Community.Display.V1.FormattedValue":"11/20/2026 9:12 AM",
                "createdon":"2026-11-20T09:12:44Z",
                "emailaddress1":null,
                "_primarycontactid_value@OData.Community.Display.V1.FormattedValue":"Susanna Stubberod (sample)",
                "_primarycontactid_value@Microsoft.Dynamics.CRM.associatednavigationproperty":"primarycontactid",
                "_primarycontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"contact",
                "_primarycontactid_value":"d2f0a5e1-c9ae-e811-a957-000d3af4b1e2"
                }""",
                i);
    }

    public static void main(String... arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(LinkMappingBench.class.getName())
                        .build())
                .run();
    }
}
