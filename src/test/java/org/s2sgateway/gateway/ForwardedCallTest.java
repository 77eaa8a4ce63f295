package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.dataverse.BodyPipe;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.HeldBody;
import org.s2sgateway.dataverse.RequestBody;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.dataverse.RetryPolicy;
import org.s2sgateway.dataverse.ThrottleGate;
import org.s2sgateway.dataverse.TimerThread;
import org.s2sgateway.dataverse.Upstream;
import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.dataverse.UpstreamRequest;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.outbound.OutboundConfig;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.simulator.wire.RecordedRequest;
import org.s2sgateway.simulator.wire.ServiceLimit;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.TestRegistrations;
import org.s2sgateway.token.TokenBroker;

class ForwardedCallTest {

    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static Simulator simulator;
    private static Outbound outbound;

    private final TimerThread timeline = TimerThread.start();
    private final ThrottleGate gate = ThrottleGate.on(timeline);
    private TokenBroker tokens;
    private Upstream upstream;

    /** What a call came to, as it was told. */
    private static final class Told implements Reply {
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final AtomicInteger times = new AtomicInteger();
        private final boolean reading;

        Told(boolean reading) {
            this.reading = reading;
        }

        @Override
        public void answered(UpstreamAnswer answer) {
            times.incrementAndGet();
            CompletableFuture.runAsync(() -> {
                try (answer) {
                    if (reading) {
                        answer.writeTo(OutputStream.nullOutputStream());
                    }
                    end.complete("" + answer.status());
                } catch (IOException brokenOff) {
                    end.complete("broken off");
                }
            });
        }

        @Override
        public void refused(Refusal refusal) {
            times.incrementAndGet();
            end.complete(refusal.type().code());
        }
    }

