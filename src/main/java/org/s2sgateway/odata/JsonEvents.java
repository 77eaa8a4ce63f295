package org.s2sgateway.odata;

import org.jspecify.annotations.Nullable;

/** Is told what {@link JsonScanner} finds, in its order. What a method throws ends the scan. */
public interface JsonEvents {

    /** An object begins, as the document, as a member's value or as an item. */
    void beginObject();

    void endObject();

    void beginArray();

    void endArray();

    /**
     * A member's name, escapes resolved; its value comes next.
     *
     * @param name characters outside of ASCII may be other ones of these
     */
    void name(String name);

    /**
     * A text that is a value.
     *
     * @param text as a name is; null where it is longer than anybody here wants to know
     */
    void text(@Nullable String text);

    /** A number, {@code true}, {@code false} or {@code null}. */
    void literal(String literal);
}
