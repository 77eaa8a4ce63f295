package org.s2sgateway.odata;

import java.io.IOException;

/** XML that is not read: not well-formed, larger or deeper than allowed, or with what {@link PlainXml} does not take. */
public final class MalformedXml extends IOException {

    public MalformedXml(String message) {
        super(message);
    }
}
