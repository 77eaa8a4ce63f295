package org.s2sgateway.simulator.wire;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;

/**
 * RSA keys of 2048 bits, each another than those before. Making one takes a processor half a second, and tests start
 * simulators by the hundred: what one has had made, the others of the process begin with. Thread-safe.
 */
final class RsaKeys {

    private static final int BITS = 2048;

    // Guarded by itself.
    private static final List<KeyPair> MADE = new ArrayList<>();

    private int taken;

    synchronized KeyPair next() throws GeneralSecurityException {
        synchronized (MADE) {
            if (taken == MADE.size()) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(BITS);
                MADE.add(generator.generateKeyPair());
            }
            return MADE.get(taken++);
        }
    }
}
