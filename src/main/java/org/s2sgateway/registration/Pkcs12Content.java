package org.s2sgateway.registration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.s2sgateway.settings.Secret;

/** What a PKCS#12 file holds. */
final class Pkcs12Content {

    private Pkcs12Content() {}

    static CertificateFile.Content read(byte[] bytes, Optional<Secret> password, String passwordKey) {
        char[] characters = password.map(Secret::reveal).orElse("").toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), characters);
            String alias = onlyKey(store);
            if (!(store.getKey(alias, characters) instanceof PrivateKey key)) {
                throw new IllegalArgumentException("holds no private key");
            }
            List<X509Certificate> chain = Arrays.stream(store.getCertificateChain(alias))
                    .map(X509Certificate.class::cast)
                    .toList();
            return new CertificateFile.Content(key, chain);
        } catch (IOException failed) {
            // Documented on KeyStore.load: this cause means the password, everything else the content.
            throw failed.getCause() instanceof UnrecoverableKeyException ? wrongPassword(passwordKey) : malformed();
        } catch (UnrecoverableKeyException failed) {
            throw wrongPassword(passwordKey);
        } catch (GeneralSecurityException failed) {
            throw malformed();
        }
    }

    private static String onlyKey(KeyStore store) throws GeneralSecurityException {
        List<String> keys = new java.util.ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new IllegalArgumentException(
                    keys.isEmpty() ? "holds no private key" : "holds several private keys, and only one can be used");
        }
        return keys.get(0);
    }

    private static IllegalArgumentException wrongPassword(String passwordKey) {
        return new IllegalArgumentException(
                "names a PKCS#12 file that the password of " + passwordKey + " does not open");
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("names a file that is neither PKCS#12 nor PEM");
    }
}
