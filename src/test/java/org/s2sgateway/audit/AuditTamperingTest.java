package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.audit.TestAuditEvents.CONFIG;
import static org.s2sgateway.audit.TestAuditEvents.KEY;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.testing.DatabaseContract;

/** What whoever can write into the database cannot do unnoticed. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class AuditTamperingTest extends StoredChains {

    private static final AuditConfig WITHOUT_KEY = TestAuditEvents.config(AuditKey.NONE);
    private static final AuditConfig TAKING_OVER =
            new AuditConfig(AuditKeys.of(KEY, List.of()), Set.of("none"), Optional.empty());

    AuditTamperingTest(Pair pair) {
        super(pair);
    }

    @Test
    void noticesAChangeOfAnyColumnOfAnyTable() {
        recordSome();
        assertThat(verified()).isEqualTo("whole");

        for (String change : List.of(
                "audit_events set id = 1000000 where chain_number = 2",
                "audit_events set happened_at = timestamp with time zone '2026-01-02 03:04:05+00:00' where chain_number = 2",
                "audit_events set tenant_id = null where chain_number = 2",
                "audit_events set tenant_id = 'no tenant' where chain_number = 2",
                "audit_events set environment = 'b.example' where chain_number = 2",
                "audit_events set action = 'b' where chain_number = 2",
                "audit_events set actor = 'b' where chain_number = 2",
                "audit_events set detail = 'b' where chain_number = 2",
                "audit_events set chain_number = 7 where chain_number = 2",
                "audit_events set chain_number = null where chain_number = 2",
                "audit_events set persons_hash = 'b' where chain_number = 1",
                "audit_events set persons_hash = null where chain_number = 2",
                "audit_events set previous_mac = 'b' where chain_number = 2",
                "audit_events set key_id = 'b' where chain_number = 2",
                "audit_events set key_id = 'none' where chain_number = 2",
                "audit_events set mac = 'b' where chain_number = 2",
                "audit_persons set event_id = 1000000",
                "audit_persons set salt = 'b'",
                "audit_persons set actor = 'b'",
                "audit_persons set named = 'b'",
                "audit_persons set named = null",
                "audit_chains set chain = 'b'",
                "audit_chains set place = 2",
                "audit_chains set removed_number = 1",
                "audit_chains set removed_mac = 'b'",
                "audit_chains set last_number = 2",
                "audit_chains set last_mac = 'b'",
                "audit_chains set before_count = 1",
                "audit_chains set erased_to = 3",
                "audit_chains set key_id = 'b'",
                "audit_chains set mac = 'b'",
                "audit_register set chains = 2",
                "audit_register set key_id = 'b'",
                "audit_register set mac = 'b'")) {
            assertThat(verifiedAfter("update " + change)).as(change).isNotEqualTo("whole");
        }
        assertThat(verified()).isEqualTo("whole");
    }

    @Test
    void noticesRowsThatAreGone() {
        recordSome();

        assertThat(verifiedAfter("delete from audit_events where chain_number = 1"))
                .isEqualTo("1 removed");
        assertThat(verifiedAfter("delete from audit_events where chain_number = 2"))
                .isEqualTo("2 removed");
        assertThat(verifiedAfter("delete from audit_events where chain_number = 3"))
                .isEqualTo("3 truncated");
        assertThat(verifiedAfter("delete from audit_persons")).isEqualTo("2 persons-removed");
        assertThat(verifiedAfter("delete from audit_chains")).isEqualTo("chains-changed, 0 head-removed");
        assertThat(verifiedAfter("delete from audit_events", "delete from audit_persons", "delete from audit_chains"))
                .isEqualTo("chains-changed, 0 head-removed");
        assertThat(verifiedAfter("delete from audit_register")).isEqualTo("chains-changed");
    }

    @Test
    void noticesThatTheEndWasCutOffTogetherWithTheHead() {
        recordSome();
        ChainHead old = head();
        record(entry(FABRIKAM, "to be hidden"));

        // All of it is as it was once: only who has seen more can tell, such as the node that wrote what is gone.
        restore(old);
        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("whole");
        assertThat(verified()).isEqualTo("4 set-back");

        // And nothing that comes later makes it right.
        record(entry(FABRIKAM, "later"));
        assertThat(verified()).isEqualTo("4 unlinked");
    }

    @Test
    void aNodeThatOnlyVerifiedNoticesThatTheEndIsGone() {
        recordSome();
        ChainHead old = head();
        record(entry(FABRIKAM, "to be hidden"));
        SeenHeads elsewhere = new SeenHeads();
        assertThat(verifiedElsewhere(elsewhere)).isEqualTo("whole");

        restore(old);

        assertThat(verifiedElsewhere(elsewhere)).isEqualTo("4 set-back");
    }

    @Test
    void noticesThatTheChainWentOnElsewhereAfterItsEndWasCutOff() {
        recordSome();
        ChainHead old = head();
        record(entry(FABRIKAM, "to be hidden"));
        restore(old);

        recordElsewhere(entry(FABRIKAM, "in its place"));
        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("whole");
        assertThat(verified()).isEqualTo("4 set-back");

        recordElsewhere(entry(FABRIKAM, "further"));
        assertThat(verified()).isEqualTo("4 set-back");
    }

    @Test
    void vouchesForNoEventInThePlaceOfOneThatThisNodeWrote() {
        recordSome();
        ChainHead old = head();
        record(entry(FABRIKAM, "to be hidden"));
        restore(old);
        recordElsewhere(entry(FABRIKAM, "in its place"));

        record(entry(FABRIKAM, "later"));

        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("5 unlinked");
    }

    @Test
    void vouchesForNothingThatCameAfterSuchAnEvent() {
        recordSome();
        ChainHead old = head();
        record(entry(FABRIKAM, "to be hidden"));
        restore(old);
        recordElsewhere(entry(FABRIKAM, "in its place"));
        recordElsewhere(entry(FABRIKAM, "and after it"));

        record(entry(FABRIKAM, "later"));

        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("6 unlinked");
    }

    @Test
    void goesOnBehindWhatOtherNodesHaveWritten() {
        recordSome();
        recordElsewhere(entry(FABRIKAM, "by another node"));
        recordElsewhere(entry(FABRIKAM, "and one more"));

        record(entry(FABRIKAM, "later"));

        assertThat(verified()).isEqualTo("whole");
    }

    @Test
    void standsOnNoEndThatWasForged() {
        recordSome();
        sql("delete from audit_events where chain_number = 3");
        sql("update audit_chains set last_number = 2, last_mac ="
                + " (select e.mac from audit_events e where e.chain_number = 2)");
        assertThat(verified()).isEqualTo("2 head-changed");

        record(entry(FABRIKAM, "later"));

        assertThat(verified()).isEqualTo("3 unlinked");
    }

    @Test
    void makesNoNumberOfChainsRightByGoingOn() {
        recordSome();
        record(entry(CONTOSO, "one"));
        for (String table : List.of("audit_chains where chain", "audit_events where tenant_id")) {
            sql("delete from " + table + " = '" + CONTOSO + "'");
        }
        sql("update audit_register set chains = 1");

        record(entry(null, "one"));

        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("chains-changed");
        assertThat(verified()).isEqualTo("chains-changed, 0 head-removed");
    }

    @Test
    void noticesAChainThatIsGoneTogetherWithTheNewestCopyOfTheirNumber() {
        record(entry(FABRIKAM, "one"));
        List<String> old = register();
        record(entry(CONTOSO, "one"));

        for (String table : List.of("audit_chains where chain", "audit_events where tenant_id")) {
            sql("delete from " + table + " = '" + FABRIKAM + "'");
        }
        sql("update audit_register set chains = 1, mac = '" + old.get(0) + "', key_id = '" + old.get(1) + "'");

        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("chains-changed");
        assertThat(verified()).isEqualTo("chains-changed, 0 head-removed");
    }

    @Test
    void noticesAnEventOfATenantWithTheOtherChainsName() {
        record(entry(null, "one"));
        sql("insert into audit_events (id, happened_at, tenant_id, action, actor, detail, chain_number) values"
                + " (nextval('audit_event_ids'), timestamp with time zone '2026-01-02 03:04:05+00:00', 'none', 'did',"
                + " 'x', 'what', 1)");

        assertThat(verified()).isEqualTo("0 head-removed");
    }

    @Test
    void listsAndReportsAnEventOfATenantThatCannotBe() {
        record(entry(FABRIKAM, "one"));
        sql(
                "insert into audit_events (id, happened_at, tenant_id, action, actor, detail) values"
                        + " (nextval('audit_event_ids'), timestamp with time zone '2026-01-02 03:04:05+00:00', 'x', 'did', 'y', 'z')");

        List<Optional<String>> tenants = inPlainTransaction(
                entityManager -> TestAuditEvents.with(entityManager).before(Long.MAX_VALUE, 50).stream()
                        .map(AuditEvent::tenantId)
                        .toList());

        assertThat(tenants).containsExactly(Optional.of("x"), Optional.of(FABRIKAM.toString()));
        assertThat(verified()).isEqualTo("0 before-changed");
    }

    @Test
    void takesNothingOverThatNeverFitted() {
        sql("update audit_register set chains = 0, key_id = '', mac = ''");
        takeUp(WITHOUT_KEY);
        record(WITHOUT_KEY, entry(FABRIKAM, "one"), entry(FABRIKAM, "two"));
        sql("update audit_chains set last_number = 1");

        assertThat(takeUp(TAKING_OVER)).isEqualTo("none");

        assertThat(verified()).isEqualTo("1 head-changed");
    }

    @Test
    void takesNoChainOverThatSomebodyMadeWithoutAKeyWhereTheAuditHasOne() {
        recordSome();
        replaceByForgedChain();
        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("2 head-changed");

        // Nor is the operator told to: the gateway starts, and the chain stays what it is.
        assertThat(takeUp(CONFIG)).isEqualTo("none");
        assertThat(takeUp(TAKING_OVER)).isEqualTo("none");
        assertThat(takeUp(CONFIG)).isEqualTo("none");

        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("2 head-changed");
        recordElsewhere(entry(FABRIKAM, "later"));
        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("3 unlinked");
    }

    @Test
    void takesNoChainOverWhereTheNumberOfChainsWasForgedWithIt() {
        recordSome();
        record(entry(CONTOSO, "one"));
        replaceByForgedChain();
        inPlainTransaction(entityManager -> {
            entityManager.find(RegisterRow.class, RegisterRow.ID).seal(AuditKey.NONE);
            return true;
        });

        assertThat(takeUp(CONFIG)).isEqualTo("none");
        assertThat(takeUp(TAKING_OVER)).isEqualTo("none");

        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("chains-changed, 2 head-changed");
    }

    @Test
    void takesNoChainOverWhereTheNumberOfChainsIsGoneOrBegunAnew() {
        recordSome();
        replaceByForgedChain();
        List<String> old = register();
        sql("update audit_register set chains = 0, key_id = '', mac = ''");
        assertThat(takeUp(TAKING_OVER)).isEqualTo("none");
        assertThat(takeUp(TAKING_OVER)).isEqualTo("none");
        assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("chains-changed, 2 head-changed");

        sql("delete from audit_register");
        try {
            assertThat(takeUp(CONFIG)).isEqualTo("none");
            assertThat(takeUp(TAKING_OVER)).isEqualTo("none");
            assertThat(verifiedElsewhere(new SeenHeads())).isEqualTo("chains-changed, 2 head-changed");
        } finally {
            sql("insert into audit_register (id, chains, key_id, mac) values (1, 1, '" + old.get(1) + "', '"
                    + old.get(0) + "')");
        }
    }

    /** As whoever can write into the database, and has no key. */
    private void replaceByForgedChain() {
        ChainHead old = head();
        sql("delete from audit_persons");
        sql("delete from audit_events where tenant_id = '" + FABRIKAM + "'");
        inPlainTransaction(entityManager -> {
            ChainHead head = ChainHead.begun(FABRIKAM.toString(), old.place(), 0);
            for (long id = 1; id <= 2; id++) {
                ChainedEvent event = Recorded.of(entry(FABRIKAM, "forged"))
                        .event(id, id, head.lastMac(), Optional.empty(), AuditKey.NONE);
                entityManager.persist(new AuditRow(event));
                head = head.extended(String.valueOf(event.mac()));
            }
            entityManager.find(ChainRow.class, FABRIKAM.toString()).change(head.sealed(AuditKey.NONE));
            return true;
        });
    }

    /** The HMAC of the number of chains, and the id of its key. */
    private List<String> register() {
        return inPlainTransaction(entityManager -> Stream.of(
                        "select r.mac from AuditRegister r", "select r.keyId from AuditRegister r")
                .map(query -> entityManager.createQuery(query, String.class).getSingleResult())
                .toList());
    }

    private ChainHead head() {
        return inPlainTransaction(entityManager ->
                entityManager.find(ChainRow.class, FABRIKAM.toString()).head());
    }

    /** On a node that started just now. */
    private void recordElsewhere(AuditEntry entry) {
        inPlainTransaction(entityManager -> TestAuditEvents.endingWith(entityManager, CONFIG, new SeenHeads(), () -> {
            TestAuditEvents.with(entityManager).record(entry);
            return true;
        }));
    }

    private String verifiedElsewhere(SeenHeads seenThere) {
        return inPlainTransaction(entityManager -> {
            AuditVerifier verifier = verifier(entityManager, TestAuditEvents.CONFIG);
            verifier.seen = seenThere;
            return words(verifier);
        });
    }

    private void restore(ChainHead old) {
        sql("delete from audit_events where chain_number > " + old.lastNumber());
        withHead(head -> old);
    }
}
