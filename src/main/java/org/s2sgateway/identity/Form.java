package org.s2sgateway.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * The fields of a form or of a query, in their order (WHATWG URL, "application/x-www-form-urlencoded parsing"). Stricter
 * than browsers need it: what is not UTF-8 or not correctly escaped was not sent by a page of ours.
 */
record Form(Map<String, List<String>> fields) {

    /** The field that shows that a page sent the form which this browser was given. */
    static final String TOKEN = "formToken";

    private static final String VIEW_STATE = "jakarta.faces.ViewState";

    /** The only state that our views have; another one Faces would fail to restore. */
    private static final List<String> STATELESS = List.of("stateless");

    private static final int MOST_FIELDS = 100;

    /** A table of a grant has a field for its name and one for each of four verbs. */
    private static final int MOST_FIELDS_OF_STAFF = 6_000;

    Form {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        fields = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads the fields.
     *
     * @throws Refusal with 400 where they cannot be read, or are too many
     */
    static Form parse(byte[] octets) {
        return parse(octets, MOST_FIELDS);
    }

    /** Reads the fields of a form that may have some thousands of them. */
    static Form parseLong(byte[] octets) {
        return parse(octets, MOST_FIELDS_OF_STAFF);
    }

    private static Form parse(byte[] octets, int most) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int count = 0;
        StringTokenizer pairs = new StringTokenizer(new String(octets, StandardCharsets.ISO_8859_1), "&");
        while (pairs.hasMoreTokens()) {
            String pair = pairs.nextToken();
            if (++count > most) {
                throw new Refusal(ProblemType.BAD_REQUEST, "A form has at most " + most + " fields.");
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            fields.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value);
        }
        return new Form(fields);
    }

    /**
     * Refuses a form that no page of ours gave to this browser.
     *
     * @throws Refusal with 403, or with 400 where the form contradicts itself
     */
    void mustBeOf(Optional<Browser> browser) {
        List<String> tokens = fields.getOrDefault(TOKEN, List.of());
        if (tokens.size() > 1) {
            throw new Refusal(ProblemType.BAD_REQUEST, "The form has two tokens.");
        }
        boolean known = browser.isPresent()
                && tokens.size() == 1
                && isSame(browser.get().formToken(), tokens.get(0));
        if (!known) {
            throw new Refusal(ProblemType.FOREIGN_FORM, "The form was not opened in this browser session.");
        }
        if (!fields.getOrDefault(VIEW_STATE, STATELESS).equals(STATELESS)) {
            throw new Refusal(ProblemType.BAD_REQUEST, "The form has a state that no page of ours has.");
        }
    }

    /** These fields and, behind them, others. */
    Form with(Form others) {
        Map<String, List<String>> all = new LinkedHashMap<>(fields);
        others.fields.forEach((name, values) -> all.merge(name, values, Form::joined));
        return new Form(all);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    // Constant time: a comparison must not tell how much of a guess was right.
    private static boolean isSame(String expected, String sent) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                octets.write(16 * digit(text, i + 1) + digit(text, i + 2));
                i += 2;
            } else {
                octets.write(c == '+' ? ' ' : c);
            }
        }
        try {
            // Unlike a new String(), a new decoder reports what is not UTF-8.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new Refusal(ProblemType.BAD_REQUEST, "The form is not in UTF-8.");
        }
    }

    private static int digit(String text, int index) {
        int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
        if (digit < 0) {
            throw new Refusal(
                    ProblemType.BAD_REQUEST, "The form has a percent sign without two hexadecimal digits after it.");
        }
        return digit;
    }
}
