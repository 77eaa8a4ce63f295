package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RolesTest {

    @Test
    void areDeclaredToTheServersWhichWouldOtherwiseNotKnowThem() throws IOException {
        String webXml = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"));

        assertThat(Pattern.compile("<role-name>(.+?)</role-name>")
                        .matcher(webXml)
                        .results()
                        .map(MatchResult::group))
                .containsExactlyInAnyOrder(
                        "<role-name>Dataverse.Access</role-name>",
                        "<role-name>Dataverse.Impersonate</role-name>",
                        "<role-name>Tenants.Read</role-name>",
                        "<role-name>Tenants.Manage</role-name>",
                        "<role-name>Tokens.Issue</role-name>",
                        "<role-name>Gateway.Operator</role-name>",
                        "<role-name>Gateway.Auditor</role-name>");
    }
}
