package org.s2sgateway.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.isolation.Consumer.Right;

class ConsumersFileTest {

    private static final String GOOD =
            """
            # Two consumers of two tenants.
            token-url = https://login.example/t/oauth2/v2.0/token
            scope = api://gateway/.default

            environment.contoso.host = contoso.crm4.dynamics.com
            environment.contoso.tenant = c0a00000-0000-4000-8000-000000000001
            environment.fabrikam.host = fabrikam.crm4.dynamics.com
            environment.fabrikam.tenant = fab00000-0000-4000-8000-000000000002

            table.accounts.key = accountid
            table.contacts.key = contactid
            table.contacts.text = lastname
            table.contacts.write = true

            consumer.orders.client-id = 11111111-0000-4000-8000-000000000001
            consumer.orders.secret-variable = ORDERS_SECRET
            consumer.orders.environments = contoso
            consumer.orders.reads = accounts, contacts
            consumer.orders.writes = contacts
            consumer.stock.client-id = 11111111-0000-4000-8000-000000000002
            consumer.stock.secret-variable = STOCK_SECRET
            consumer.stock.roles = Dataverse.Access, Dataverse.Impersonate, Tenants.Read
            consumer.stock.environments = *
            consumer.stock.reads = *
            consumer.stock.who-am-i = false
            """;
    private static final Map<String, String> SECRETS = Map.of("ORDERS_SECRET", "geheim~1", "STOCK_SECRET", "geheim~2");

    @TempDir
    Path folder;

    @Test
    void readsWhoMayWhat() throws Exception {
        Deployment deployment = read(GOOD);

        assertThat(deployment.publicUrl()).isEqualTo("https://gateway.example");
        assertThat(deployment.sites()).extracting(Site::name).containsExactly("contoso", "fabrikam");
        assertThat(deployment.tables()).extracting(Table::writable).containsExactly(false, true);
        Consumer orders = deployment.consumers().get(0);
        assertThat(orders.sites()).containsExactly("contoso");
        assertThat(orders.reads()).containsExactlyInAnyOrder("accounts", "contacts");
        assertThat(orders.writes()).containsExactly("contacts");
        assertThat(orders.rights()).containsExactlyInAnyOrder(Right.KNOWN, Right.DATAVERSE, Right.WHO_AM_I);
        Consumer stock = deployment.consumers().get(1);
        assertThat(stock.sites()).containsExactlyInAnyOrder("contoso", "fabrikam");
        assertThat(stock.writes()).isEmpty();
        assertThat(stock.rights())
                .containsExactlyInAnyOrder(Right.KNOWN, Right.DATAVERSE, Right.IMPERSONATE, Right.REGISTRY);
    }

    @Test
    void writesNowhereUnlessTheFileSaysSo() throws Exception {
        Deployment deployment = read(GOOD.replace("table.contacts.write = true\n", "")
                .replace("consumer.orders.writes = contacts\n", "consumer.orders.writes = *\n"));

        assertThat(deployment.tables()).noneMatch(Table::writable);
        assertThat(deployment.consumers())
                .allMatch(consumer -> consumer.writes().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "consumer.orders.environments = contoso | consumer.orders.environments = contosso"
                        + " | line 17, consumer.orders.environments: there is no contosso; there are contoso, fabrikam",
                "consumer.orders.writes = contacts | consumer.orders.writes = accounts"
                        + " | line 19, consumer.orders.writes: there is no accounts; there are contacts",
                "table.contacts.write = true | table.contacts.write = yes"
                        + " | line 13, table.contacts.write: is true or false, not yes",
                "table.contacts.text = lastname | # gone | line 13, table.contacts.write: needs table.contacts.text",
                "consumer.stock.who-am-i = false | consumer.stock.whoami = false"
                        + " | line 25, consumer.stock.whoami: is no key that is known here",
                "consumer.stock.reads = * | consumer.orders.reads = *"
                        + " | line 24, consumer.orders.reads: stands in line 18 already",
                "consumer.stock.client-id = 11111111-0000-4000-8000-000000000002 | # gone"
                        + " | consumer.stock.client-id: is missing",
                "consumer.stock.roles = Dataverse.Access | consumer.stock.roles = dataverse.access"
                        + " | line 22, consumer.stock.roles: there is no dataverse.access; there are Dataverse.Access",
                "environment.fabrikam.tenant = fab00000-0000-4000-8000-000000000002"
                        + " | environment.fabrikam.tenant = fabrikam.example"
                        + " | line 8, environment.fabrikam.tenant: is a GUID in lower case, not fabrikam.example",
                "environment.fabrikam.host = fabrikam.crm4.dynamics.com"
                        + " | environment.fabrikam.host = https://fabrikam.crm4.dynamics.com"
                        + " | line 7, environment.fabrikam.host: is a host",
                "token-url = https://login.example/t/oauth2/v2.0/token | token-url = login.example"
                        + " | line 2, token-url: is an address that begins with https://, not login.example",
                "scope = api://gateway/.default | scope | line 3: is no key=value",
                "scope = api://gateway/.default | scope = | line 3, scope: has no value",
                "consumer.orders.secret-variable = ORDERS_SECRET | consumer.orders.secret-variable = NO_SECRET"
                        + " | line 16, consumer.orders.secret-variable: the environment variable NO_SECRET is not set",
                "consumer.stock.environments = * | consumer.Stock.environments = *"
                        + " | line 23, consumer.Stock.environments: the name Stock may have a-z"
            })
    void saysWhichLineAndKeyIsWrong(String good, String bad, String message) {
        assertThat(GOOD).contains(good);

        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining(message)
                .hasMessageContaining("consumers.properties")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void needsTwoConsumersAtLeast() {
        String one = GOOD.lines().filter(line -> !line.contains("stock")).reduce("", (all, line) -> all + line + "\n");

        assertThatThrownBy(() -> read(one)).hasMessageContaining("nothing can cross");
    }

    @Test
    void endsWithAStatusOfItsOwnWhereThereIsNothingToRun() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("s2s.url", "http://localhost:1");
        assertThat(said(properties, 2)).contains("-Disolation.consumers=<file>");

        properties.setProperty("isolation.consumers", folder.resolve("none").toString());
        assertThat(said(properties, 2)).contains("none: cannot be read");

        properties.setProperty("isolation.consumers", written(GOOD).toString());
        assertThat(said(properties, 2)).contains("line 16, consumer.orders.secret-variable");
    }

    private static String said(Properties properties, int status) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        assertThat(IsolationMain.run(properties, new PrintStream(text, true, StandardCharsets.UTF_8)))
                .isEqualTo(status);
        return text.toString(StandardCharsets.UTF_8);
    }

    private Deployment read(String text) throws BadFile, IOException {
        return ConsumersFile.read(
                written(text), URI.create("https://gateway.example"), SECRETS, HttpClient.newHttpClient());
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("consumers.properties"), text);
    }
}
