package org.s2sgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.testing.DatabaseContract;
import org.s2sgateway.testing.MovableClock;

/** What becomes of what was filled in, with the JPA provider of either server on either database. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class DraftStoreTest extends DatabaseContract {

    private static final UUID HOME = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final UUID ADA = UUID.fromString("91a00000-0000-4000-8000-000000000001");
    private static final UUID OTTO = UUID.fromString("91a00000-0000-4000-8000-000000000002");

    private final MovableClock clock = MovableClock.startingNow();

    DraftStoreTest(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void begin() {
        empty("Draft");
    }

    @Test
    void isThePersonsAlone() {
        UUID id = keep("one");

        assertThat(found(id, HOME, ADA)).isEqualTo("one");
        assertThat(found(id, HOME, OTTO)).isEqualTo("nothing");
        assertThat(found(id, OTHER, ADA)).isEqualTo("nothing");
        assertThat(found(UUID.randomUUID(), HOME, ADA)).isEqualTo("nothing");
    }

    @Test
    void isKeptForADay() {
        UUID id = keep("one");
        clock.advance(Duration.ofHours(23));
        assertThat(found(id, HOME, ADA)).isEqualTo("one");

        clock.advance(Duration.ofHours(1));
        assertThat(found(id, HOME, ADA)).isEqualTo("nothing");
        clock.advance(Duration.ofSeconds(1));
        keep("two");
        long kept = inTransaction(entityManager -> entityManager
                .createQuery("select count(d) from Draft d", Long.class)
                .getSingleResult());
        assertThat(kept).isEqualTo(1);
    }

    @Test
    void isOneOfTenAtMost() {
        UUID first = keep("first");
        clock.advance(Duration.ofSeconds(1));
        UUID second = keep("second");
        for (int i = 0; i < 9; i++) {
            clock.advance(Duration.ofSeconds(1));
            keep("more");
        }

        assertThat(found(first, HOME, ADA)).isEqualTo("nothing");
        assertThat(found(second, HOME, ADA)).isEqualTo("second");
    }

    @Test
    void isAsLongAsAFormCanBe() {
        String longest = "\u00e4".repeat(100_000);

        assertThat(found(keep(longest), HOME, ADA)).isEqualTo(longest);
    }

    private UUID keep(String words) {
        return UUID.fromString(
                with(drafts -> drafts.keep(person(HOME, ADA), new TypedFields(Map.of("words", List.of(words)))))
                        .id());
    }

    private String found(UUID id, UUID tenant, UUID object) {
        return with(drafts -> drafts.find(id, person(tenant, object)))
                .map(fields -> fields.one("words"))
                .orElse("nothing");
    }

    private SignedIn person(UUID tenant, UUID object) {
        return new SignedIn(
                tenant, object, "Ada", Set.of(), Set.of("Gateway.Operator"), Optional.empty(), clock.instant());
    }

    private <T> T with(Function<Drafts, T> work) {
        return inTransaction(entityManager -> {
            var drafts = new Drafts();
            drafts.entityManager = entityManager;
            drafts.clock = clock;
            return work.apply(drafts);
        });
    }
}
