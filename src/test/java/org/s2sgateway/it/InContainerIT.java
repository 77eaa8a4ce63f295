package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs inside the server, in a second deployment of the WAR: beans, transactions and persistence as the code has them. */
@ArquillianTest
// The last one: after its undeployment the adapter of Payara keeps a thread busy with the output of the ended server.
@Order(Integer.MAX_VALUE)
class InContainerIT {

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

    @Deployment
    static WebArchive application() throws URISyntaxException, IOException {
        return ShrinkWrap.create(ZipImporter.class, "in-container.war")
                .importFrom(new File(System.getProperty("it.war")))
                .as(WebArchive.class)
                .addAsLibrary(new File(Assertions.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()))
                .addAsWebInfResource(new StringAsset(besideTheGateway()), "jboss-web.xml");
    }

    // On WildFly the gateway itself is deployed at the root.
    private static String besideTheGateway() throws IOException {
        return Files.readString(Path.of("src/main/webapp/WEB-INF/jboss-web.xml"))
                .replace("<context-root>/</context-root>", "<context-root>/in-container</context-root>");
    }

    @Test
    void reachesTheDatabaseInATransaction() {
        assertThat(question.ask("select 6 * 7")).isEqualTo(42);
    }
}
