package org.s2sgateway.testing;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/** What a {@link WebBrowser} shows: the last answer. A page stays as it is; acting on it gives another one. */
public final class Page {

    private final WebBrowser browser;
    private final URI url;
    private final HttpResponse<String> response;

    Page(WebBrowser browser, URI url, HttpResponse<String> response) {
        this.browser = browser;
        this.url = url;
        this.response = response;
    }

    /** The address of the page; of a redirect that was not followed, the address that redirects. */
    public URI url() {
        return url;
    }

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    /** The text without tags, entities resolved and white space made single. */
    public String text() {
        return Html.text(response.body());
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** Where a redirect that was not followed leads. */
    public Optional<URI> location() {
        return header("Location").map(url::resolve);
    }

    /** The fields of {@link #location()}'s query, decoded; empty without one. */
    public Map<String, String> locationFields() {
        return location().map(Page::fields).orElse(Map.of());
    }

    /** The fields of an address's query, decoded. */
    public static Map<String, String> fields(URI url) {
        return Html.queryFields(url);
    }

    /** What a field of some form holds, as a browser would send it. */
    public Optional<String> field(String name) {
        return Html.forms(body()).stream()
                .flatMap(form -> form.fields().stream())
                .filter(field -> field.name().equals(name))
                .map(Html.Field::value)
                .findFirst();
    }

    /**
     * Presses the button with this text: exactly its text, else its value, else the only one that contains the text.
     * Throws {@link IllegalArgumentException} with the buttons there are.
     */
    public Page submit(String buttonText) {
        return submit(buttonText, Map.of());
    }

    /** Fills fields in by their names, then presses the button; fields that the form does not have are added. */
    public Page submit(String buttonText, Map<String, String> fields) {
        return press(browser, buttonText, fields);
    }

    /** Presses the button and shows the first answer, be it a redirect. */
    public Page submitWithoutFollowing(String buttonText, Map<String, String> fields) {
        return press(browser.stoppingBefore(every -> true), buttonText, fields);
    }

    /** Clicks the link with this text: exactly, else the only one that contains it. */
    public Page clickLink(String text) {
        URI target = url.resolve(Html.link(body(), text));
        return browser.visit(new WebBrowser.Visit("GET", target, "", "", WebBrowser.site(url, target), ""));
    }

    /** Where the link with this text leads, without clicking it. */
    public URI link(String text) {
        return url.resolve(Html.link(body(), text));
    }

    private Page press(WebBrowser with, String buttonText, Map<String, String> fields) {
        Html.Press press = Html.press(body(), buttonText);
        String form = press.encoded(fields);
        URI target = press.action().isEmpty() ? url : url.resolve(press.action());
        String site = WebBrowser.site(url, target);
        if (press.method().equals("POST")) {
            return with.visit(new WebBrowser.Visit("POST", target, form, WebBrowser.origin(url), site, bound()));
        }
        // HTML standard, "Mutate action URL": a GET form replaces the query.
        String withoutQuery = target.toString().replaceFirst("[?#].*", "");
        return with.visit(new WebBrowser.Visit("GET", URI.create(withoutQuery + "?" + form), "", "", site, bound()));
    }

    private String bound() {
        boolean toItself = header("Content-Security-Policy").orElse("").contains("form-action 'self'");
        return toItself ? WebBrowser.origin(url) : "";
    }
}
