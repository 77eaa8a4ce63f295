package org.s2sgateway.grants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.s2sgateway.odata.BodyFilter;

/** Pushes bodies through the judgement of a request. */
final class Bodies {

    static final String JSON = "application/json; charset=utf-8";

    private Bodies() {}

    /** What a body needs, or {@code refused: } and why: it is sent again and again with whatever was missing. */
    static String needs(BodyJudgement judgement, String body) {
        Map<String, Set<Verb>> tables = new HashMap<>();
        Set<Need> needs = new HashSet<>();
        while (true) {
            try {
                byte[] sent = sent(judgement.filter(grant(tables), JSON), body.getBytes(UTF_8), List.of());
                if (!Arrays.equals(sent, body.getBytes(UTF_8))) {
                    throw new AssertionError("The body has been changed: " + new String(sent, UTF_8));
                }
                return needs.isEmpty() ? "nothing" : new Needs(needs, Set.of(), false).toString();
            } catch (BodyRefused refused) {
                if (refused.missing().isEmpty()) {
                    return "refused: " + refused.getMessage();
                }
                needs.addAll(refused.missing().tables());
                refused.missing().tables().forEach(need -> tables.computeIfAbsent(
                                need.table(), table -> new HashSet<>())
                        .add(need.verb()));
            }
        }
    }

    static Grant grant(Map<String, Set<Verb>> tables) {
        return new Grant(
                "c", Set.of(Grant.ALL), Set.of(Grant.ALL), tables, ImpersonationMode.NONE, Set.of(), false, false);
    }

    /** A grant for everything in some tables. */
    static Grant grantOf(Set<String> names) {
        Map<String, Set<Verb>> tables = new HashMap<>();
        names.forEach(name -> tables.put(name, Set.of(Verb.values())));
        return grant(tables);
    }

    /** What comes out of a body that is cut at the places, which are taken modulo its length. */
    static byte[] sent(BodyFilter filter, byte[] body, List<Integer> places) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        send(filter, body, places, out);
        return out.toByteArray();
    }

    static void send(BodyFilter filter, byte[] body, List<Integer> places, ByteArrayOutputStream out) {
        int[] ends = places.stream()
                .mapToInt(place -> place % (body.length + 1))
                .sorted()
                .toArray();
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
    }

    private static void write(BodyFilter filter, byte[] body, int from, int to, ByteArrayOutputStream out)
            throws IOException {
        byte[] lent = new byte[to - from + 7];
        Arrays.fill(lent, (byte) '"');
        System.arraycopy(body, from, lent, 3, to - from);
        filter.write(lent, 3, to - from, out::write);
        Arrays.fill(lent, (byte) 'X');
    }
}
