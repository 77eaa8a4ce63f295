package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.identity.Browser;
import org.s2sgateway.identity.BrowserChanged;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.PersonsErased;
import org.s2sgateway.testing.DatabaseContract;
import org.s2sgateway.testing.TestRegistrations;

/** What an invitation is good for, and for whom, with the JPA provider of either server on either database. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class InvitationStoreTest extends DatabaseContract {

    private static final URI AUTHORITY = URI.create("https://login.example");
    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final EnvironmentHost HOST = EnvironmentHost.parse("fabrikam.crm4.dynamics.com");
    private static final SignedIn GINA = person(FABRIKAM, "00000000-0000-4000-8000-00000000000a");
    private static final SignedIn PAUL = person(FABRIKAM, "00000000-0000-4000-8000-00000000000b");
    private static final SignedIn ADA = person(CONTOSO, "00000000-0000-4000-8000-00000000000c");
    private static final String FIRST = "00000000-0000-0000-0000-000000000000";

    private final Browser browser = new Browser(Browser.random());
    private Registration registration = TestRegistrations.withSecret(AUTHORITY);

    InvitationStoreTest(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void begin() {
        empty("AuditEvent", "Invitation");
        registration = TestRegistrations.withSecret(AUTHORITY);
    }

    @Test
    void anOperatorsLinkLeadsToItsInvitationForSevenDays() {
        Instant before = Instant.now();
        Invitations.Issued issued = invite();

        assertThat(issued.url().reveal()).matches("https://gateway\\.example/connect\\?invitation=[\\w-]{43}");
        Invitation found = found(code(issued)).orElseThrow();
        assertThat(found.id()).isEqualTo(issued.invitation().id());
        assertThat(found.tenantId()).isEqualTo(FABRIKAM);
        assertThat(found.host()).isEmpty();
        assertThat(found.expiresAt())
                .isBetween(before.plusSeconds(604_799), Instant.now().plusSeconds(604_800));
        assertThat(found(Browser.random())).isEmpty();
        assertThat(events()).containsExactly("invitation.created by operator-tool");
    }

    @Test
    void isAcceptedByOnePersonOfItsTenant() {
        UUID id = invite().invitation().id();

        assertThat(accepted(id, ADA)).isFalse();
        assertThat(accepted(id, GINA)).isTrue();
        assertThat(accepted(id, GINA)).isTrue();
        assertThat(accepted(id, PAUL)).isFalse();
        assertThat(vouchedFor(GINA)).isTrue();
        assertThat(vouchedFor(PAUL)).isFalse();
        assertThat(vouchedFor(person(CONTOSO, GINA.objectId().toString()))).isFalse();
        // Once, at the first time, and not for who may not.
        assertThat(events())
                .containsExactly("invitation.created by operator-tool", "invitation.accepted by " + GINA.actor());
        assertThat(auditTrail(event -> event.tenantId().orElse("none") + " " + event.detail()))
                .containsOnly(FABRIKAM + " invitation " + id);
    }

    @Test
    void vouchesForNobodyBeforeItIsAccepted() {
        invite();

        assertThat(vouchedFor(GINA)).isFalse();
    }

    @Test
    void revokingItTakesTheStandingBack() {
        Invitations.Issued issued = invite();
        UUID id = issued.invitation().id();
        accepted(id, GINA);

        assertThat(revoked(CONTOSO, id)).isFalse();
        assertThat(revoked(FABRIKAM, UUID.randomUUID())).isFalse();
        assertThat(vouchedFor(GINA)).isTrue();
        assertThat(revoked(FABRIKAM, id)).isTrue();

        assertThat(vouchedFor(GINA)).isFalse();
        assertThat(found(code(issued))).isEmpty();
        assertThat(accepted(id, GINA)).isFalse();
        assertThat(listed(FIRST, 10)).isEmpty();
        assertThat(events())
                .containsExactly(
                        "invitation.created by operator-tool",
                        "invitation.accepted by " + GINA.actor(),
                        "invitation.revoked by operator-tool");
    }

    @Test
    void isVoidWhenItsTimeIsOver() {
        Invitations.Issued issued = invite();
        Invitations.Issued accepted = invite();
        accepted(accepted.invitation().id(), PAUL);
        expire(0);

        assertThat(found(code(issued))).isEmpty();
        assertThat(accepted(issued.invitation().id(), GINA)).isFalse();
        // Whoever accepted in time is believed until it is revoked, and as long as that is so, it is listed.
        assertThat(vouchedFor(PAUL)).isTrue();
        UUID id = accepted.invitation().id();
        assertThat(listed(FIRST, 10)).containsExactly(id.toString());
        assertThat(stored(id).acceptedBy()).contains(PAUL.objectId());
        assertThat(toldAgain(stored(id))).isEmpty();
        assertThat(revoked(FABRIKAM, id)).isTrue();
        assertThat(vouchedFor(PAUL)).isFalse();
        assertThat(listed(FIRST, 10)).isEmpty();
    }

    @Test
    void listsWhatCanBeUsedPageByPage() {
        List<String> ids = Stream.of(invite(), invite(), invite())
                .map(issued -> issued.invitation().id().toString())
                .sorted()
                .toList();
        with(invitations -> invitations.byOperator(CONTOSO, "operator-tool"));

        assertThat(listed(FIRST, 2)).isEqualTo(ids.subList(0, 2));
        assertThat(listed(ids.get(1), 2)).isEqualTo(ids.subList(2, 3));
    }

    @Test
    void itsLinkIsToldAgainWithTheSameCredentialOnly() {
        Invitations.Issued issued = invite();
        Invitation invitation = issued.invitation();

        assertThat(toldAgain(invitation)).contains(issued.url().reveal());
        registration = TestRegistrations.at(AUTHORITY, Map.of("s2s.registration.client-secret", "another-secret~1"));
        assertThat(toldAgain(invitation)).isEmpty();
    }

    @Test
    void itsLinkIsToldOnceWhereTheCredentialHasNoKey(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("assertion"), "a.b.c");
        registration = TestRegistrations.at(AUTHORITY, Map.of("s2s.registration.assertion-file", file.toString()));
        Invitations.Issued issued = invite();

        assertThat(found(code(issued))).isPresent();
        assertThat(toldAgain(issued.invitation())).isEmpty();
    }

    @Test
    void theCodeIsNotInTheDatabase() {
        Secret code = code(invite());
        List<String> hashes = inTransaction(entityManager -> entityManager
                .createQuery("select i.codeHash from Invitation i", String.class)
                .getResultList());

        assertThat(hashes).singleElement().asString().hasSize(64).doesNotContain(code.reveal());
    }

    @Test
    void aBrowsersLinkGivesNobodyStanding() {
        Invitations.Issued issued = link();
        UUID id = issued.invitation().id();

        assertThat(found(code(issued)).flatMap(Invitation::host)).contains(HOST);
        assertThat(this.<Boolean>with(invitations -> invitations.isByOperator(id)))
                .isFalse();
        assertThat(accepted(id, GINA)).isFalse();
        assertThat(vouchedFor(GINA)).isFalse();
        assertThat(toldAgain(issued.invitation())).isEmpty();
        assertThat(events()).isEmpty();
    }

    @Test
    void aBrowsersLinkIsWithdrawnByThatBrowserOnlyAlsoAfterItsSignIn() {
        Invitations.Issued issued = link();
        UUID id = issued.invitation().id();
        Browser fresh = new Browser(Browser.random());
        change(invitations -> invitations.withdraw(id, new Browser(Browser.random())));
        assertThat(found(code(issued))).isPresent();

        change(invitations -> invitations.carryOver(new BrowserChanged(browser.hash(), fresh.hash())));
        change(invitations -> invitations.withdraw(id, browser));
        assertThat(found(code(issued))).isPresent();
        change(invitations -> invitations.withdraw(id, fresh));
        assertThat(found(code(issued))).isEmpty();
    }

    @Test
    void areGoneWithThePersonsOfTheirTenantAndNoOther() {
        accepted(invite().invitation().id(), GINA);

        change(invitations -> invitations.forget(new PersonsErased(CONTOSO)));
        assertThat(ids()).hasSize(1);
        change(invitations -> invitations.forget(new PersonsErased(FABRIKAM)));
        assertThat(ids()).isEmpty();
    }

    @Test
    void nobodyWithdrawsAnOperatorsLinkInABrowser() {
        Invitations.Issued issued = invite();
        change(invitations -> invitations.withdraw(issued.invitation().id(), browser));

        assertThat(found(code(issued))).isPresent();
    }

    @Test
    void linksThatAreMadeOrWithdrawnAtOnceDisturbNobody() {
        for (int round = 0; round < 5; round++) {
            UUID id = link().invitation().id();
            atOnce(4, this::link);
            atOnce(4, () -> change(invitations -> invitations.withdraw(id, browser)));
        }

        link();
        assertThat(ids()).hasSize(3);
    }

    @Test
    void anInvitationThatIsRevokedTwiceAtOnceIsVoid() {
        Invitations.Issued issued = invite();
        atOnce(4, () -> revoked(FABRIKAM, issued.invitation().id()));

        assertThat(found(code(issued))).isEmpty();
    }

    @Test
    void whatIsLongOverGoesUnlessAnOperatorMadeIt() {
        UUID old = link().invitation().id();
        UUID operators = invite().invitation().id();
        expire(31);
        UUID recent = link().invitation().id();
        assertThat(ids()).containsExactlyInAnyOrder(operators, recent);
        assertThat(ids()).doesNotContain(old);

        expire(29);
        UUID last = link().invitation().id();
        assertThat(ids()).containsExactlyInAnyOrder(operators, recent, last);
    }

    private Invitations.Issued invite() {
        return with(invitations -> invitations.byOperator(FABRIKAM, "operator-tool"));
    }

    private Invitations.Issued link() {
        return with(invitations -> invitations.by(browser, FABRIKAM, HOST));
    }

    private static Secret code(Invitations.Issued issued) {
        return Secret.of(issued.url().reveal().replaceFirst(".*=", ""));
    }

    private Optional<Invitation> found(Secret code) {
        return with(invitations -> invitations.find(code));
    }

    private boolean accepted(UUID id, SignedIn person) {
        return with(invitations -> invitations.accept(id, person));
    }

    private boolean vouchedFor(SignedIn person) {
        return with(invitations -> invitations.vouchesFor(person));
    }

    private Invitation stored(UUID id) {
        return inTransaction(entityManager -> entityManager.find(Invitation.class, id.toString()));
    }

    private boolean revoked(UUID tenantId, UUID id) {
        return with(invitations -> invitations.revoke(tenantId, id, "operator-tool"));
    }

    private List<String> listed(String after, int limit) {
        return with(invitations -> invitations.after(after, FABRIKAM, limit).stream()
                .map(invitation -> invitation.id().toString())
                .toList());
    }

    private Optional<String> toldAgain(Invitation invitation) {
        return with(invitations -> invitations.urlOf(invitation).map(Secret::reveal));
    }

    /** All that there are ended so many days ago. */
    private void expire(int days) {
        inTransaction(entityManager -> entityManager
                .createQuery("update Invitation i set i.expiresAt = :then")
                .setParameter("then", Instant.now().minusSeconds(days * 86_400L).atOffset(ZoneOffset.UTC))
                .executeUpdate());
    }

    private static void atOnce(int people, Runnable work) {
        ExecutorService threads = Executors.newFixedThreadPool(people);
        try {
            Stream.generate(() -> CompletableFuture.runAsync(work, threads))
                    .limit(people)
                    .toList()
                    .forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    private List<UUID> ids() {
        return inTransaction(entityManager -> entityManager
                .createQuery("select i from Invitation i", Invitation.class)
                .getResultStream()
                .map(Invitation::id)
                .toList());
    }

    private List<String> events() {
        return auditTrail(event -> event.action() + " by " + event.actor());
    }

    private void change(Consumer<Invitations> work) {
        with(invitations -> {
            work.accept(invitations);
            return true;
        });
    }

    private <T> T with(Function<Invitations, T> work) {
        return inTransaction(entityManager -> {
            Invitations invitations = new Invitations();
            invitations.entityManager = entityManager;
            invitations.auditEvents = TestAuditEvents.with(entityManager);
            invitations.registration = registration;
            invitations.publicUrl = new PublicUrl("https://gateway.example");
            return work.apply(invitations);
        });
    }

    private static SignedIn person(UUID tenant, String id) {
        return new SignedIn(
                tenant, UUID.fromString(id), "Somebody", Set.of(), Set.of(), Optional.empty(), Instant.EPOCH);
    }
}
