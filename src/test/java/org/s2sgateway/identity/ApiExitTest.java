package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.identity.Identification.Known;
import org.s2sgateway.identity.Identification.Nobody;
import org.s2sgateway.identity.Identification.Refused;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.testing.Outline;

class ApiExitTest {

    private static final Identification ORDERS = new Known(TestCallers.of("orders", Set.of(), Map.of()));
    private static final String ACCOUNTS = "dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts(1)";

    private final ApiExit exit = new ApiExit();
    private final List<String> remembered = new ArrayList<>();
    private final MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
    private int status;
    private String body = "";

    @BeforeEach
    void open() {
        CallerLimits limits = new CallerLimits();
        limits.config = new LimitsConfig(1, 2);
        limits.proxies = new TrustedProxies(List.of());
        limits.open();
        exit.request = TestRequests.get("192.0.2.1", "/api/tenants");
        exit.limits = Outline.instance(() -> limits);
        exit.refusedCalls = Outline.instance(() -> new RefusedCalls() {
            @Override
            public void ofNobody(String code) {
                remembered.add("nobody " + code);
            }

            @Override
            void ofConsumer(String consumer, String code, Optional<String> environment, String call) {
                remembered.add(consumer + " " + code + " " + environment.orElse("-") + " " + call);
            }
        });
    }

    @Test
    void remembersWhatAConsumerIsNotPermitted() {
        answer(ORDERS, ProblemType.NOT_PERMITTED, "GET", "tenants");

        assertThat(remembered).containsExactly("orders S2S.NotPermitted - GET /api/tenants");
        assertThat(body).isEqualTo("the reason");
    }

    @Test
    void remembersWhatTheConsumerLacks() {
        Refusal refusal = new Refusal(ProblemType.NOT_PERMITTED, "x").lacking("read on contacts");

        exit.filter(call(ORDERS, Optional.of(refusal), "GET", ACCOUNTS), response());

        assertThat(remembered)
                .containsExactly("orders S2S.NotPermitted contoso.crm4.dynamics.com GET /api/dataverse,"
                        + " lacks read on contacts");
    }

    @Test
    void remembersTheEnvironmentAndNothingThatACustomerKeepsThere() {
        answer(ORDERS, ProblemType.TENANT_SUSPENDED, "DELETE", ACCOUNTS);

        assertThat(remembered)
                .containsExactly("orders S2S.TenantSuspended contoso.crm4.dynamics.com DELETE /api/dataverse");
    }

    @ParameterizedTest
    @CsvSource({"dataverse/a b/x", "dataverse/CONTOSO/x", "dataverse/-/x"})
    void takesForAnEnvironmentOnlyWhatCanBeAHost(String path) {
        answer(ORDERS, ProblemType.NOT_PERMITTED, "GET", path);

        assertThat(remembered).containsExactly("orders S2S.NotPermitted - GET /api/dataverse");
    }

    @Test
    void tellsAConsumerThatItWasRefusedTooOften() {
        for (int i = 0; i < 3; i++) {
            answer(ORDERS, ProblemType.NOT_PERMITTED, "GET", "tenants");
        }

        assertThat(remembered)
                .containsExactly(
                        "orders S2S.NotPermitted - GET /api/tenants",
                        "orders S2S.NotPermitted - GET /api/tenants",
                        "orders S2S.TooManyAttempts - GET /api/tenants");
        assertThat(status).isEqualTo(429);
        assertThat(body).contains("S2S.TooManyAttempts").doesNotContain("the reason");
        assertThat(headers.getFirst("Retry-After").toString()).matches("59|60");
    }

    @Test
    void countsOfNobodyOnlyHowOften() {
        answer(new Nobody(), ProblemType.UNAUTHENTICATED, "GET", "tenants");
        assertThat(headers.getFirst("WWW-Authenticate")).isEqualTo("Bearer");
        answer(new Nobody(), ProblemType.UNAUTHENTICATED, "GET", "tenants");

        assertThat(remembered).containsExactly("nobody S2S.Unauthenticated", "nobody S2S.TooManyAttempts");
        assertThat(status).isEqualTo(429);
        assertThat(headers).doesNotContainKey("WWW-Authenticate");
    }

    @Test
    void countsBadCredentialsWhateverTheStatus() {
        answer(refused(ProblemType.UNAUTHENTICATED), ProblemType.UNAUTHENTICATED, "GET", "tenants");
        answer(refused(ProblemType.BAD_REQUEST), ProblemType.BAD_REQUEST, "GET", "tenants");

        assertThat(remembered).containsExactly("nobody S2S.Unauthenticated", "nobody S2S.TooManyAttempts");
        assertThat(status).isEqualTo(429);
    }

    @Test
    void holdsItAgainstNobodyThatTokensCannotBeJudged() {
        answer(refused(ProblemType.BUSY), ProblemType.BUSY, "GET", "tenants");

        assertThat(remembered).isEmpty();
        assertThat(status).isEqualTo(503);
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_REQUEST", "NOT_FOUND", "UNKNOWN_ENVIRONMENT", "CONFLICT", "BUSY", "TOKEN_REFUSED"})
    void countsNothingThatIsOnlyWrong(ProblemType type) {
        answer(ORDERS, type, "GET", "tenants");
        answer(new Nobody(), type, "GET", "tenants");

        assertThat(remembered).isEmpty();
        assertThat(status).isEqualTo(type.status());
    }

    @Test
    void leavesAloneWhatIsNoRefusal() {
        exit.filter(call(ORDERS, Optional.empty(), "GET", "tenants"), response());

        assertThat(remembered).isEmpty();
    }

    private void answer(Identification who, ProblemType type, String method, String path) {
        status = type.status();
        body = "the reason";
        headers.clear();
        if (status == 401) {
            headers.putSingle("WWW-Authenticate", "Bearer");
        }
        exit.filter(call(who, Optional.of(new Refusal(type, "x")), method, path), response());
    }

    private static Identification refused(ProblemType type) {
        return new Refused(new Refusal(type, "x"));
    }

    private static ContainerRequestContext call(
            Identification who, Optional<Refusal> refusal, String method, String path) {
        Map<String, Object> properties = new HashMap<>(Map.of(Identification.class.getName(), who));
        refusal.ifPresent(it -> properties.put(Refusal.class.getName(), it));
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        if (path.startsWith("dataverse/")) {
            parameters.putSingle("host", path.split("/", 3)[1]);
        }
        UriInfo uri =
                Outline.of(UriInfo.class, Map.of("getPath", none -> path, "getPathParameters", none -> parameters));
        return Outline.of(
                ContainerRequestContext.class,
                Map.of(
                        "getProperty",
                        name -> properties.get(name[0]),
                        "getMethod",
                        none -> method,
                        "getUriInfo",
                        none -> uri));
    }

    private ContainerResponseContext response() {
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("getHeaders", none -> headers);
        answers.put("setStatus", code -> {
            status = (int) code[0];
            return null;
        });
        answers.put("setEntity", entity -> {
            body = new String((byte[]) entity[0], StandardCharsets.UTF_8);
            return null;
        });
        return Outline.of(ContainerResponseContext.class, answers);
    }
}
