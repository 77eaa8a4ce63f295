package org.s2sgateway.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.s2sgateway.identity.ReturnAddress;

/**
 * {@code /sign-in/failed}: why a sign-in failed, who can put it right, and how. Whoever writes the address by hand sees
 * another sentence of the dictionary and gets no other link than to our own pages.
 */
@Named
@RequestScoped
public class SignInFailedPage {

    @Inject
    CurrentPage page;

    /** What happened, by the code in the address. */
    public Finding getFinding() {
        return page.finding(page.parameter("code"));
    }

    /** Where the person came from, or else the start. */
    public String getBack() {
        return Optional.of(page.parameter("back")).filter(ReturnAddress::isOne).orElse("/");
    }
}
