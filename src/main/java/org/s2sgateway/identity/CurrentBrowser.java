package org.s2sgateway.identity;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;

/**
 * The browser of the current request, and its cookie. No session of the server is behind it: a stranger who looks at a
 * page costs no memory, a restart signs nobody out, and every node knows everybody.
 *
 * <p>The cookie is {@code HttpOnly} and {@code SameSite=Lax}; over https it has the prefix {@code __Host-}, so that no
 * neighbouring host can set it (RFC 6265bis section 4.1.3.2). Used on the request's own thread.
 */
@RequestScoped
@Named("browser")
public class CurrentBrowser {

    @Inject
    PublicUrl publicUrl;

    private @Nullable Browser browser;

    /** The browser; one that comes without a valid cookie is given one with the answer. */
    public Browser of(HttpServletRequest request, HttpServletResponse response) {
        if (browser == null) {
            browser = find(request).orElseGet(() -> change(response));
        }
        return browser;
    }

    /** The browser, if its cookie was sent with the request; sets nothing. */
    public Optional<Browser> find(HttpServletRequest request) {
        if (browser != null) {
            return Optional.of(browser);
        }
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(cookieName()))
                        .filter(cookie -> Browser.isKey(cookie.getValue()))
                        .findFirst()
                        .map(cookie -> new Browser(Secret.of(cookie.getValue())));
    }

    /** From here on the browser is another one: whoever knew the old cookie does not know the new one. */
    public Browser change(HttpServletResponse response) {
        return become(Browser.unknown(), response);
    }

    /** From here on the browser is the given one. */
    Browser become(Browser fresh, HttpServletResponse response) {
        browser = fresh;
        Cookie cookie = new Cookie(cookieName(), fresh.key().reveal());
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(isHttps());
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
        return fresh;
    }

    private String cookieName() {
        return isHttps() ? "__Host-s2s" : "s2s";
    }

    private boolean isHttps() {
        return publicUrl.origin().startsWith("https:");
    }
}
