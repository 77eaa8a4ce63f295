package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.it.WebApiConsumer.Answer;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.Environment;

/** A consumer with the role acts for people: as far as both the application and they may. */
class ImpersonationIT {

    private static final UUID GATEWAY = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    private static final UUID PAUL = UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666");

    private final RunningGateway gateway = GatewayRun.gateway();

    private WebApiConsumer contoso;
    private String ada;

    @BeforeEach
    void know() {
        contoso = WebApiConsumer.of(gateway, "contoso").as("impersonating-service");
        Environment environment = gateway.simulator().environment("contoso");
        Set<String> privileges = new HashSet<>(ApplicationUser.EVERYTHING);
        privileges.add(ApplicationUser.ACT_ON_BEHALF);
        environment.put(GATEWAY, false, privileges);
        environment.putPerson(PAUL, "Paul of Contoso", Set.of("Basic User"));
        ada = gateway.simulator().personId("ada@contoso.example").toString();
    }

    @Test
    void writesInTheNameOfTheOther() {
        String own = contoso.json("WhoAmI").getString("UserId");
        String other = contoso.json("WhoAmI", "CallerObjectId", ada).getString("UserId");
        assertThat(other).isNotEqualTo(own);

        String row = contoso.send("POST", "accounts", "{\"name\":\"x\"}", "MSCRMCallerID", other)
                .header("OData-EntityId");

        JsonObject created = contoso.json(row);
        assertThat(created.getString("_createdby_value")).isEqualTo(other);
        assertThat(created.getString("_createdonbehalfby_value")).isEqualTo(own);
    }

    @Test
    void mayOnlyWhatBothMay() {
        // He reads accounts and users; the application writes accounts, and reads no users.
        String[] asPaul = {"CallerObjectId", PAUL.toString()};

        assertThat(contoso.get("accounts", asPaul).status()).isEqualTo(200);
        assertThat(contoso.send("POST", "accounts", "{\"name\":\"x\"}", asPaul).refusal())
                .isEqualTo("403 0x80040220");
        assertThat(contoso.get("systemusers", asPaul).refusal()).isEqualTo("403 0x80040220");
    }

    @Test
    void actsForSomebodyElseInEachRequestOfABatch() {
        Answer answer = contoso.send(
                "POST",
                "$batch",
                whoAmI("CallerObjectId: " + ada + "\r\n") + whoAmI("") + "--b--\r\n",
                "Content-Type",
                "multipart/mixed; boundary=b");

        assertThat(answer.text())
                .containsSubsequence(
                        contoso.json("WhoAmI", "CallerObjectId", ada).getString("UserId"),
                        contoso.json("WhoAmI").getString("UserId"));
    }

    @Test
    void isToldByDataverseThatTheApplicationMayNot() {
        gateway.simulator().environment("contoso").put(GATEWAY, false, ApplicationUser.EVERYTHING);

        assertThat(contoso.get("WhoAmI", "CallerObjectId", ada).refusal()).isEqualTo("403 0x8004A110");
    }

    private static String whoAmI(String header) {
        return "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET WhoAmI HTTP/1.1\r\n"
                + header + "\r\n\r\n";
    }
}
