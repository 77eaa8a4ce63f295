package org.s2sgateway.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.s2sgateway.grants.AccessDefault;

/** {@code /console}: what is here, and as what the person is here. */
@Named
@RequestScoped
public class ConsolePage {

    @Inject
    ConsoleRequest request;

    @Inject
    AccessDefault accessDefault;

    public String getName() {
        return request.person().name();
    }

    /** {@code operator} or {@code auditor}. */
    public String getRole() {
        return request.isOperator() ? "operator" : "auditor";
    }

    /** Whether a consumer without a grant may do what its app roles say. */
    public boolean isOpenByDefault() {
        return accessDefault == AccessDefault.ROLES;
    }
}
