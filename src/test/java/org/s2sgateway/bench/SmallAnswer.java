package org.s2sgateway.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** The answer that most calls of most consumers get: a few rows with annotations, 2.3 KB, with the environment's links. */
final class SmallAnswer {

    static final int LENGTH = 2_300;
    static final String PATH = "/api/data/v9.2/accounts?$select=name,accountnumber,revenue&$top=5";

    private static final int ROWS = 5;

    private SmallAnswer() {}

    /** The body, as long for each host of the same length. */
    static String body(String host) {
        Random random = new Random(42);
        StringBuilder body = new StringBuilder("{\"@odata.context\":\"https://" + host
                + "/api/data/v9.2/$metadata#accounts(name,accountnumber,revenue)\",\"value\":[");
        for (int row = 0; row < ROWS; row++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            body.append(row == 0 ? "" : ",")
                    .append("{\"@odata.etag\":\"W/\\\"%d\\\"\",".formatted(1_000_000 + random.nextInt(9_000_000)))
                    .append("\"name\":\"Account number %d of the benchmark\",".formatted(row))
                    .append("\"accountnumber\":\"A-%05d\",".formatted(random.nextInt(100_000)))
                    .append("\"revenue@OData.Community.Display.V1.FormattedValue\":\"€10,000.00\",\"revenue\":10000.0,")
                    .append("\"_transactioncurrencyid_value@Microsoft.Dynamics.CRM.lookuplogicalname\":")
                    .append("\"transactioncurrency\",\"_transactioncurrencyid_value\":\"" + id + "\",")
                    .append("\"accountid\":\"" + id + "\"}");
        }
        body.append("],\"@odata.nextLink\":\"https://" + host
                + "/api/data/v9.2/accounts?$select=name,accountnumber,revenue&$skiptoken=%3Ccookie%20pagenumber=%222%22%20"
                + "pagingcookie=%22");
        // A paging cookie is long, too.
        while (length(body) < LENGTH - 3) {
            body.append((char) ('a' + random.nextInt(26)));
        }
        return body.append("%22\"}".substring(length(body) + 5 - LENGTH)).toString();
    }

    /** As many of them, and as long, as Dataverse sends. */
    static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json; odata.metadata=minimal");
        headers.put("Cache-Control", "no-cache");
        headers.put("Allow", "OPTIONS,GET,HEAD,POST");
        headers.put("x-ms-service-request-id", "0c9a3a9e-7e8c-4b2c-9f5e-0d7a7a2f6a11");
        headers.put("Set-Cookie", "ARRAffinity=5f3c1d; domain=localhost; path=/; secure; HttpOnly");
        headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        headers.put("REQ_ID", "0c9a3a9e-7e8c-4b2c-9f5e-0d7a7a2f6a11");
        headers.put("AuthActivityId", "9d5f0a2c-3b1e-4f6e-8a57-12b1f3f0c001");
        headers.put("x-ms-ratelimit-time-remaining-xrm-requests", "1,200.00");
        headers.put("x-ms-ratelimit-burst-remaining-xrm-requests", "5999");
        headers.put("Preference-Applied", "odata.include-annotations=\"*\"");
        headers.put("Vary", "Prefer");
        headers.put("OData-Version", "4.0");
        return headers;
    }

    /** What a client of Dataverse sends with each request. */
    static Map<String, String> requestHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("OData-MaxVersion", "4.0");
        headers.put("OData-Version", "4.0");
        headers.put("Prefer", "odata.include-annotations=\"*\"");
        headers.put("User-Agent", "bench/1.0");
        return headers;
    }

    private static int length(StringBuilder ascii) {
        // The euro signs are three bytes each, and one character.
        return ascii.length() + 2 * ROWS;
    }
}
