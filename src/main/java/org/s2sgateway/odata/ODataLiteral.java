package org.s2sgateway.odata;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Values in a query: what somebody typed stays one value there, whatever it holds. */
public final class ODataLiteral {

    private ODataLiteral() {}

    /**
     * The text as a string literal for a {@code $filter}, percent-encoded, quotes included.
     *
     * @see <a href="https://docs.oasis-open.org/odata/odata/v4.0/os/part2-url-conventions/odata-v4.0-os-part2-url-conventions.html#_Toc372793792">OData
     *     4.0 part 2, section 5.1.1.6.1</a>
     */
    public static String string(String text) {
        String literal = "'" + text.replace("'", "''") + "'";
        return URLEncoder.encode(literal, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
