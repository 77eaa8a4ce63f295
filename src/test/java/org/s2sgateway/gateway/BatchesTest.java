package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.EnvironmentHost;

class BatchesTest {

    private static final String GET =
            "--b\r\nContent-Type: application/http\r\n\r\nGET accounts HTTP/1.1\r\n\r\n\r\n--b--";
    private static final String POST = "--b\r\nContent-Type: application/http\r\n\r\nPOST accounts HTTP/1.1\r\n"
            + "Content-Type: application/json\r\n\r\n{\"name\":\"%s\"}\r\n--b--";

    @TempDir
    Path folder;

    @Test
    void givesABodyThatCanBeSentTwice() throws IOException {
        try (JudgedBatch judged = judge("multipart/mixed; charset=utf-8; boundary=\"b\"", GET)) {
            String sent =
                    "--b\r\nContent-Type: application/http\r\n\r\nGET /api/data/v9.2/accounts HTTP/1.1\r\n\r\n\r\n--b--\r\n";

            assertThat(judged.headers())
                    .containsEntry("content-type", List.of("multipart/mixed;boundary=b"))
                    .containsEntry("prefer", List.of("odata.continue-on-error"));
            assertThat(judged.length()).isEqualTo(sent.length());
            for (int i = 0; i < 2; i++) {
                assertThat(new String(judged.content().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo(sent);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "multipart/form-data;boundary=b", "text/plain", "", "multipart/mixedx"})
    void refusesAnotherMediaType(String type) {
        assertThat(refused(type, GET).type()).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/mixed", "multipart/mixed;boundary=", "multipart/mixed;boundary=b;boundary=b"})
    void refusesAMediaTypeWithoutItsBoundary(String type) {
        assertThat(refused(type, GET).type()).isEqualTo(ProblemType.BAD_REQUEST);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        assertThat(refused("multipart/mixed;boundary=b", " ".repeat(1000) + GET).type())
                .isEqualTo(ProblemType.PAYLOAD_TOO_LARGE);
    }

    @Test
    void refusesAnotherMethod() {
        IncomingCall call = call("GET", "");
        Refusal refused =
                catchThrowableOfType(Refusal.class, () -> batches().judge(call, TestPartRule.none(), PartLinks.NONE));

        assertThat(refused.type()).isEqualTo(ProblemType.METHOD_NOT_ALLOWED);
        assertThat(refused.headers()).containsEntry("Allow", "POST");
    }

    @Test
    void refusesWhatThereIsNoRoomForAndReadsItToItsEnd() {
        SpoolBudget budget = new SpoolBudget(100, 20_000);
        ByteArrayInputStream body = body(POST.formatted("x".repeat(100_000)));
        Refusal refused = refusedBy(() -> new Spool(1000, Spool.in(folder), budget), body);

        assertThat(refused.type()).isEqualTo(ProblemType.BUSY);
        assertThat(refused.detail())
                .isEqualTo("The batches that are under way leave no room for this one; nothing of it was sent."
                        + " Send fewer at once, and this one again.");
        assertThat(refused.headers()).containsEntry("Retry-After", "1");
        assertThat(body.available()).isZero();
        assertThat(budget.memoryTaken()).isZero();
        assertThat(budget.filesTaken()).isZero();
    }

    @Test
    void holdsNoRoomWhileTheRestOfARefusedBatchArrives() {
        SpoolBudget budget = new SpoolBudget(100, 20_000);
        AtomicLong takenAtLast = new AtomicLong(-1);
        byte[] octets = POST.formatted("x".repeat(100_000)).getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayInputStream body = new ByteArrayInputStream(octets) {
            @Override
            public int read(byte[] buffer, int offset, int count) {
                takenAtLast.set(budget.filesTaken());
                return super.read(buffer, offset, count);
            }
        };
        Refusal refused = refusedBy(() -> new Spool(1000, Spool.in(folder), budget), body);

        assertThat(refused.type()).isEqualTo(ProblemType.BUSY);
        assertThat(takenAtLast).hasValue(0);
    }

    @Test
    void saysOfNoSingleRequestThatThereIsNoRoomForIt() {
        SpoolBudget budget = new SpoolBudget(0, 0);
        Refusal refused = refusedBy(() -> new Spool(1000, Spool.in(folder), budget), body(GET));

        assertThat(refused.type()).isEqualTo(ProblemType.BUSY);
        assertThat(refused.detail()).startsWith("The batches that are under way");
    }

    @Test
    void givesRoomBackWhenARequestInTheMiddleIsRefused() {
        SpoolBudget budget = new SpoolBudget(500, 20_000);
        String two = POST.formatted("x".repeat(10_000)).replace("--b--", GET.replace("GET accounts", "TRACE accounts"));
        Refusal refused = refusedBy(() -> new Spool(1000, Spool.in(folder), budget), body(two));

        assertThat(refused.detail()).startsWith("Request 2 of the batch: ");
        assertThat(budget.memoryTaken()).isZero();
        assertThat(budget.filesTaken()).isZero();
    }

    @Test
    void givesRoomBackOnceHoweverOftenABatchIsClosed() {
        SpoolBudget budget = new SpoolBudget(100_000, 0);
        Batches batches = batches(() -> new Spool(100_000, Spool.in(folder), budget));
        JudgedBatch judged = batches.judge(posted(body(GET)), TestPartRule.none(), PartLinks.NONE);
        assertThat(budget.memoryTaken()).isPositive();

        judged.close();
        judged.close();
        assertThat(budget.memoryTaken()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isBusyWhenTheDiskIsFull() {
        SpoolBudget budget = new SpoolBudget(0, 20_000);
        Spool.Opening full = () -> FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
        Refusal refused = refusedBy(() -> new Spool(1000, full, budget), body(GET));

        assertThat(refused.type()).isEqualTo(ProblemType.BUSY);
        assertThat(refused.headers()).containsEntry("Retry-After", "1");
        assertThat(budget.filesTaken()).isZero();
    }

    @Test
    void doesNotCallItBusyWhenTheFolderForFilesIsMissing() {
        SpoolBudget budget = new SpoolBudget(0, 20_000);
        Batches batches = batches(() -> new Spool(1000, Spool.in(folder.resolve("missing")), budget));

        assertThatThrownBy(() -> batches.judge(posted(body(GET)), TestPartRule.none(), PartLinks.NONE))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(budget.filesTaken()).isZero();
    }

    private static Refusal refusedBy(Supplier<Spool> spools, ByteArrayInputStream body) {
        Refusal refused = catchThrowableOfType(
                Refusal.class, () -> batches(spools).judge(posted(body), TestPartRule.none(), PartLinks.NONE));
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }

    private static IncomingCall posted(ByteArrayInputStream body) {
        return call("POST", "multipart/mixed;boundary=b").with(new IncomingBody(body, body.available()));
    }

    private static ByteArrayInputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Batches batches(Supplier<Spool> spools) {
        Batches batches = batches();
        batches.config = new GatewayConfig(1_000_000);
        batches.spools = spools;
        return batches;
    }

    private static Refusal refused(String type, String body) {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> judge(type, body));
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }

    private static JudgedBatch judge(String type, String body) {
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        return batches()
                .judge(
                        call("POST", type).with(new IncomingBody(new ByteArrayInputStream(octets), octets.length)),
                        TestPartRule.none(),
                        PartLinks.NONE);
    }

    private static IncomingCall call(String method, String type) {
        return new IncomingCall(
                method,
                EnvironmentHost.parse("contoso.crm4.dynamics.com"),
                RequestTarget.parse("/api/data/v9.2/$batch", null),
                Map.of("content-type", List.of(type), "Prefer", List.of("odata.continue-on-error")),
                null);
    }

    private static Batches batches() {
        Batches batches = new Batches();
        batches.config = new GatewayConfig(1000);
        batches.publicUrl = new PublicUrl("https://gw.example");
        batches.open();
        return batches;
    }
}
