package org.s2sgateway.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.settings.Secret;

class CertificateFileTest {

    private static final Optional<Secret> NONE = Optional.empty();
    private static final Optional<Secret> RIGHT = Optional.of(Secret.of("right-password"));
    private static final Optional<Secret> WRONG = Optional.of(Secret.of("wrong-password"));

    private static KeyPair keys;
    private static X509Certificate certificate;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeACertificate() throws Exception {
        keys = rsa(2048);
        certificate =
                certificate(keys, Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(90)));
    }

    @Test
    void readsPkcs12() throws Exception {
        Credential.Certificate read = read(pkcs12(keys.getPrivate(), certificate), RIGHT);
        assertThat(read.key()).isEqualTo(keys.getPrivate());
        assertThat(read.chain()).containsExactly(certificate);
        assertThat(read.kind()).isEqualTo("certificate");
        assertThat(read.expiresAt()).contains(certificate.getNotAfter().toInstant());
    }

    @Test
    void readsPemWithKeyAndCertificateInAnyOrder() throws Exception {
        assertThat(read(file(pem(pkcs8()) + pem(certificate)), NONE).key()).isEqualTo(keys.getPrivate());
        assertThat(read(file("Bag Attributes\n" + pem(certificate) + "key:\n" + pem(pkcs8())), NONE)
                        .chain())
                .containsExactly(certificate);
    }

    @Test
    void putsTheKeysOwnCertificateFirst() throws Exception {
        KeyPair others = rsa(2048);
        X509Certificate authority =
                certificate(others, Instant.EPOCH, Instant.now().plusSeconds(3600));
        Path file = file(pem(authority) + pem(certificate) + pem(pkcs8()));
        assertThat(read(file, NONE).chain()).containsExactly(certificate, authority);
    }

    @Test
    void readsAnEncryptedKey() throws Exception {
        Path file = file(pem(encryptedKey(PKCS8Generator.AES_256_CBC)) + pem(certificate));
        assertThat(read(file, RIGHT).key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void printsNoKey() throws Exception {
        assertThat(read(file(pem(pkcs8()) + pem(certificate)), NONE).toString()).isEqualTo("Certificate[CN=test]");
    }

    @Test
    void refusesAWrongOrMissingPasswordOfPkcs12() throws Exception {
        Path file = pkcs12(keys.getPrivate(), certificate);
        assertRefused(file, WRONG, "that the password of the.password.key does not open");
        assertRefused(file, NONE, "that the password of the.password.key does not open");
    }

    @Test
    void refusesAWrongOrMissingPasswordOfAnEncryptedKey() throws Exception {
        Path file = file(pem(encryptedKey(PKCS8Generator.AES_256_CBC)) + pem(certificate));
        assertRefused(file, WRONG, "that the password of the.password.key does not open");
        assertRefused(file, NONE, "holds an encrypted private key, and the.password.key is not set");
    }

    @Test
    void refusesAKeyThatDoesNotMatch() throws Exception {
        Path file = file(pem(new JcaPKCS8Generator(rsa(2048).getPrivate(), null)) + pem(certificate));
        assertRefused(file, NONE, "does not match its certificate");
    }

    @Test
    void refusesACertificateOutsideItsValidity() throws Exception {
        X509Certificate expired = certificate(keys, Instant.EPOCH, Instant.parse("2020-01-01T00:00:00Z"));
        assertRefused(file(pem(pkcs8()) + pem(expired)), NONE, "expired at 2020-01-01T00:00:00Z");
        X509Certificate early =
                certificate(keys, Instant.parse("2090-01-01T00:00:00Z"), Instant.parse("2091-01-01T00:00:00Z"));
        assertRefused(file(pem(pkcs8()) + pem(early)), NONE, "not valid before 2090-01-01T00:00:00Z");
    }

    @Test
    void saysHowToConvertAPkcs1Key() throws Exception {
        assertRefused(file(pem(keys.getPrivate()) + pem(certificate)), NONE, "openssl pkcs8 -topk8");
    }

    @Test
    void refusesAnEllipticCurveKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        PrivateKey key = generator.generateKeyPair().getPrivate();
        assertRefused(file(pem(key) + pem(certificate)), NONE, "not RSA");
        assertRefused(file(pem(new JcaPKCS8Generator(key, null)) + pem(certificate)), NONE, "not RSA");
    }

    @Test
    void refusesAShortKey() throws Exception {
        KeyPair shortKeys = rsa(1024);
        X509Certificate own =
                certificate(shortKeys, Instant.EPOCH, Instant.now().plusSeconds(3600));
        assertRefused(
                file(pem(new JcaPKCS8Generator(shortKeys.getPrivate(), null)) + pem(own)), NONE, "less than 2048");
    }

    @Test
    void refusesWhatIsMissing() throws Exception {
        assertRefused(folder.resolve("absent"), NONE, "does not exist");
        assertRefused(folder, NONE, "cannot be read");
        assertRefused(file(pem(certificate)), NONE, "no private key");
        assertRefused(file(pem(pkcs8())), NONE, "no certificate");
        assertRefused(file(pem(pkcs8()) + pem(pkcs8()) + pem(certificate)), NONE, "several private keys");
        assertRefused(file("neither one nor the other"), NONE, "neither PKCS#12 nor PEM");
        assertRefused(
                file("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + pem(pkcs8())),
                NONE,
                "cannot be parsed");
    }

    private static Credential.Certificate read(Path file, Optional<Secret> password) {
        return CertificateFile.read(file, password, "the.password.key");
    }

    private static void assertRefused(Path file, Optional<Secret> password, String why) {
        assertThatThrownBy(() -> read(file, password))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("wrong-password");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "certificate", ".pem"), content);
    }

    private Path pkcs12(PrivateKey key, X509Certificate... chain) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("gateway", key, "right-password".toCharArray(), chain);
        Path file = Files.createTempFile(folder, "certificate", ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "right-password".toCharArray());
        }
        return file;
    }

    private static JcaPKCS8Generator pkcs8() throws Exception {
        return new JcaPKCS8Generator(keys.getPrivate(), null);
    }

    private static JcaPKCS8Generator encryptedKey(ASN1ObjectIdentifier algorithm) throws Exception {
        OutputEncryptor encryptor = new JceOpenSSLPKCS8EncryptorBuilder(algorithm)
                // The JDK has no padding of this name.
                .setProvider(new BouncyCastleProvider())
                .setPRF(PKCS8Generator.PRF_HMACSHA256)
                .setPassword("right-password".toCharArray())
                .build();
        return new JcaPKCS8Generator(keys.getPrivate(), encryptor);
    }

    private static String pem(Object thing) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        }
        return text.toString();
    }

    private static KeyPair rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(KeyPair keys, Instant from, Instant until) throws Exception {
        X500Name name = new X500Name("CN=test");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name, BigInteger.TEN, Date.from(from), Date.from(until), name, keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
    }
}
