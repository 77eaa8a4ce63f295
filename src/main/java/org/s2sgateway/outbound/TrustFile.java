package org.s2sgateway.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** A PEM file (RFC 7468) of certificates, any number of them, with whatever text between. */
final class TrustFile {

    private TrustFile() {}

    static List<X509Certificate> read(Path file) {
        byte[] content = content(file);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (text.contains("PRIVATE KEY-----")) {
            throw new IllegalArgumentException("must be a PEM file of certificates only, but it holds a private key");
        }
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException("must be a PEM file of certificates, but it holds none");
        }
        return certificates(content);
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("names a file that does not exist", missing);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("names a file that cannot be read", unreadable);
        }
    }

    private static List<X509Certificate> certificates(byte[] content) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(content))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException broken) {
            throw new IllegalArgumentException("must be a PEM file of certificates, but it cannot be parsed", broken);
        }
    }
}
