package org.s2sgateway.onboarding;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.s2sgateway.settings.Settings;

/**
 * What the operator decided about onboarding.
 *
 * @param open whether strangers may start one without an invitation
 * @param securityRole the custom security role for application users
 * @param solutionFile a managed solution that brings the role
 */
public record OnboardingConfig(boolean open, Optional<String> securityRole, Optional<Path> solutionFile) {

    /** Reads {@code s2s.onboarding.*}; empty where one of the keys is wrong. */
    public static Optional<OnboardingConfig> from(Settings settings) {
        Optional<Boolean> open = settings.find("s2s.onboarding.open", "true", OnboardingConfig::yesOrNo);
        Optional<String> role = settings.find("s2s.onboarding.security-role", OnboardingConfig::customRole);
        Optional<Path> solution = settings.find("s2s.onboarding.solution-file", OnboardingConfig::solution);
        return settings.hasFaultIn("s2s.onboarding.")
                ? Optional.empty()
                : open.map(it -> new OnboardingConfig(it, role, solution));
    }

    private static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("has to be true or false");
        };
    }

    private static String customRole(String text) {
        // Least privilege: an application user takes a custom role ("Manage application users", Power Platform).
        if (text.equalsIgnoreCase("System Administrator")) {
            throw new IllegalArgumentException(
                    "has to name a custom security role; System Administrator is never assigned");
        }
        return text;
    }

    private static Path solution(String text) {
        try {
            Path file = Path.of(text);
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("names a file that does not exist or cannot be read");
            }
            return file;
        } catch (InvalidPathException malformed) {
            throw new IllegalArgumentException("is not a file name", malformed);
        }
    }
}
