package org.s2sgateway.onboarding;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.s2sgateway.pages.CurrentPage;
import org.s2sgateway.pages.Finding;
import org.s2sgateway.tenant.EnvironmentHost;

/** {@code /connect/ended}: why a consent came to nothing, who can put it right, and a way to try again from there. */
@Named
@RequestScoped
public class ConnectEndedPage {

    @Inject
    CurrentPage page;

    @Inject
    ConsentRequests requests;

    private Optional<ConsentRequest> request = Optional.empty();

    @PostConstruct
    void find() {
        request = page.id("request").flatMap(id -> requests.find(id, page.browser()));
    }

    /** Goes on from where it went wrong: the environment and the sign-in stay. */
    public void tryAgain() {
        String next = request.flatMap(it -> requests.again(it.id(), page.browser()))
                .map(again -> "/connect/consent?ask=1&request=" + again.id())
                .orElse("/connect");
        page.go(next);
    }

    /** What happened: this browser's own request knows, else the address says it in a code of the dictionary. */
    public Finding getFinding() {
        String said = page.parameter("code");
        return page.finding(
                request.flatMap(ConsentRequest::reason).orElse(said.isEmpty() ? "S2S.ConsentUnknown" : said));
    }

    public String getRequest() {
        return request.map(it -> it.id().toString()).orElse("");
    }

    public String getHost() {
        return request.map(ConsentRequest::host).map(EnvironmentHost::value).orElse("");
    }
}
