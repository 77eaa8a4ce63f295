package org.s2sgateway.odata;

import java.io.IOException;

/** Something that is no JSON (RFC 8259), or that {@link JsonScanner} does not take. */
public final class MalformedJson extends IOException {

    public MalformedJson(String message) {
        super(message);
    }
}
