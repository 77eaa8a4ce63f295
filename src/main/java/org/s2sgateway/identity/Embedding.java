package org.s2sgateway.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * What a page of another site has a browser load by itself: a picture, a frame, the request of a script. Such a request comes
 * without the cookie, as a stranger's does, and from the address of whoever looks at that page, who means nothing by it. What
 * it is only the browser says (w3c.github.io/webappsec-fetch-metadata); where it does not, nothing is one.
 */
final class Embedding {

    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    private Embedding() {}

    static boolean isOnOtherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String mode = request.getHeader("Sec-Fetch-Mode");
        return site != null && mode != null && OTHER_SITES.contains(site) && !isVisit(mode, request);
    }

    // Frames are navigated, too, and a page can have any number of them.
    private static boolean isVisit(String mode, HttpServletRequest request) {
        String destination = request.getHeader("Sec-Fetch-Dest");
        return mode.equals("navigate") && (destination == null || destination.equals("document"));
    }
}
