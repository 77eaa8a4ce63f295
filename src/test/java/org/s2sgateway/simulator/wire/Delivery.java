package org.s2sgateway.simulator.wire;

import java.util.Locale;

/**
 * How a listener sends its answers.
 *
 * @param gzip whether it compresses for a client that accepts that
 */
public record Delivery(boolean gzip, Framing framing) {

    /** How the end of a body is told. */
    public enum Framing {
        /** Compressed bodies are chunked, others have a length: as a web server does that compresses on the way. */
        NATURAL,
        CHUNKED,
        LENGTH
    }

    /** Compresses, as Dataverse does. */
    public static final Delivery NATURAL = new Delivery(true, Framing.NATURAL);

    /** Throws {@link IllegalArgumentException} for a framing that there is not. */
    public static Delivery of(boolean gzip, String framing) {
        return new Delivery(gzip, Framing.valueOf(framing.toUpperCase(Locale.ROOT)));
    }
}
