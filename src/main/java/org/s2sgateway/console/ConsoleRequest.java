package org.s2sgateway.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.pages.CurrentPage;

/**
 * What a page of the console was asked for and by whom, who is staff: {@link ConsoleDoor} lets nobody else in. What was
 * filled in before a sign-in had ended counts as filled in, but does nothing by itself. Used on the request's own thread.
 */
@RequestScoped
@Named
public class ConsoleRequest {

    @Inject
    CurrentPage page;

    @Inject
    Drafts drafts;

    private TypedFields fields = TypedFields.NONE;
    private boolean draft;

    @PostConstruct
    void read() {
        TypedFields sent = TypedFields.of((HttpServletRequest)
                FacesContext.getCurrentInstance().getExternalContext().getRequest());
        Optional<TypedFields> kept =
                page.answersForm() ? Optional.empty() : page.id("draft").flatMap(id -> drafts.find(id, person()));
        fields = kept.orElse(sent);
        draft = kept.isPresent();
    }

    SignedIn person() {
        return page.person().orElseThrow();
    }

    TypedFields fields() {
        return fields;
    }

    /** Whether the page shows what was filled in before a sign-in had ended. */
    public boolean isDraft() {
        return draft;
    }

    /** Whether the person may change what the pages show. */
    public boolean isOperator() {
        return person().isOperator();
    }
}
