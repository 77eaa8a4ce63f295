package org.s2sgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.OptimisticLockException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

    @Test
    void findsTheRefusalInWhateverTheServerWrapsItIn() {
        Refusal refusal = new Refusal(ProblemType.TIMEOUT, "Too late.");

        assertThat(Refusals.of(new IllegalStateException(new RuntimeException(refusal))))
                .isSameAs(refusal);
    }

    @Test
    void callsALostUpdateAConflict() {
        assertThat(Refusals.of(new RuntimeException(new OptimisticLockException()))
                        .type()
                        .code())
                .isEqualTo("S2S.Conflict");
    }

    @Test
    void saysNothingOfTheUnexpectedButAnErrorIdThatTheLogHasToo() {
        List<LogRecord> logged = new ArrayList<>();
        Refusal refusal = logging(logged, () -> Refusals.of(new IllegalStateException("internal detail")));

        assertThat(refusal.type().code()).isEqualTo("S2S.Unexpected");
        assertThat(refusal.detail()).doesNotContain("internal detail");
        String errorId = refusal.members().get("errorId");
        assertThat(refusal.detail()).contains(errorId);
        assertThat(logged).singleElement().satisfies(line -> {
            assertThat(line.getMessage()).contains(errorId);
            assertThat(line.getThrown()).hasMessage("internal detail");
        });
    }

    @Test
    void endsWhereCausesGoInACircle() {
        Exception first = new Exception();
        Exception second = new Exception(first);
        first.initCause(second);

        assertThat(logging(new ArrayList<>(), () -> Refusals.of(first)).type().code())
                .isEqualTo("S2S.Unexpected");
    }

    @ParameterizedTest
    @CsvSource({
        "400, S2S.BadRequest",
        "401, S2S.Unauthenticated",
        "403, S2S.NotPermitted",
        "404, S2S.NotFound",
        "405, S2S.MethodNotAllowed",
        "406, S2S.NotAcceptable",
        "411, S2S.BadRequest",
        "413, S2S.PayloadTooLarge",
        "414, S2S.UriTooLong",
        "415, S2S.UnsupportedMediaType",
        "431, S2S.HeadersTooLarge",
        "500, S2S.Unexpected",
        "501, S2S.Unexpected",
        "503, S2S.Busy"
    })
    void translatesWhatTheServerDecided(int status, String code) {
        assertThat(Refusals.ofStatus(status).type().code()).isEqualTo(code);
    }

    private static Refusal logging(List<LogRecord> logged, Supplier<Refusal> work) {
        Logger logger = Logger.getLogger(Refusals.class.getName());
        Handler collector = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(collector);
        logger.setUseParentHandlers(false);
        try {
            return work.get();
        } finally {
            logger.removeHandler(collector);
            logger.setUseParentHandlers(true);
        }
    }
}
