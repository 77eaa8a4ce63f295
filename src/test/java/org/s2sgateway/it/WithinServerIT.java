package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.s2sgateway.identity.Browser;
import org.s2sgateway.identity.BrowserSessions;
import org.s2sgateway.identity.SignIn;
import org.s2sgateway.identity.SignInWish;

/** Runs inside a server, in a deployment of the WAR of its own: beans, transactions and persistence as the code has them. */
@ArquillianTest
// Named to be among the last ones: after its undeployment the adapter of Payara keeps a thread busy with the output of
// the ended server.
class WithinServerIT {

    /** A bean of an archive of the application, as any of its repositories is. */
    @ApplicationScoped
    static class Question {

        @PersistenceContext
        EntityManager entities;

        @Transactional
        Object ask(String query) {
            entities.joinTransaction();
            return entities.createNativeQuery(query).getSingleResult();
        }
    }

    @Inject
    Question question;

    @Inject
    SignIn signIn;

    @Inject
    BrowserSessions sessions;

    @Deployment
    static WebArchive application() throws URISyntaxException, IOException {
        GatewayRun.gateway();
        writeLogging();
        return ShrinkWrap.create(ZipImporter.class, "in-container.war")
                .importFrom(new File(System.getProperty("it.war")))
                .as(WebArchive.class)
                .addAsLibrary(new File(Assertions.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()));
    }

    // As shipped, and into a file: the adapter of Payara keeps the console to itself.
    private static void writeLogging() throws IOException {
        Path folder = Path.of(System.getProperty("it.folder"));
        Files.writeString(
                folder.resolve("in-container.logging.properties"),
                Files.readString(Path.of("server-config", "payara-micro", "logging.properties"))
                        + "handlers=java.util.logging.ConsoleHandler,java.util.logging.FileHandler\n"
                        + "java.util.logging.FileHandler.pattern=" + folder.resolve("in-container.log") + "\n"
                        + "java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter\n");
    }

    @Test
    void reachesTheDatabaseInATransaction() {
        assertThat(question.ask("select 6 * 7")).isEqualTo(42);
    }

    @Test
    void sendsABrowserToTheIdentityProvider() {
        Browser browser = new Browser(Browser.random());

        URI address = signIn.begin(
                browser, new SignInWish(Optional.empty(), Optional.empty(), true, Optional.empty(), "/connect?step=2"));

        assertThat(address.getPath()).endsWith("/oauth2/v2.0/authorize");
        assertThat(sessions.find(browser)).isEmpty();
    }

    /** No copy of a server's own is in the way of the library's and of what it needs. */
    @Test
    void readsWhatATokenEndpointSays() throws ParseException {
        HTTPResponse answer = new HTTPResponse(400);
        answer.setContentType("application/json");
        answer.setBody("{\"error\":\"invalid_grant\"}");

        assertThat(OIDCTokenResponseParser.parse(answer)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_grant");
    }
}
