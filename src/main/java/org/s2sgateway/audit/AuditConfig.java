package org.s2sgateway.audit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.settings.Settings;

/**
 * What the operator decided about the audit: its keys, and for how long events are kept. Immutable and thread-safe.
 * Source: {@code s2s.audit.*}, docs/audit.md.
 */
public final class AuditConfig {

    private static final String KEY = "s2s.audit.key";
    private static final String OTHER_KEYS = "s2s.audit.other-keys";
    private static final String RETENTION_DAYS = "s2s.audit.retention-days";

    private static final Pattern EXCUSE = Pattern.compile("none|lost:[0-9a-f]{16}");

    private final AuditKeys keys;
    private final Set<String> excusedKeys;
    private final Optional<Duration> retention;

    AuditConfig(AuditKeys keys, Set<String> excusedKeys, Optional<Duration> retention) {
        this.keys = keys;
        this.excusedKeys = Set.copyOf(excusedKeys);
        this.retention = retention;
    }

    /** Reads {@code s2s.audit.*}; empty where one of the keys is wrong. */
    public static Optional<AuditConfig> from(Settings settings) {
        Optional<AuditKey> active = settings.secret(KEY).flatMap(secret -> key(settings, KEY, secret.reveal()));
        List<String> others = settings.secret(OTHER_KEYS).map(Secret::reveal).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
        Set<String> excused = others.stream()
                .filter(EXCUSE.asMatchPredicate())
                .map(element -> element.replaceFirst("^lost:", ""))
                .collect(Collectors.toSet());
        List<AuditKey> otherKeys = others.stream()
                .filter(EXCUSE.asMatchPredicate().negate())
                .flatMap(element -> otherKey(settings, element).stream())
                .toList();
        if (settings.has(OTHER_KEYS) && !settings.has(KEY)) {
            // Else an audit that was kept with a key would go on without one.
            settings.fault(KEY, "is required where " + OTHER_KEYS + " is set");
        }
        Optional<Duration> retention = settings.find(RETENTION_DAYS, AuditConfig::days);
        return settings.hasFaultIn("s2s.audit.")
                ? Optional.empty()
                : Optional.of(
                        new AuditConfig(AuditKeys.of(active.orElse(AuditKey.NONE), otherKeys), excused, retention));
    }

    /** Whether there is a key: without one everybody who can write into the database can rewrite the audit. */
    public boolean isProtected() {
        return !keys.active().isNone();
    }

    AuditKeys keys() {
        return keys;
    }

    /** What is wrong where chains of the audit were last written with these keys; empty where nothing is. */
    Optional<Settings.Fault> missing(Collection<String> keyIds) {
        return keyIds.stream()
                .filter(id -> keys.findForEnds(id).isEmpty() && !excusedKeys.contains(id))
                .sorted()
                .findFirst()
                .map(id -> new Settings.Fault(isProtected() ? OTHER_KEYS : KEY, lacking(id)));
    }

    private static String lacking(String id) {
        // Not by itself: then a restart would be all that somebody needs who has replaced a chain by one without a key.
        return id.equals(AuditKey.NONE.id())
                ? "lacks the word none: the audit, or a part of it, was written without a key (set it for one start, to take"
                        + " that over as it is)"
                : "lacks the key " + id + ", with which the audit was written (lost:" + id + " in " + OTHER_KEYS
                        + " where it is gone for good)";
    }

    /** Whether what was written without a key is to be taken over as it is. */
    boolean takesOver() {
        return isProtected() && excusedKeys.contains(AuditKey.NONE.id());
    }

    /** How old an event may become; empty where events are kept for good. */
    Optional<Duration> retention() {
        return retention;
    }

    private static Optional<AuditKey> otherKey(Settings settings, String text) {
        if (text.startsWith("lost:")) {
            settings.fault(
                    OTHER_KEYS, "takes behind lost: the id of a key, 16 digits 0-9 a-f, as events and reports name it");
            return Optional.empty();
        }
        return key(settings, OTHER_KEYS, text);
    }

    private static Optional<AuditKey> key(Settings settings, String name, String text) {
        try {
            return Optional.of(AuditKey.parse(text));
        } catch (IllegalArgumentException expected) {
            settings.fault(name, String.valueOf(expected.getMessage()));
            return Optional.empty();
        }
    }

    private static Duration days(String text) {
        int days = Integer.parseInt(text);
        if (days < 1) {
            throw new IllegalArgumentException("has to be a number of days, 1 or more");
        }
        return Duration.ofDays(days);
    }
}
