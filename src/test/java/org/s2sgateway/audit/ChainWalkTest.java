package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.audit.TestAuditEvents.KEY;
import static org.s2sgateway.audit.TestAuditEvents.OTHER_KEY;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Every way to tamper with a chain, and how it is told. */
class ChainWalkTest {

    private static final UUID OTHER_TENANT = UUID.fromString("ad000000-0000-4000-8000-000000000003");

    private final TestChain chain = TestChain.of(7);

    @Test
    void findsAChainWholeAsItWasWritten() {
        ChainReport report = chain.report(AuditKeys.of(KEY, List.of()));

        assertThat(report.isWhole()).isTrue();
        assertThat(report.events()).isEqualTo(7);
        assertThat(report.beforeTheChain()).isEqualTo(2);
        assertThat(report.withoutKey()).isZero();
        assertThat(report.lastNumber()).isEqualTo(7);
        assertThat(report.lastMac()).isEqualTo(chain.events.get(6).mac());
        assertThat(TestChain.of(0).verified()).isEqualTo("whole");
    }

    @Test
    void noticesAChangedField() {
        chain.change(3, event -> Columns.with(event, "detail", "other"));

        assertThat(chain.verified()).isEqualTo("3 changed");
    }

    @Test
    void noticesTwoThatWereSwapped() {
        ChainedEvent two = chain.events.get(1);
        ChainedEvent four = chain.events.get(3);
        chain.events.set(1, moved(four, two.id(), 2));
        chain.events.set(3, moved(two, four.id(), 4));

        assertThat(chain.verified()).isEqualTo("2 changed");
    }

    @Test
    void noticesARemovedEvent() {
        chain.events.remove(3);

        assertThat(chain.verified()).isEqualTo("4 removed");
    }

    @Test
    void noticesThatTheFirstWasRemoved() {
        chain.events.remove(0);

        assertThat(chain.verified()).isEqualTo("1 removed");
    }

    @Test
    void noticesThatTheLastWasRemoved() {
        chain.events.remove(6);

        assertThat(chain.verified()).isEqualTo("7 truncated");
    }

    @Test
    void noticesThatAllWereRemoved() {
        chain.events.clear();

        assertThat(chain.verified()).isEqualTo("1 truncated");
    }

    @Test
    void noticesAnInsertedEvent() {
        ChainedEvent four = chain.events.get(3);
        chain.events.add(moved(four, 1000, 8));

        assertThat(chain.verified()).isEqualTo("8 inserted");
    }

    @Test
    void noticesAnEventThatTakesAnothersPlace() {
        // All ids behind it are one greater now, and the numbers as they were.
        chain.events.add(3, moved(chain.events.get(2), 104, 3));
        for (int i = 4; i < chain.events.size(); i++) {
            ChainedEvent later = chain.events.get(i);
            chain.events.set(i, moved(later, later.id() + 1, later.number()));
        }

        assertThat(chain.verified()).isEqualTo("4 inserted");
    }

    @Test
    void noticesAnEventOfAnotherTenant() {
        TestChain other = TestChain.empty(OTHER_TENANT, 1);
        for (int i = 0; i < 7; i++) {
            other.append(KEY);
        }
        ChainedEvent copied = other.events.get(2);
        chain.events.set(2, copied);

        assertThat(chain.verified()).isNotEqualTo("whole");

        chain.events.set(2, moved(copied, 103, 3));
        assertThat(chain.verified()).isEqualTo("3 changed");
    }

    @Test
    void noticesAnOldHeadOverLaterEvents() {
        ChainHead old = TestChain.of(0).head;
        chain.head = old;

        assertThat(chain.verified()).isEqualTo("1 inserted");
    }

    @Test
    void noticesAHeadOfAnotherTenant() {
        TestChain other = TestChain.empty(OTHER_TENANT, 1);
        for (int i = 0; i < 7; i++) {
            other.append(KEY);
        }
        chain.head = other.head;

        assertThat(chain.verified()).isEqualTo("7 head-changed");
    }

