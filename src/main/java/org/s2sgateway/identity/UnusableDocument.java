package org.s2sgateway.identity;

import java.io.IOException;

/** A document of the identity provider came, and is not what it should be. */
final class UnusableDocument extends IOException {

    private static final long serialVersionUID = 1;

    UnusableDocument(String addressAndWhy) {
        super(addressAndWhy);
    }
}
