package org.s2sgateway.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Grants;

/** {@code /console/grant?consumer=}: what one consumer's grant says. */
@Named
@RequestScoped
public class ConsoleGrantPage {

    @Inject
    ConsoleRequest request;

    @Inject
    Grants grants;

    @Inject
    FacesContext faces;

    private Optional<Grant> grant = Optional.empty();

    @PostConstruct
    void find() {
        grant = grants.find(request.fields().one("consumer"));
        if (grant.isEmpty()) {
            faces.getExternalContext().setResponseStatus(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** The grant; null where the consumer has none. */
    public @Nullable GrantView getGrant() {
        return grant.map(GrantView::new).orElse(null);
    }

    /** Whether the person comes from saving it. */
    public boolean isSaved() {
        return grant.isPresent() && request.fields().has("saved");
    }
}
