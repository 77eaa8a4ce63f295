package org.s2sgateway.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** The address of an identity provider as people write it, reduced to the form the rest relies on. */
final class Authority {

    private Authority() {}

    /** Scheme and host only: the tenant comes behind, and msal4j takes the first segment of the path for it. */
    static URI entra(String text) {
        URI address = https(text);
        if (!address.getRawPath().isEmpty()) {
            throw new IllegalArgumentException(
                    "must be scheme and host only, such as https://login.microsoftonline.com;"
                            + " the tenant is added to it, and an AD FS needs s2s.registration.cloud=ad-fs");
        }
        return address;
    }

    /** AD FS is told from Entra ID by its path, by msal4j as well. */
    static URI adFs(String text) {
        URI address = https(text);
        if (!address.getRawPath().equalsIgnoreCase("/adfs")) {
            throw new IllegalArgumentException("must end with /adfs, such as https://sts.contoso.com/adfs");
        }
        return address;
    }

    private static URI https(String text) {
        URI address = parse(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        if (!"https".equalsIgnoreCase(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("must be an https address");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("must be an https address without user, query and fragment");
        }
        return URI.create(address.toString().toLowerCase(Locale.ROOT));
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            // Its message quotes the value.
            throw new IllegalArgumentException("must be an https address");
        }
    }
}
