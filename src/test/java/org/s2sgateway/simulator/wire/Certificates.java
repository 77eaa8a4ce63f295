package org.s2sgateway.simulator.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the certificates of a simulator: they live as long as it does and are trusted by nobody else. */
public final class Certificates {

    private static final Duration VALIDITY = Duration.ofDays(365);

    /** A certificate with its private key. */
    public record Identity(X509Certificate certificate, PrivateKey key) {

        /** Writes the key as PKCS#8 and the certificate into one PEM file. */
        public void writePem(Path file) throws IOException {
            Files.writeString(file, pem(new JcaPKCS8Generator(key, null)) + pem(certificate));
        }

        public void writePkcs12(Path file, String password) throws IOException {
            try (OutputStream out = Files.newOutputStream(file)) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("gateway", key, password.toCharArray(), new Certificate[] {certificate});
                store.store(out, password.toCharArray());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final RsaKeys rsaKeys = new RsaKeys();
    private final Instant now;
    private final Identity authority;

    /** Makes the authority, too. */
    public Certificates(Instant now) {
        this.now = now;
        try {
            KeyPair keys = ellipticCurve();
            X509v3CertificateBuilder builder =
                    builder("CN=S2S Gateway Simulator CA", "CN=S2S Gateway Simulator CA", keys);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            this.authority = new Identity(sign(builder, keys.getPrivate()), keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public void writeAuthority(Path file) throws IOException {
        Files.writeString(file, pem(authority.certificate()));
    }

    /** TLS as a server that has these names and is certified by the authority. */
    public SSLContext server(Collection<String> dnsNames) {
        try {
            return context(identity(dnsNames));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same for a server that is no Java program. */
    public Identity identity(Collection<String> dnsNames) {
        try {
            KeyPair keys = ellipticCurve();
            X509v3CertificateBuilder builder = builder("CN=S2S Gateway Simulator CA", "CN=localhost", keys);
            builder.addExtension(Extension.subjectAlternativeName, false, names(dnsNames));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            return new Identity(sign(builder, authority.key()), keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** TLS as a client that trusts the authority and nobody else. */
    public SSLContext client() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A self-signed certificate with an RSA key: Entra ID knows certificates by their thumbprint alone. */
    public Identity selfSigned(String commonName) {
        try {
            KeyPair keys = rsaKeys.next();
            X509v3CertificateBuilder builder = builder("CN=" + commonName, "CN=" + commonName, keys);
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
            return new Identity(certificate, keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext context(Identity server) throws GeneralSecurityException, IOException {
        char[] password = "transient".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server", server.key(), password, new Certificate[] {server.certificate(), authority.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, random);
        return context;
    }

    private KeyPair ellipticCurve() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256, random);
        return generator.generateKeyPair();
    }

    private X509v3CertificateBuilder builder(String issuer, String subject, KeyPair keys) {
        return new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                new BigInteger(127, random).setBit(126),
                // A little earlier: clocks differ.
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(VALIDITY)),
                new X500Name(subject),
                keys.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static GeneralNames names(Collection<String> dnsNames) throws CertIOException {
        GeneralName[] names = new GeneralName[dnsNames.size() + 2];
        int i = 0;
        for (String name : dnsNames) {
            names[i++] = new GeneralName(GeneralName.dNSName, name);
        }
        names[i++] = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
        names[i] = new GeneralName(GeneralName.iPAddress, "::1");
        return new GeneralNames(names);
    }

    private static String pem(Object thing) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        }
        return text.toString();
    }
}
