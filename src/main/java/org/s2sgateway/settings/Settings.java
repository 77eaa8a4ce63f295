package org.s2sgateway.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads configuration keys and remembers everything that is wrong with them, so that an operator sees all faults of a
 * start at once. Features ask for values with the key's own parser; a value that does not parse is a {@link Fault} of
 * its key and reads as absent.
 *
 * <p>A fault names its key and says what is expected, never what was given: a secret pasted under the wrong key must
 * not reach a log. Not thread-safe: it is used once, while the application starts.
 */
public final class Settings {

    /** What is wrong with one key, in words for the operator. */
    public record Fault(String key, String explanation) {}

    /** One key as it was read: the value as it may be shown (secrets as {@code ***}), and whether it is the default. */
    public record Reading(String key, String shown, boolean isDefault) {}

    /** Turns the text of a key into its value; throws {@link IllegalArgumentException} with what was expected. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(String text);
    }

    private final Function<String, Optional<String>> source;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Reading> readings = new LinkedHashMap<>();

    private Settings(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /** Settings out of whatever answers for a key; absent and blank are the same. */
    public static Settings of(Function<String, Optional<String>> source) {
        return new Settings(source);
    }

    /** Settings out of a map, for tests. */
    public static Settings of(Map<String, String> values) {
        return of(key -> Optional.ofNullable(values.get(key)));
    }

    /** The value of an optional key. */
    public <T> Optional<T> find(String key, Parser<T> parser) {
        Optional<String> text = raw(key);
        readings.put(key, new Reading(key, text.orElse("(not set)"), text.isEmpty()));
        return text.flatMap(given -> parse(key, given, parser));
    }

    /** The value of a key with a default, which is given as text so that the report can show it. */
    public <T> Optional<T> find(String key, String defaultText, Parser<T> parser) {
        Optional<String> text = raw(key);
        readings.put(key, new Reading(key, text.orElse(defaultText), text.isEmpty()));
        return parse(key, text.orElse(defaultText), parser);
    }

    /** The value of a key that must be there; its absence is a fault. */
    public <T> Optional<T> require(String key, Parser<T> parser) {
        Optional<T> value = find(key, parser);
        if (raw(key).isEmpty()) {
            fault(key, "is required");
        }
        return value;
    }

    /** The elements of a comma separated key; empty where it is not set. */
    public <T> List<T> list(String key, Parser<T> parser) {
        Optional<String> text = raw(key);
        readings.put(key, new Reading(key, text.orElse("(not set)"), text.isEmpty()));
        return text.map(given -> Arrays.stream(given.split(","))
                        .map(String::strip)
                        .filter(element -> !element.isEmpty())
                        .flatMap(element -> parse(key, element, parser).stream())
                        .toList())
                .orElse(List.of());
    }

    /** The value of an optional key whose value must not be shown. */
    public Optional<Secret> secret(String key) {
        Optional<String> text = raw(key);
        readings.put(key, new Reading(key, text.isPresent() ? "***" : "(not set)", text.isEmpty()));
        return text.map(Secret::of);
    }

    /** Whether the key has a value at all, good or bad. */
    public boolean has(String key) {
        return raw(key).isPresent();
    }

    /** Records what is wrong with a key. */
    public void fault(String key, String explanation) {
        faults.add(new Fault(key, explanation));
    }

    /** All faults so far, in the order in which they were found. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Whether the key, or one below it, has a fault. */
    public boolean hasFaultIn(String prefix) {
        return faults.stream().anyMatch(fault -> fault.key().startsWith(prefix));
    }

    /** Every key that was read, in the order of reading; what a faulty one was given is not in it. */
    public List<Reading> readings() {
        return readings.values().stream().map(this::withoutFaultyValue).toList();
    }

    private Reading withoutFaultyValue(Reading reading) {
        boolean faulty = faults.stream().anyMatch(fault -> fault.key().equals(reading.key()));
        return faulty && !reading.isDefault() ? new Reading(reading.key(), "(not valid)", false) : reading;
    }

    private Optional<String> raw(String key) {
        return source.apply(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    private <T> Optional<T> parse(String key, String text, Parser<T> parser) {
        try {
            return Optional.of(parser.parse(text));
        } catch (NumberFormatException notANumber) {
            // Its own message would repeat the value.
            fault(key, "has to be a number");
            return Optional.empty();
        } catch (IllegalArgumentException expected) {
            String message = expected.getMessage();
            fault(key, message == null ? "is not valid" : message);
            return Optional.empty();
        }
    }
}
