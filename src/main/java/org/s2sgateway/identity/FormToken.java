package org.s2sgateway.identity;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the forms of a page carry so that {@link FrontDoor} knows them for its browser's: {@code #{formToken.value}},
 * written by the tag {@code <s2s:form>}.
 */
@RequestScoped
@Named
public class FormToken {

    @Inject
    CurrentBrowser browser;

    private @Nullable String value;

    /** Finds out the token while the answer can still carry a cookie; a long page is on its way before its form is. */
    void prepare(HttpServletRequest request, HttpServletResponse response) {
        value = browser.of(request, response).formToken();
    }

    /** The value of the hidden field {@code formToken}. */
    public String getValue() {
        if (value == null) {
            throw new IllegalStateException("Forms are for the addresses that the front door knows as theirs");
        }
        return value;
    }
}
