package org.s2sgateway.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.grants.AccessDefault;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Grants;
import org.s2sgateway.pages.CurrentPage;

/** {@code /console/grant/delete?consumer=}: asks before a grant is taken away, and says what that comes to. */
@Named
@RequestScoped
public class ConsoleGrantDeletePage {

    @Inject
    CurrentPage page;

    @Inject
    ConsoleRequest request;

    @Inject
    Grants grants;

    @Inject
    GrantEdits edits;

    @Inject
    AccessDefault accessDefault;

    private Optional<Grant> grant = Optional.empty();
    private boolean overtaken;

    @PostConstruct
    void find() {
        grant = grants.find(request.fields().one("consumer"));
    }

    /** Takes the grant away, unless it has become another since the person saw it. */
    public void remove() {
        if (grant.isEmpty()) {
            return;
        }
        String consumer = grant.get().consumer();
        if (edits.remove(consumer, request.fields().one("seen"), request.person())) {
            page.go("/console/grants?removed=" + GrantView.query(consumer));
        } else {
            overtaken = true;
            grant = grants.find(consumer);
        }
    }

    /** The grant; null where the consumer has none. */
    public @Nullable GrantView getGrant() {
        return grant.map(GrantView::new).orElse(null);
    }

    /** Stands for what the person sees. */
    public String getSeen() {
        return Grants.mark(grant);
    }

    /** Whether the grant has changed since the person was asked, and was not taken away for that. */
    public boolean isOvertaken() {
        return overtaken;
    }

    /** Whether the consumer may do more without a grant than with it. */
    public boolean isOpenByDefault() {
        return accessDefault == AccessDefault.ROLES;
    }
}
