package org.s2sgateway.registration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.s2sgateway.registration.Credential.Certificate;
import org.s2sgateway.settings.Secret;

/**
 * A file with an RSA key and its certificates, PKCS#12 or PEM, which its content tells. Everything that would make
 * Entra ID refuse the certificate later and can be seen now is an {@link IllegalArgumentException}.
 */
final class CertificateFile {

    /** What a file holds before it is known to fit together. */
    record Content(PrivateKey key, List<X509Certificate> certificates) {}

    private CertificateFile() {}

    static Certificate read(Path file, Optional<Secret> password, String passwordKey) {
        byte[] bytes = bytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Content content = text.contains("-----BEGIN ")
                ? PemContent.read(text, password, passwordKey)
                : Pkcs12Content.read(bytes, password, passwordKey);
        if (!(content.key() instanceof RSAPrivateKey key)) {
            throw new IllegalArgumentException(
                    "holds a private key that is not RSA, the only kind that can be used here");
        }
        if (key.getModulus().bitLength() < 2048) {
            throw new IllegalArgumentException("holds an RSA key of less than 2048 bits");
        }
        X509Certificate own = own(key, content.certificates());
        checkValidity(own);
        return new Certificate(
                key,
                Stream.concat(Stream.of(own), content.certificates().stream().filter(other -> !other.equals(own)))
                        .toList());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("names a file that does not exist", missing);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("names a file that cannot be read", unreadable);
        }
    }

    private static X509Certificate own(RSAPrivateKey key, List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("holds no certificate");
        }
        return certificates.stream()
                .filter(certificate -> certificate.getPublicKey() instanceof RSAPublicKey rsa
                        && rsa.getModulus().equals(key.getModulus()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("holds a private key that does not match its certificate"));
    }

    private static void checkValidity(X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException expired) {
            throw new IllegalArgumentException(
                    "holds a certificate that expired at "
                            + certificate.getNotAfter().toInstant(),
                    expired);
        } catch (CertificateNotYetValidException early) {
            throw new IllegalArgumentException(
                    "holds a certificate that is not valid before "
                            + certificate.getNotBefore().toInstant(),
                    early);
        }
    }
}
