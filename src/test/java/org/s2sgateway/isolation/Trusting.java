package org.s2sgateway.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A client that trusts whom the Java platform trusts, and the certificate authorities of a PEM file beside them. */
final class Trusting {

    private Trusting() {}

    static HttpClient client(Optional<Path> authorities) throws BadFile {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(30));
        if (authorities.isEmpty()) {
            return client.build();
        }
        try {
            return client.sslContext(tls(authorities.get())).build();
        } catch (GeneralSecurityException | IOException unusable) {
            throw new BadFile("trust-certificates", authorities.get() + " cannot be used: " + unusable);
        }
    }

    private static SSLContext tls(Path file) throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int number = 0;
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager platform) {
                for (X509Certificate certificate : platform.getAcceptedIssuers()) {
                    all.setCertificateEntry("platform-" + number++, certificate);
                }
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                all.setCertificateEntry("given-" + number++, certificate);
            }
        }
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers(all), null);
        return tls;
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