    /** What can be told only by who has seen more: {@link SeenHeads}, an export, or an earlier report. */
    @Test
    void cannotTellThatAllOfItIsOld() {
        ChainHead old = chain.head;
        chain.append(KEY);
        chain.events.remove(7);
        chain.head = old;

        assertThat(chain.verified()).isEqualTo("whole");
    }

    @Test
    void goesOnOverAChangeOfTheKey() {
        chain.append(OTHER_KEY).append(OTHER_KEY);

        assertThat(chain.verified()).isEqualTo("whole");
        assertThat(chain.verified(AuditKeys.of(OTHER_KEY, List.of()))).isEqualTo("1 unknown-key");
        assertThat(chain.verified(AuditKeys.of(KEY, List.of()))).isEqualTo("9 unknown-key");
    }

    @Test
    void believesNoEventThatNamesAnotherKey() {
        chain.change(2, event -> Columns.with(event, "keyId", "of nobody"));
        assertThat(chain.verified()).isEqualTo("2 unknown-key");

        TestChain forged = TestChain.of(3);
        forged.change(2, event -> event.sealed(OTHER_KEY));
        assertThat(forged.verified(AuditKeys.of(KEY, List.of()))).isEqualTo("2 unknown-key");
        // With a key that is known the event is well made, and the next one knows that it is not what was there.
        assertThat(forged.verified()).isEqualTo("3 unlinked");
    }

    @Test
    void countsWhatWasMadeBeforeThereWasAKey() {
        TestChain upgraded = TestChain.empty(TestChain.TENANT, 1);
        upgraded.append(AuditKey.NONE).append(AuditKey.NONE).append(KEY);

        ChainReport report = upgraded.report(AuditKeys.of(KEY, List.of()));
        assertThat(report.isWhole()).isTrue();
        assertThat(report.withoutKey()).isEqualTo(2);
    }

    @Test
    void believesNothingWithoutAKeyBehindWhatHasOne() {
        TestChain forged = TestChain.of(2).append(AuditKey.NONE);
        assertThat(forged.verified()).isEqualTo("3 head-changed");
        forged.append(KEY);
        assertThat(forged.verified()).isEqualTo("3 changed");

        TestChain head = TestChain.of(2);
        head.head = head.head.sealed(AuditKey.NONE);
        assertThat(head.verified()).isEqualTo("2 head-changed");
    }

    /** Else whoever has no key replaces a chain by another one that nobody has a key for. */
    @Test
    void believesNoChainWithoutAKeyWhereThereIsOne() {
        TestChain replaced = TestChain.empty(TestChain.TENANT, 1);
        replaced.append(AuditKey.NONE).append(AuditKey.NONE);

        assertThat(replaced.verified()).isEqualTo("2 head-changed");
        assertThat(replaced.verified(AuditKeys.NONE)).isEqualTo("whole");
    }

    /** The gateway's next event stands on a forged end, and the forgery said that the chain begins just there. */
    @Test
    void believesNoBeginningThatWasForgedToHideWhatTheGatewayFound() {
        TestChain forged = TestChain.of(0);
        forged.head = forged.head.shortened(7, "unlinked", 2);
        forged.head = new ChainHead(
                forged.head.chain(), 1, 7, "unlinked", 7, "unlinked", 2, 0, forged.head.keyId(), forged.head.mac());
        forged.append(KEY);

        assertThat(forged.verified()).isEqualTo("8 unlinked");
    }

    @Test
    void noticesPersonsThatWereChanged() {
        chain.persons.put(102L, Persons.salted("person somebody-else", "eve@contoso.example"));

        assertThat(chain.verified()).isEqualTo("2 changed");
    }

    @Test
    void noticesPersonsThatWereAddedOrRemoved() {
        chain.persons.put(101L, Persons.salted("person somebody-else", null));
        assertThat(chain.verified()).isEqualTo("1 changed");

        chain.persons.clear();
        assertThat(chain.verified()).isEqualTo("2 persons-removed");
    }

