package org.s2sgateway.odata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Pushes bodies through filters, in one piece or in many. */
final class Filtered {

    static final LinkMapping CONTOSO = new LinkMapping(
            "https://gw.example/api/dataverse", List.of("contoso.crm4.dynamics.com", "contoso.api.crm4.dynamics.com"));

    private Filtered() {}

    static byte[] whole(BodyFilter filter, byte[] body) {
        return cut(filter, body, List.of());
    }

    static String whole(BodyFilter filter, String body) {
        return new String(whole(filter, body.getBytes(UTF_8)), UTF_8);
    }

    /** The body in pieces that end at the places, which are taken modulo its length. */
    static byte[] cut(BodyFilter filter, byte[] body, List<Integer> places) {
        int[] ends = places.stream()
                .mapToInt(place -> place % (body.length + 1))
                .sorted()
                .toArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (filter) {
            int at = 0;
            for (int end : ends) {
                write(filter, body, at, end, out);
                at = end;
            }
            write(filter, body, at, body.length, out);
            filter.end(out::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The result, which has to be the same for every way to cut the body into two, and byte by byte. */
    static String atEverySplit(Supplier<BodyFilter> filters, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        String whole = whole(filters.get(), body);
        for (int place = 0; place <= bytes.length; place++) {
            assertThat(new String(cut(filters.get(), bytes, List.of(place)), UTF_8))
                    .as("cut at %d", place)
                    .isEqualTo(whole);
        }
        assertThat(new String(byteByByte(filters.get(), bytes), UTF_8)).isEqualTo(whole);
        return whole;
    }

    static byte[] byteByByte(BodyFilter filter, byte[] body) {
        return cut(
                filter,
                body,
                java.util.stream.IntStream.range(0, body.length).boxed().toList());
    }

    /** In an array with other bytes around it, which is overwritten afterwards: nobody may hold on to it. */
    private static void write(BodyFilter filter, byte[] body, int from, int to, ByteArrayOutputStream out)
            throws IOException {
        byte[] lent = new byte[to - from + 7];
        Arrays.fill(lent, (byte) '"');
        System.arraycopy(body, from, lent, 3, to - from);
        filter.write(lent, 3, to - from, out::write);
        Arrays.fill(lent, (byte) 'X');
    }
}
