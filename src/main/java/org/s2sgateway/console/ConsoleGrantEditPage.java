package org.s2sgateway.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Grants;
import org.s2sgateway.grants.MalformedGrant;
import org.s2sgateway.pages.CurrentPage;

/**
 * {@code /console/grant/edit?consumer=}: changes the grant of a consumer, or gives one its first. What somebody has filled
 * in stays until it is saved; an address fills in nothing but the consumer.
 */
@Named
@RequestScoped
public class ConsoleGrantEditPage {

    @Inject
    CurrentPage page;

    @Inject
    ConsoleRequest request;

    @Inject
    Grants grants;

    @Inject
    GrantEdits edits;

    private GrantForm form = GrantForm.typed(TypedFields.NONE);
    private Optional<FieldError> error = Optional.empty();
    private Optional<String> overtaken = Optional.empty();
    private Optional<Grant> now = Optional.empty();

    @PostConstruct
    void open() {
        TypedFields fields = request.fields();
        form = page.answersForm() || request.isDraft() ? GrantForm.typed(fields) : asked(fields.only("consumer"));
    }

    // Anybody can write a link, and what it brought would look like what the consumer has.
    private GrantForm asked(TypedFields address) {
        return grants.find(address.one("consumer")).map(GrantForm::of).orElseGet(() -> GrantForm.typed(address));
    }

    /** Keeps what was filled in, or says why not. */
    public void save() {
        try {
            Grant grant = form.grant();
            if (edits.save(grant, form.seen(), request.person())) {
                page.go("/console/grant?saved=1&consumer=" + new GrantView(grant).getQuery());
            } else {
                overtaken = Optional.of(grant.consumer());
                now = grants.find(grant.consumer());
            }
        } catch (MalformedGrant malformed) {
            error = Optional.of(FieldError.of(malformed));
        } catch (GrantForm.RepeatedTable repeated) {
            error = Optional.of(FieldError.of(repeated));
        }
    }

    /** The page once more, with room for more tables. */
    public void addRows() {
        // What was filled in is shown again, and empty rows behind it.
    }

    /** The field that has to be changed; empty where none has. */
    public String getWrong() {
        return error.map(FieldError::field).orElse("");
    }

    /** Why it has to be. */
    public String getReason() {
        return error.map(it -> page.words(it.key(), it.key()).replace("{0}", it.subject()))
                .orElse("");
    }

    /** Whether the consumer's grant has changed since the form was opened, and nothing was saved for that. */
    public boolean isOvertaken() {
        return overtaken.isPresent();
    }

    /** Whether that is because the consumer has a grant, which whoever wanted to give it one has not seen. */
    public boolean isThereAlready() {
        return isOvertaken() && now.isPresent() && form.seen().isEmpty();
    }

    /** What the consumer has now; null where it has none. */
    public @Nullable GrantView getNow() {
        return now.map(GrantView::new).orElse(null);
    }

    /** Stands for what the person has seen: the next time, that is what is there now. */
    public String getSeen() {
        return isOvertaken() ? Grants.mark(now) : form.seen();
    }

    public String getConsumer() {
        return overtaken.orElse(form.consumer());
    }

    /** Whether the form is about this one consumer. */
    public boolean isConsumerFixed() {
        return isOvertaken() || form.isConsumerFixed();
    }

    /** The consumer as it is written in a query. */
    public String getQuery() {
        return GrantView.query(getConsumer());
    }

    public String getTenants() {
        return form.tenants();
    }

    public String getEnvironments() {
        return form.environments();
    }

    public List<TableRow> getRows() {
        return form.rows();
    }

    public String getImpersonation() {
        return form.impersonation();
    }

    public String getActions() {
        return form.actions();
    }

    public boolean isTokens() {
        return form.tokens();
    }

    public boolean isBypass() {
        return form.bypass();
    }
}
