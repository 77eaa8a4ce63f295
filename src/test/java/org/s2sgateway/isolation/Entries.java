package org.s2sgateway.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines {@code key=value} of a file, which know where they stand. What nobody has asked for is unknown. Not thread-safe. */
final class Entries {

    private static final Pattern LINE = Pattern.compile("\\s*([^=:\\s]+)\\s*=\\s*(.*?)\\s*");
    private static final Pattern NAMED = Pattern.compile("(environment|table|consumer)\\.([^.]*)\\.(.+)");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    private record Entry(int line, String value) {}

    private final Path file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    private Entries(Path file) {
        this.file = file;
    }

    static Entries read(Path file) throws BadFile {
        Entries entries = new Entries(file);
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new BadFile(file.toString(), "cannot be read: " + unreadable);
        }
        for (int i = 0; i < lines.size(); i++) {
            entries.add(i + 1, lines.get(i));
        }
        return entries;
    }

    private void add(int number, String line) throws BadFile {
        if (line.isBlank() || line.strip().startsWith("#")) {
            return;
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new BadFile(file + ", line " + number, "is no key=value");
        }
        String key = matcher.group(1);
        if (matcher.group(2).isEmpty()) {
            throw new BadFile(file + ", line " + number + ", " + key, "has no value");
        }
        Entry earlier = entries.put(key, new Entry(number, matcher.group(2)));
        if (earlier != null) {
            throw new BadFile(file + ", line " + number + ", " + key, "stands in line " + earlier.line() + " already");
        }
        Matcher named = NAMED.matcher(key);
        if (named.matches()) {
            // The gateway takes a request id of 64 characters, in which stand an environment and a consumer.
            int most = named.group(1).equals("table") ? 100 : 20;
            String name = named.group(2);
            if (!NAME.matcher(name).matches() || name.length() > most) {
                throw bad(key, "the name " + name + " may have a-z, 0-9, - and _, " + most + " at most");
            }
        }
    }

    /** The names in keys such as {@code consumer.<name>.client-id}, in their order. */
    Set<String> names(String what) {
        Set<String> names = new LinkedHashSet<>();
        for (String key : entries.keySet()) {
            Matcher named = NAMED.matcher(key);
            if (named.matches() && named.group(1).equals(what)) {
                names.add(named.group(2));
            }
        }
        return names;
    }

    Optional<String> find(String key) {
        asked.add(key);
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    String require(String key) throws BadFile {
        Optional<String> value = find(key);
        if (value.isEmpty()) {
            throw new BadFile(file + ", " + key, "is missing");
        }
        return value.get();
    }

    boolean flag(String key, boolean otherwise) throws BadFile {
        String value = find(key).orElse(Boolean.toString(otherwise));
        if (!value.equals("true") && !value.equals("false")) {
            throw bad(key, "is true or false, not " + value);
        }
        return value.equals("true");
    }

    int number(String key, int otherwise) throws BadFile {
        String value = find(key).orElse(Integer.toString(otherwise));
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw bad(key, "is a positive whole number, not " + value);
        }
        return Integer.parseInt(value);
    }

    /** A list of what there is, separated by commas; a star is all of it. */
    Set<String> some(String key, Set<String> all, String otherwise) throws BadFile {
        String value = find(key).orElse(otherwise);
        if (value.equals("*")) {
            return all;
        }
        Set<String> some = new LinkedHashSet<>();
        for (String one : value.isEmpty() ? new String[0] : value.split("\\s*,\\s*")) {
            if (!all.contains(one)) {
                throw bad(key, "there is no " + one + "; there are " + String.join(", ", all));
            }
            some.add(one);
        }
        return some;
    }

    /** Throws for a key that nobody has asked for: a typing error would take a check away unnoticed. */
    void mustBeKnown() throws BadFile {
        for (String key : entries.keySet()) {
            if (!asked.contains(key)) {
                throw bad(key, "is no key that is known here");
            }
        }
    }

    BadFile bad(String key, String what) {
        Entry entry = entries.get(key);
        return new BadFile(file + (entry == null ? "" : ", line " + entry.line()) + ", " + key, what);
    }
}
