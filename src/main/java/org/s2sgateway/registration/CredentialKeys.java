package org.s2sgateway.registration;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.s2sgateway.registration.Credential.AssertionFile;
import org.s2sgateway.registration.Credential.ClientSecret;
import org.s2sgateway.settings.Guid;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.settings.Settings;

/** Reads the keys of one credential, of which exactly one kind may be set. */
final class CredentialKeys {

    private static final Logger LOG = Logger.getLogger(CredentialKeys.class.getName());

    private final Settings settings;
    private final String clientSecret;
    private final String certificateFile;
    private final String certificatePassword;
    private final String assertionFile;

    CredentialKeys(Settings settings, String prefix) {
        this.settings = settings;
        clientSecret = prefix + "client-secret";
        certificateFile = prefix + "certificate-file";
        certificatePassword = prefix + "certificate-password";
        assertionFile = prefix + "assertion-file";
    }

    Optional<Credential> require() {
        if (kinds().isEmpty()) {
            settings.fault(clientSecret, "is required, or one of " + certificateFile + " and " + assertionFile);
        }
        return find();
    }

    Optional<Credential> find() {
        Optional<Secret> password = settings.secret(certificatePassword);
        if (password.isPresent() && !settings.has(certificateFile)) {
            settings.fault(certificatePassword, "is set without " + certificateFile);
        }
        List<String> kinds = kinds();
        if (kinds.size() > 1) {
            settings.fault(
                    kinds.get(0),
                    "is set together with " + String.join(" and ", kinds.subList(1, kinds.size()))
                            + "; keep the one credential that this application has");
            return Optional.empty();
        }
        // All three are asked, so that the report of the start has a line for each.
        Optional<Credential> secret = secret();
        Optional<Credential> certificate =
                settings.find(certificateFile, text -> CertificateFile.read(path(text), password, certificatePassword));
        Optional<Credential> assertion = settings.find(assertionFile, text -> readable(new AssertionFile(path(text))));
        return secret.or(() -> certificate).or(() -> assertion);
    }

    private List<String> kinds() {
        return List.of(clientSecret, certificateFile, assertionFile).stream()
                .filter(settings::has)
                .toList();
    }

    private Optional<Credential> secret() {
        Optional<Secret> secret = settings.secret(clientSecret);
        if (secret.map(Secret::reveal).flatMap(Guid::parse).isPresent()) {
            // Possible, but Entra ID never makes such a secret; AADSTS7000215 would be all that one sees of it.
            LOG.log(Level.WARNING, "{0} looks like the id of a client secret; the value is needed", clientSecret);
        }
        return secret.map(ClientSecret::new);
    }

    private static AssertionFile readable(AssertionFile assertion) {
        try {
            assertion.read();
            return assertion;
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("names a file that does not exist", missing);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("names a file that cannot be read or is empty", unreadable);
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException malformed) {
            // Its message quotes the value.
            throw new IllegalArgumentException("is not a path");
        }
    }
}
