package org.s2sgateway.registration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.s2sgateway.settings.Secret;

/** What a PEM file (RFC 7468) holds: certificates and one private key in PKCS#8 form, encrypted or not. */
final class PemContent {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<base64>.*?)-----END \\k<label>-----", Pattern.DOTALL);
    private static final String TO_PKCS8 = "openssl pkcs8 -topk8 -in <key file>";

    private record Block(String label, String base64) {
        byte[] der() {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException truncated) {
                throw new IllegalArgumentException("names a PEM file that cannot be parsed", truncated);
            }
        }
    }

    private PemContent() {}

    static CertificateFile.Content read(String text, Optional<Secret> password, String passwordKey) {
        List<Block> blocks = blocks(text);
        List<X509Certificate> certificates = blocks.stream()
                .filter(block -> block.label().equals("CERTIFICATE"))
                .map(PemContent::certificate)
                .toList();
        List<Block> keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new IllegalArgumentException(
                    keys.isEmpty() ? "holds no private key" : "holds several private keys, and only one can be used");
        }
        return new CertificateFile.Content(key(keys.get(0), password, passwordKey), certificates);
    }

    private static List<Block> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(match -> new Block(match.group(1), match.group(2)))
                .toList();
    }

    private static X509Certificate certificate(Block block) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (CertificateException malformed) {
            throw new IllegalArgumentException("holds a certificate that cannot be parsed", malformed);
        }
    }

    private static PrivateKey key(Block block, Optional<Secret> password, String passwordKey) {
        return switch (block.label()) {
            case "PRIVATE KEY" -> rsa(new PKCS8EncodedKeySpec(block.der()));
            case "ENCRYPTED PRIVATE KEY" ->
                rsa(decrypted(
                        block.der(),
                        password.orElseThrow(() -> new IllegalArgumentException(
                                "holds an encrypted private key, and " + passwordKey + " is not set")),
                        passwordKey));
            case "RSA PRIVATE KEY" ->
                throw new IllegalArgumentException(
                        "holds a private key in PKCS#1 form; convert it to PKCS#8 with: " + TO_PKCS8);
            default ->
                throw new IllegalArgumentException(
                        "holds a private key that is not RSA, the only kind that can be used here");
        };
    }

    private static PrivateKey rsa(PKCS8EncodedKeySpec encoded) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (InvalidKeySpecException other) {
            throw new IllegalArgumentException(
                    "holds a private key that is not RSA, the only kind that can be used here", other);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The Java runtime knows no RSA", impossible);
        }
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] der, Secret password, String passwordKey) {
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
            // Until JDK 19 the name is PBES2 for all of RFC 8018, and only the parameters print the cipher that is
            // meant.
            String algorithm = encrypted.getAlgName().startsWith("PBEWith")
                    ? encrypted.getAlgName()
                    : encrypted.getAlgParameters().toString();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm)
                            .generateSecret(new PBEKeySpec(password.reveal().toCharArray())),
                    encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher);
        } catch (InvalidKeySpecException wrong) {
            throw new IllegalArgumentException(
                    "holds an encrypted private key that the password of " + passwordKey + " does not open", wrong);
        } catch (GeneralSecurityException | IOException unknown) {
            throw new IllegalArgumentException(
                    "holds a private key encrypted in a way that Java cannot read; encrypt it again with: " + TO_PKCS8
                            + " -v2 aes-256-cbc",
                    unknown);
        }
    }
}
