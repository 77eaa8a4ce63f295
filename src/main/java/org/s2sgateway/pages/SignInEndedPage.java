package org.s2sgateway.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.s2sgateway.identity.ReturnAddress;

/** {@code /sign-in/ended}: somebody sent a form when the sign-in had ended; says what has become of it, and leads back. */
@Named
@RequestScoped
public class SignInEndedPage {

    @Inject
    CurrentPage page;

    /** Where the person goes on, over the sign-in. */
    public String getBack() {
        return Optional.of(page.parameter("back")).filter(ReturnAddress::isOne).orElse("/");
    }

    /** Whether what was filled in will be there again. */
    public boolean isKept() {
        return !page.parameter("kept").isEmpty();
    }
}
