package org.s2sgateway.pages;

import java.net.URI;
import java.util.Optional;
import org.s2sgateway.settings.Settings;

/**
 * How whoever runs the gateway wants it to look.
 *
 * @param name shown in place of the product's name
 * @param logoUrl https, or a path of this application
 * @param supportUrl https, or a mailto address
 */
public record Branding(String name, Optional<URI> logoUrl, Optional<URI> supportUrl) {

    private static final int LONGEST_NAME = 60;

    /** Reads {@code s2s.branding.*}; empty where one of the keys is wrong. */
    public static Optional<Branding> from(Settings settings) {
        Optional<String> name = settings.find("s2s.branding.name", "S2S Gateway", Branding::name);
        Optional<URI> logo = settings.find("s2s.branding.logo-url", text -> address(text, "/"));
        Optional<URI> support = settings.find("s2s.branding.support-url", text -> address(text, "mailto:"));
        return settings.hasFaultIn("s2s.branding.")
                ? Optional.empty()
                : name.map(it -> new Branding(it, logo, support));
    }

    private static String name(String text) {
        if (text.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("has to be at most " + LONGEST_NAME + " characters long");
        }
        return text;
    }

    private static URI address(String text, String otherStart) {
        if (!text.startsWith("https://") && !(text.startsWith(otherStart) && !text.startsWith("//"))) {
            throw new IllegalArgumentException("has to start with https:// or " + otherStart);
        }
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("is not a URL", malformed);
        }
    }
}
