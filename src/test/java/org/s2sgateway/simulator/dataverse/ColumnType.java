package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.UUID;

/** The types of columns: how a value is written in a filter, in JSON and for people. */
enum ColumnType {
    STRING("Edm.String") {
        @Override
        Object ofLiteral(String text, boolean quoted) {
            if (!quoted) {
                throw new IllegalArgumentException("A text must be quoted");
            }
            return text;
        }

        @Override
        Object ofJson(JsonValue value) {
            return ((JsonString) value).getString();
        }
    },
    GUID("Edm.Guid") {
        @Override
        Object ofLiteral(String text, boolean quoted) {
            return Guids.parse(text).orElseThrow(() -> new IllegalArgumentException("Not a GUID"));
        }

        @Override
        Object ofJson(JsonValue value) {
            return ofLiteral(((JsonString) value).getString(), true);
        }
    },
    INTEGER("Edm.Int32") {
        @Override
        Object ofLiteral(String text, boolean quoted) {
            return Integer.valueOf(bare(text, quoted));
        }

        @Override
        Object ofJson(JsonValue value) {
            return ((JsonNumber) value).intValueExact();
        }

        @Override
        void write(JsonGenerator json, String name, Object value) {
            json.write(name, (Integer) value);
        }

        @Override
        String formatted(Object value) {
            return "%,d".formatted(value);
        }
    },
    DECIMAL("Edm.Decimal") {
        @Override
        Object ofLiteral(String text, boolean quoted) {
            return new BigDecimal(bare(text, quoted));
        }

        @Override
        Object ofJson(JsonValue value) {
            return ((JsonNumber) value).bigDecimalValue();
        }

        @Override
        void write(JsonGenerator json, String name, Object value) {
            json.write(name, (BigDecimal) value);
        }

        @Override
        String formatted(Object value) {
            return "$%,.2f".formatted(value);
        }
    },
    BOOLEAN("Edm.Boolean") {
        @Override
        Object ofLiteral(String text, boolean quoted) {
            return switch (bare(text, quoted)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("Neither true nor false");
            };
        }

        @Override
        Object ofJson(JsonValue value) {
            return switch (value.getValueType()) {
                case TRUE -> true;
                case FALSE -> false;
                default -> throw new ClassCastException("Neither true nor false");
            };
        }

        @Override
        void write(JsonGenerator json, String name, Object value) {
            json.write(name, (Boolean) value);
        }

        @Override
        String formatted(Object value) {
            return value.equals(true) ? "Yes" : "No";
        }
    },
    /** Base64. */
    BINARY("Edm.Binary") {
        @Override
        Object ofLiteral(String text, boolean quoted) {
            throw new IllegalArgumentException("Not comparable");
        }

        @Override
        Object ofJson(JsonValue value) {
            return ((JsonString) value).getString();
        }
    },
    DATE_TIME("Edm.DateTimeOffset") {
        @Override
        Object ofLiteral(String text, boolean quoted) {
            String time = bare(text, quoted);
            try {
                return time.contains("T")
                        ? OffsetDateTime.parse(time).toInstant()
                        : LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        Object ofJson(JsonValue value) {
            return ofLiteral(((JsonString) value).getString(), false);
        }

        @Override
        String formatted(Object value) {
            return PEOPLE.format((Instant) value);
        }
    };

    private static final DateTimeFormatter PEOPLE =
            DateTimeFormatter.ofPattern("M/d/yyyy h:mm a", Locale.US).withZone(ZoneOffset.UTC);

    private final String edmName;

    ColumnType(String edmName) {
        this.edmName = edmName;
    }

    String edmName() {
        return edmName;
    }

    /** The value of a literal in a filter or key; throws {@link IllegalArgumentException}. */
    abstract Object ofLiteral(String text, boolean quoted);

    /** The value of a JSON value that is not null; throws {@link ClassCastException} or the exceptions above. */
    abstract Object ofJson(JsonValue value);

    void write(JsonGenerator json, String name, Object value) {
        json.write(name, value.toString());
    }

    /** The same into an object that is being built. */
    JsonObjectBuilder add(JsonObjectBuilder json, String name, Object value) {
        if (value instanceof Integer number) {
            return json.add(name, number);
        }
        if (value instanceof BigDecimal number) {
            return json.add(name, number);
        }
        return value instanceof Boolean truth ? json.add(name, truth) : json.add(name, value.toString());
    }

    /** The value for people, as the FormattedValue annotation gives it. */
    String formatted(Object value) {
        return value.toString();
    }

    /** Whether values of the type have one. */
    boolean isFormatted() {
        return this != STRING && this != GUID && this != BINARY;
    }

    /** What comparisons work on: Dataverse's do not see the case of a text. */
    @SuppressWarnings("unchecked")
    static Comparable<Object> comparable(Object value) {
        Object compared = value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
        // Not UUID's own order, which compares signed numbers.
        return (Comparable<Object>) (compared instanceof UUID ? compared.toString() : compared);
    }

    private static String bare(String text, boolean quoted) {
        if (quoted) {
            throw new IllegalArgumentException("Not a text");
        }
        return text;
    }
}