    @BeforeAll
    static void startSimulator() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(folder));
        outbound = Outbound.of(OutboundConfig.from(Settings.of(Map.of(
                        "s2s.tls.trust-certificates", simulator.caCertificate().toString())))
                .orElseThrow());
    }

    @AfterAll
    static void stopSimulator() {
        simulator.close();
    }

    @BeforeEach
    void open() {
        tokens = TokenBroker.of(TestRegistrations.withSecret(simulator.authority()), outbound);
        upstream = Upstream.of(outbound, timeline);
        simulator.environment("contoso").recorder().clear();
    }

    @AfterEach
    void close() {
        simulator.faults().clear();
        upstream.close();
        tokens.close();
        timeline.stop();
    }

    @Test
    void bringsAnAnswer() {
        assertThat(end(call("GET", null))).isEqualTo("200");
        assertThat(requests()).hasSize(1);
    }

    @Test
    void sendsTheSameBodyAgain() {
        simulator.faults().throttle("contoso", 2, ServiceLimit.REQUESTS, Duration.ZERO, false);

        assertThat(end(call("POST", new HeldBody("{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo("204");
        assertThat(requests()).extracting(RecordedRequest::body).hasSize(3).containsOnly("{\"name\":\"x\"}");
    }

    @Test
    void readsAgainWhenAFrontEndThatIsDownSpeaksHtml() {
        Answer down = Answer.text(503, "text/html", "<html><body>Service Unavailable</body></html>");
        simulator.faults().order("contoso", 1, new Fault.Verbatim(down));
        assertThat(end(call("GET", null))).isEqualTo("200");
        assertThat(requests()).hasSize(2);

        simulator.faults().order("contoso", 1, new Fault.Verbatim(down));
        assertThat(end(call("POST", null))).isEqualTo("S2S.UnexpectedAnswer");
    }

    @Test
    void holdsOtherCallsBackWhileDataverseWantsToBeLeftAlone() {
        simulator.faults().throttle("contoso", 1, ServiceLimit.CONCURRENCY, Duration.ofSeconds(2), false);
        Told throttled = call("GET", null);
        awaitRequests(1);
        awaitUntil(() -> simulator.faults().orders().isEmpty());
        List<Told> others = List.of(call("GET", null), call("GET", null));

        assertThat(end(throttled)).isEqualTo("200");
        assertThat(others).extracting(ForwardedCallTest::end).containsOnly("200");
        assertThat(requests()).hasSize(4);
    }

    @Test
    void asksForANewTokenOnce() {
        int before = tokenRequests();
        simulator.faults().status("contoso", 1, 401);
        assertThat(end(call("GET", null))).isEqualTo("200");
        assertThat(tokenRequests() - before).isEqualTo(2);

        simulator.faults().status("contoso", Faults.ALWAYS, 401);
        assertThat(end(call("GET", null))).isEqualTo("S2S.TokenRefused");
        assertThat(tokenRequests() - before).isEqualTo(2);
    }

    @Test
    void retriesNoMoreThanTheBudgetAllows() {
        simulator.faults().status("contoso", Faults.ALWAYS, 503);
        List<Told> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(call("GET", null));
        }
        assertThat(calls).extracting(ForwardedCallTest::end).containsOnly("503");
        // Twenty calls, ten retries, and one for every five calls or ten seconds.
        assertThat(requests()).hasSizeBetween(21, 36);
    }

    @Test
    void endsAtTheDeadlineWhereverItIs() {
        simulator.faults().delay("contoso", Faults.ALWAYS, Duration.ofSeconds(20));
        List<Told> calls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            calls.add(call("GET", null, "1", true));
        }
        assertThat(calls).extracting(ForwardedCallTest::end).containsOnly("S2S.Timeout");
        assertNothingIsHeld();
    }

    @Test
    void endsAtTheDeadlineWhileItWaitsForATokenOrToTryAgain() {
        simulator.faults().order(Faults.IDENTITY, "/oauth2/v2.0/token", 1, new Fault.Delay(Duration.ofSeconds(5)));
        assertThat(end(call("GET", null, "1", true))).isEqualTo("S2S.Timeout");
        assertNothingIsHeld();
    }

    @Test
    void saysWhyThereIsNoToken() {
        simulator.faults().order(Faults.IDENTITY, "/oauth2/v2.0/token", Faults.ALWAYS, new Fault.HangUp());

        assertThat(end(call("GET", null))).isEqualTo("S2S.TokenRefused");
        assertNothingIsHeld();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holdsNothingAfterwardsWhateverHappened(boolean reading) {
        for (Fault fault : List.of(
                new Fault.HangUp(),
                new Fault.LoginPage(),
                new Fault.LoginRedirect(),
                new Fault.Reset(10),
                new Fault.Drip(10, Duration.ofMillis(100)),
                new Fault.Delay(Duration.ofSeconds(2)),
                new Fault.Status(500, Map.of()),
                new Fault.Status(401, Map.of()),
                new Fault.Throttled(ServiceLimit.CONCURRENCY, Duration.ofSeconds(1), true))) {
            simulator.faults().order("contoso", "", 30, fault);
            List<Told> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(call("GET", null, "1", reading));
            }
            calls.forEach(ForwardedCallTest::end);
            simulator.faults().clear();
            assertThat(calls).extracting(call -> call.times.get()).containsOnly(1);
        }
        assertNothingIsHeld();
    }

    /** Whoever pumps a body holds a thread of the server, and a place. */
    @Test
    void leavesNobodyPumpingABodyThatIsTurnedAway() {
        // Far apart: a busy machine takes seconds for the first token and its connection, which are none of the matter.
        simulator.faults().throttle("contoso", 1, ServiceLimit.REQUESTS, Duration.ofMinutes(5), false);
        assertThat(end(call("GET", null, "30", true))).isEqualTo("429");

        assertPumpedInVain("30", "S2S.Throttled");
    }

    @Test
    void leavesNobodyPumpingABodyWhoseTurnDoesNotCome() {
        simulator.faults().delay("contoso", Faults.ALWAYS, Duration.ofSeconds(4));
        List<Told> inside = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            inside.add(call("GET", null));
        }

        assertPumpedInVain("1", "S2S.Timeout");
        inside.forEach(ForwardedCallTest::end);
    }

    @Test
    void leavesNobodyPumpingABodyForWhichThereIsNoToken() {
        simulator.faults().status(Faults.IDENTITY, Faults.ALWAYS, 400);

        assertPumpedInVain("20", "S2S.TokenRefused");
        assertNothingIsHeld();
    }

    private void assertPumpedInVain(String wait, String end) {
        BodyPipe pipe = new BodyPipe(1_000_000);
        Told told = call("POST", pipe, wait, true);
        CompletableFuture<Void> pumping = CompletableFuture.runAsync(
                () -> pipe.pump(new byte[0], 0, new ByteArrayInputStream(new byte[1_000_000])));

        assertThat(end(told)).isEqualTo(end);
        assertThat(pumping).succeedsWithin(SOON);
    }

    private Told call(String method, RequestBody body) {
        return call(method, body, "20", true);
    }

    private Told call(String method, RequestBody body, String wait, boolean reading) {
        Told told = new Told(reading);
        UpstreamRequest request = new UpstreamRequest(
                EnvironmentHost.parse(simulator.host("contoso")),
                method,
                RequestTarget.parse("/api/data/v9.2/accounts", null),
                Map.of("Content-Type", List.of("application/json")),
                Map.of(),
                body);
        new ForwardedCall(
                        new ForwardedCall.Tools(gate, tokens, upstream, new RetryPolicy(), timeline),
                        CONTOSO,
                        "consumer",
                        request,
                        Deadline.of(List.of("wait=" + wait), timeline),
                        () -> false,
                        told)
                .start();
        return told;
    }

    private static String end(Told told) {
        try {
            return told.end.get(60, TimeUnit.SECONDS);
        } catch (Exception late) {
            throw new AssertionError("the call did not end", late);
        }
    }

    /** No place, no alarm: whoever is inside, waits or was asked to come again has gone. */
    private void assertNothingIsHeld() {
        awaitUntil(() -> gate.underWay() == 0);
        awaitUntil(() -> timeline.alarms() == 0);
        assertThat(gate.underWay()).isZero();
        assertThat(timeline.alarms()).isZero();
    }

    private void awaitRequests(int number) {
        awaitUntil(() -> requests().size() >= number);
    }

    private static void awaitUntil(BooleanSupplier condition) {
        Instant end = Instant.now().plus(SOON);
        while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static List<RecordedRequest> requests() {
        return simulator.environment("contoso").recorder().requests();
    }

    private static int tokenRequests() {
        return simulator.identityRequests().size();
    }
}
