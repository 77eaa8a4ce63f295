package org.s2sgateway.registration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.s2sgateway.settings.Secret;

/**
 * What the registration proves itself with. None of the kinds prints its secret part.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface Credential {

    /** The kind in the word of the configuration: {@code client-secret}, {@code certificate} or {@code assertion-file}. */
    String kind();

    /** When it stops working, where that can be told from the credential itself. */
    Optional<Instant> expiresAt();

    /** One of the functions is called, and its result is the result. */
    <T> T fold(
            Function<ClientSecret, T> clientSecret,
            Function<Certificate, T> certificate,
            Function<AssertionFile, T> assertionFile);

    /**
     * A value that only the holder of this credential can work out for that purpose, and that does not give the credential
     * away (HMAC-SHA-256, RFC 2104). Empty for a credential that changes all the time, or that cannot be read.
     */
    default Optional<Secret> derive(String purpose) {
        return this.<Optional<byte[]>>fold(
                        secret -> Optional.of(secret.value().reveal().getBytes(StandardCharsets.UTF_8)),
                        certificate -> Optional.ofNullable(certificate.key().getEncoded()),
                        assertion -> Optional.empty())
                .map(key -> hmac(key, purpose));
    }

    private static Secret hmac(byte[] key, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] value = mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
            return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(value));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HMAC-SHA-256", impossible);
        }
    }

    /** A client secret: the value, not the id that the portal shows beside it. */
    record ClientSecret(Secret value) implements Credential {
        @Override
        public String kind() {
            return "client-secret";
        }

        @Override
        public <T> T fold(
                Function<ClientSecret, T> clientSecret,
                Function<Certificate, T> certificate,
                Function<AssertionFile, T> assertionFile) {
            return clientSecret.apply(this);
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.empty();
        }
    }

    /** An RSA key with its certificate, and the certificates that vouch for it behind. */
    record Certificate(PrivateKey key, List<X509Certificate> chain) implements Credential {
        public Certificate {
            Objects.requireNonNull(key);
            chain = List.copyOf(chain);
        }

        @Override
        public String kind() {
            return "certificate";
        }

        @Override
        public <T> T fold(
                Function<ClientSecret, T> clientSecret,
                Function<Certificate, T> certificate,
                Function<AssertionFile, T> assertionFile) {
            return certificate.apply(this);
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.of(chain.get(0).getNotAfter().toInstant());
        }

        @Override
        public String toString() {
            return "Certificate[" + chain.get(0).getSubjectX500Principal().getName() + "]";
        }
    }

    /** A file with a federated token that somebody else keeps fresh, such as a workload identity's. */
    record AssertionFile(Path file) implements Credential {
        @Override
        public String kind() {
            return "assertion-file";
        }

        @Override
        public <T> T fold(
                Function<ClientSecret, T> clientSecret,
                Function<Certificate, T> certificate,
                Function<AssertionFile, T> assertionFile) {
            return assertionFile.apply(this);
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.empty();
        }

        /**
         * The token as it is in the file now. Reading it every time is the only sure way to notice a change (mounted
         * secrets are swapped by symbolic links), and tokens are acquired about once an hour.
         *
         * @throws IOException where the file cannot be read or is empty
         */
        public Secret read() throws IOException {
            String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (token.isEmpty()) {
                throw new IOException("The assertion file is empty");
            }
            return Secret.of(token);
        }
    }
}
