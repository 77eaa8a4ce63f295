package org.s2sgateway.management;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * The part of a list that a caller asks for by {@code limit} and {@code cursor}. The cursor holds the key of the last
 * element of the page before, so that a list that changes meanwhile neither skips nor repeats what stayed.
 *
 * @param limit how many elements at most, 1 to 200
 * @param after the key behind which the part starts; empty for the start of the list
 */
record Slice(int limit, String after) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int GREATEST_LIMIT = 200;

    /** Reads the two query parameters; the keys of this list satisfy the given test. */
    static Slice of(@Nullable String limit, @Nullable String cursor, Predicate<String> key) {
        return new Slice(
                limit == null ? DEFAULT_LIMIT : parsedLimit(limit), cursor == null ? "" : parsedCursor(cursor, key));
    }

    /** How many elements to fetch: one more than are shown tells whether there is a next page. */
    int fetch() {
        return limit + 1;
    }

    /** The page of what was fetched. */
    <E, T> Page<T> page(String address, List<E> fetched, Function<E, String> key, Function<E, T> shown) {
        List<E> elements = fetched.subList(0, Math.min(limit, fetched.size()));
        String next = fetched.size() <= limit
                ? null
                : address + "?limit=" + limit + "&cursor=" + cursor(key.apply(elements.get(limit - 1)));
        return new Page<>(elements.stream().map(shown).toList(), next);
    }

    private static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static int parsedLimit(String text) {
        // No sign and no leading zero: parseInt alone would take "+5".
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > GREATEST_LIMIT) {
            throw new Refusal(ProblemType.BAD_REQUEST, "limit has to be a number from 1 to " + GREATEST_LIMIT);
        }
        return Integer.parseInt(text);
    }

    private static String parsedCursor(String text, Predicate<String> key) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            String after = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (key.test(after)) {
                return after;
            }
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            // Refused below, like a cursor of another list.
        }
        throw new Refusal(ProblemType.BAD_REQUEST, "cursor is not one that this list gave");
    }
}
