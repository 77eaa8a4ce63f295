package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.MovableTimeline;

class RetryPolicyTest {

    private static final RequestTarget TARGET = RequestTarget.parse("/api/data/v9.2/accounts", null);
    private static final HeldBody SMALL = new HeldBody(new byte[2]);
    private static final UpstreamRequest GET = request("GET", null);
    private static final UpstreamRequest POST = request("POST", SMALL);
    private static final UpstreamOutcome NOT_CONNECTED =
            UpstreamOutcome.failed("S2S.EnvironmentUnreachable", new IOException("refused"), false);
    private static final UpstreamOutcome LOST =
            UpstreamOutcome.failed("S2S.EnvironmentUnreachable", new IOException("reset"), true);
    private static final BooleanSupplier FREELY = () -> true;

    private final MovableTimeline timeline = new MovableTimeline();
    private final Deadline deadline = Deadline.of(List.of("wait=30"), timeline);
    private final RetryPolicy policy = new RetryPolicy(() -> 0.5);

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void repeatsReadingWhenAFrontEndFails(int status) {
        assertThat(after(answer(status), GET)).isEqualTo(millis(125));
        assertThat(after(answer(status), request("HEAD", null))).isEqualTo(millis(125));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 304, 400, 401, 403, 404, 409, 412, 413, 500, 501})
    void repeatsNothingElse(int status) {
        assertThat(after(answer(status), GET)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "PUT", "DELETE"})
    void repeatsNoWriteThatMayHaveBeenCarriedOut(String method) {
        UpstreamRequest write = request(method, SMALL);
        assertThat(after(answer(502), write)).isEmpty();
        assertThat(after(answer(503), write)).isEmpty();
        assertThat(after(answer(504), write)).isEmpty();
        assertThat(after(LOST, write)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "PUT", "DELETE"})
    void repeatsAWriteThatDataverseCannotHaveSeen(String method) {
        assertThat(after(NOT_CONNECTED, request(method, SMALL))).isEqualTo(millis(125));
        assertThat(after(answer(429, "Retry-After", "3"), request(method, SMALL)))
                .isEqualTo(millis(3_000));
    }

    @Test
    void repeatsReadingOverALostConnection() {
        assertThat(after(LOST, GET)).isEqualTo(millis(125));
        assertThat(after(NOT_CONNECTED, GET)).isEqualTo(millis(125));
    }

    @Test
    void repeatsNoBodyThatStreamedThrough() {
        UpstreamRequest upload = request("POST", new BodyPipe(-1));
        assertThat(after(answer(429, "Retry-After", "1"), upload)).isEmpty();
        assertThat(after(NOT_CONNECTED, upload)).isEmpty();
    }

    @Test
    void repeatsNoBodyThatBrokeOff() {
        assertThat(after(new UpstreamOutcome.BodyBrokenOff(), GET)).isEmpty();
    }

    @Test
    void waitsAsLongAsA429Asks() {
        assertThat(after(answer(429, "Retry-After", "29"), GET)).isEqualTo(millis(29_000));
        assertThat(after(answer(429), GET)).isEqualTo(millis(2_000));
        assertThat(after(answer(429, "Retry-After", "-1"), GET)).isEqualTo(millis(0));
    }

    @Test
    void givesA429BackThatAsksForMoreThanThereIsTime() {
        assertThat(after(answer(429, "Retry-After", "30"), GET)).isEmpty();
        assertThat(after(answer(429, "Retry-After", "86400"), GET)).isEmpty();
        timeline.advance(Duration.ofSeconds(29));
        assertThat(after(answer(429, "Retry-After", "2"), GET)).isEmpty();
    }

    @Test
    void waitsLongerEachTimeAndAtLeastAsLongAsAsked() {
        assertThat(policy.after(answer(503), GET, 1, deadline, FREELY)).isEqualTo(millis(250));
        assertThat(policy.after(answer(503), GET, 2, deadline, FREELY)).isEqualTo(millis(500));
        assertThat(after(answer(503, "Retry-After", "4"), GET)).isEqualTo(millis(4_125));
        assertThat(after(answer(503, "Retry-After", "40"), GET)).isEmpty();
    }

    @Test
    void givesUpAfterThreeRetriesAndAfterTenForThrottling() {
        assertThat(policy.after(answer(503), GET, 3, deadline, FREELY)).isEmpty();
        assertThat(policy.after(answer(429, "Retry-After", "1"), GET, 9, deadline, FREELY))
                .isEqualTo(millis(1_000));
        assertThat(policy.after(answer(429, "Retry-After", "1"), GET, 10, deadline, FREELY))
                .isEmpty();
    }

    @Test
    void repeatsNoFailureOnceTheBudgetIsSpent() {
        assertThat(policy.after(answer(503), GET, 0, deadline, () -> false)).isEmpty();
        assertThat(policy.after(LOST, GET, 0, deadline, () -> false)).isEmpty();
        assertThat(policy.after(answer(429, "Retry-After", "1"), GET, 0, deadline, () -> false))
                .isEqualTo(millis(1_000));
    }

    private OptionalLong after(UpstreamOutcome outcome, UpstreamRequest request) {
        return policy.after(outcome, request, 0, deadline, FREELY);
    }

    private static OptionalLong millis(long millis) {
        return OptionalLong.of(Duration.ofMillis(millis).toNanos());
    }

    private static UpstreamOutcome answer(int status, String... header) {
        BasicHttpResponse response = new BasicHttpResponse(status);
        if (header.length > 0) {
            response.addHeader(header[0], header[1]);
        }
        return new UpstreamOutcome.Answered(new UpstreamAnswer(response, null, null, null));
    }

    private static UpstreamRequest request(String method, RequestBody body) {
        return new UpstreamRequest(
                EnvironmentHost.parse("contoso.crm4.dynamics.com"), method, TARGET, Map.of(), Map.of(), body);
    }
}