    @Test
    void countsPersonsThatTheGatewayErased() {
        chain.persons.clear();
        chain.head = chain.head.erased().sealed(KEY);

        ChainReport report = chain.report(AuditKeys.of(KEY, List.of()));
        assertThat(report.isWhole()).isTrue();
        assertThat(report.erased()).isEqualTo(3);
    }

    @Test
    void noticesAnEventThatWouldBeFromBeforeTheChain() {
        chain.before = 3;
        assertThat(chain.verified()).isEqualTo("0 before-changed");

        chain.before = 1;
        assertThat(chain.verified()).isEqualTo("0 before-changed");
    }

    @Test
    void beginsBehindWhatWasRemovedBecauseOfItsAge() {
        String mac = String.valueOf(chain.events.get(2).mac());
        chain.events.subList(0, 3).clear();
        chain.head = chain.head.shortened(3, mac, 0).sealed(KEY);
        chain.before = 0;

        ChainReport report = chain.report(AuditKeys.of(KEY, List.of()));
        assertThat(report.isWhole()).isTrue();
        assertThat(report.events()).isEqualTo(4);
        assertThat(report.removed()).isEqualTo(3);

        chain.events.remove(0);
        assertThat(chain.verified()).isEqualTo("4 removed");
    }

    @Test
    void saysWhereTheGatewayFoundTheEndChanged() {
        ChainedEvent unlinked = new ChainedEvent(
                        200,
                        chain.events.get(0).at(),
                        TestChain.TENANT.toString(),
                        null,
                        "a",
                        "b",
                        "c",
                        8L,
                        null,
                        "unlinked",
                        null,
                        null)
                .sealed(KEY);
        chain.events.add(unlinked);
        chain.head = chain.head.extended(String.valueOf(unlinked.mac())).sealed(KEY);

        assertThat(chain.verified()).isEqualTo("8 unlinked");
    }

    @Property(tries = 400)
    void noticesAnySingleChangeOfAnyColumnOfAnyRow(
            @ForAll @IntRange(min = 1, max = 12) int length,
            @ForAll @IntRange(max = 10_000) int row,
            @ForAll @IntRange(max = 10_000) int column,
            @ForAll @AlphaChars @StringLength(min = 1, max = 30) String other,
            @ForAll @LongRange(min = 1, max = 1000) long shift,
            @ForAll boolean down) {
        TestChain tampered = TestChain.of(length);
        List<Runnable> changes = changes(tampered, 1 + row % length, other, down ? -shift : shift);

        changes.get(column % changes.size()).run();

        assertThat(tampered.verified()).isNotEqualTo("whole");
    }

    private static List<Runnable> changes(TestChain chain, int number, String other, long shift) {
        List<Runnable> changes = new ArrayList<>();
        ChainedEvent event = chain.events.get(number - 1);
        for (UnaryOperator<ChainedEvent> change : Columns.changed(ChainedEvent.class, other, shift)) {
            changes.add(() -> chain.change(number, change));
        }
        for (UnaryOperator<ChainedEvent> change : Columns.emptied(ChainedEvent.class)) {
            if (!change.apply(event).equals(event)) {
                changes.add(() -> chain.change(number, change));
            }
        }
        for (UnaryOperator<Persons> change : Stream.concat(
                        Columns.changed(Persons.class, other, shift).stream(), Columns.emptied(Persons.class).stream())
                .toList()) {
            if (chain.persons.containsKey(event.id())) {
                changes.add(() -> chain.persons.computeIfPresent(event.id(), (id, persons) -> change.apply(persons)));
                changes.add(() -> chain.persons.put(event.id() + shift, chain.persons.remove(event.id())));
            }
        }
        for (UnaryOperator<ChainHead> change : Columns.changed(ChainHead.class, other, shift)) {
            changes.add(() -> chain.head = change.apply(chain.head));
        }
        return changes;
    }

    private static ChainedEvent moved(ChainedEvent e, long id, long number) {
        return new ChainedEvent(
                id,
                e.at(),
                TestChain.TENANT.toString(),
                e.environment(),
                e.action(),
                e.actor(),
                e.detail(),
                number,
                e.personsHash(),
                e.previous(),
                e.keyId(),
                e.mac());
    }
}
