package org.s2sgateway.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.UUID;
import java.util.regex.Pattern;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.identity.Browser;
import org.s2sgateway.identity.CurrentBrowser;
import org.s2sgateway.identity.CurrentPerson;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.problem.SecurityHeaders;
import org.s2sgateway.settings.Guid;
import org.s2sgateway.settings.PublicUrl;

/**
 * What page beans ask of the page that is being served: whose browser it is, who is signed in, what was asked for, and
 * where to go from here. Used on the request's own thread.
 */
@RequestScoped
@Named("page")
public class CurrentPage {

    /** What a code can look like: some come out of addresses, and nobody's sentence is to be shown as one. */
    private static final Pattern CODE =
            Pattern.compile("AADSTS[0-9]{4,8}|S2S\\.[A-Za-z]{1,40}|0x[0-9a-fA-F]{8}|HTTP-[0-9]{3}|[a-z_]{1,40}");

    private static final String LEAVING_TO = "org.s2sgateway.leaving-to";

    @Inject
    CurrentBrowser currentBrowser;

    @Inject
    CurrentPerson currentPerson;

    @Inject
    PublicUrl publicUrl;

    public Browser browser() {
        return currentBrowser.of((HttpServletRequest) external().getRequest(), (HttpServletResponse)
                external().getResponse());
    }

    /** Who is signed in with this browser. */
    public Optional<SignedIn> person() {
        return currentPerson.find((HttpServletRequest) external().getRequest());
    }

    /** Their name; empty where nobody is signed in. */
    public String getPersonName() {
        return person().map(SignedIn::name).orElse("");
    }

    /** Whether the person may open the console. */
    public boolean isStaff() {
        return person().filter(SignedIn::isAuditor).isPresent();
    }

    /** A parameter of the query or of the form; empty where there is none. */
    public String parameter(String name) {
        return external().getRequestParameterMap().getOrDefault(name, "");
    }

    /** A parameter that has to be a GUID. */
    public Optional<UUID> id(String name) {
        return Guid.parse(parameter(name));
    }

    public Locale locale() {
        return FacesContext.getCurrentInstance().getViewRoot().getLocale();
    }

    /** What the messages say under that key in the reader's language; something else where they say nothing. */
    public String words(String key, String otherwise) {
        ResourceBundle messages = ResourceBundle.getBundle(
                "org.s2sgateway.pages.messages", locale(), Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
        return messages.containsKey(key) ? messages.getString(key) : otherwise;
    }

    /** What the page says of a code of the dictionary. */
    public Finding finding(String code) {
        return Finding.of(Dictionary.diagnose(CODE.matcher(code).matches() ? code : "unknown"), locale());
    }

    /** Sends the browser to another of our own pages. */
    public void go(String pathAndQuery) {
        redirect(publicUrl.value() + pathAndQuery);
    }

    /** Sends the browser away, in answer to a link. */
    public void goAway(URI address) {
        redirect(address.toString());
    }

    /**
     * Sends the browser away, in answer to a form, and gives the outcome for that: over a page in between. Browsers hold
     * the whole chain of redirects behind a form against the page's {@code form-action}, and where an organisation's
     * sign-in leads is not for us to know.
     */
    public String leave(URI address) {
        external().getRequestMap().put(LEAVING_TO, address.toString());
        return "/connect/leaving";
    }

    /** Where the page in between leads to; empty where nobody is leaving. */
    public String getLeavingTo() {
        Object address = external().getRequestMap().get(LEAVING_TO);
        return address == null ? "" : address.toString();
    }

    /** Whether what is about to be shown would be the answer to a form, and not to a link. */
    public boolean answersForm() {
        return FacesContext.getCurrentInstance().isPostback();
    }

    /** Has the browser load the page again after that time: it works without scripts. */
    public void lookAgainIn(Duration time) {
        external().setResponseHeader("Refresh", String.valueOf(time.toSeconds()));
    }

    void allowImagesOf(String origin) {
        SecurityHeaders.allowImagesOf(origin, (HttpServletResponse) external().getResponse());
    }

    private void redirect(String address) {
        try {
            external().redirect(address);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static ExternalContext external() {
        return FacesContext.getCurrentInstance().getExternalContext();
    }
}
