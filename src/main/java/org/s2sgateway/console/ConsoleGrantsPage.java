package org.s2sgateway.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Grants;

/** {@code /console/grants}: all grants in the order of their consumers, page by page as the API lists them. */
@Named
@RequestScoped
public class ConsoleGrantsPage {

    private static final int ON_A_PAGE = 50;

    @Inject
    ConsoleRequest request;

    @Inject
    Grants grants;

    private String after = "";
    private List<GrantView> shown = List.of();
    private boolean more;

    @PostConstruct
    void find() {
        after = consumer("after").orElse("");
        // One more than are shown tells whether there is a next page.
        List<Grant> found = grants.after(after, ON_A_PAGE + 1);
        more = found.size() > ON_A_PAGE;
        shown = found.stream().limit(ON_A_PAGE).map(GrantView::new).toList();
    }

    public List<GrantView> getGrants() {
        return shown;
    }

    /** Whether this is not the first page. */
    public boolean isFurther() {
        return !after.isEmpty();
    }

    public boolean isMore() {
        return more;
    }

    /** Behind whom the next page starts, as it is written in a query. */
    public String getNext() {
        return shown.get(shown.size() - 1).getQuery();
    }

    /** Whose grant has just been taken away; empty where that is not so. */
    public String getRemoved() {
        return consumer("removed").filter(it -> grants.find(it).isEmpty()).orElse("");
    }

    private Optional<String> consumer(String parameter) {
        return Optional.of(request.fields().one(parameter)).filter(Grant::isConsumer);
    }
}
