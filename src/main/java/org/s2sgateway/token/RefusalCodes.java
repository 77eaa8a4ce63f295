package org.s2sgateway.token;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What follows from a code for the broker itself, beyond what the dictionary tells people. Microsoft may change its
 * codes; one that is in none of these sets is a plain refusal.
 */
final class RefusalCodes {

    /** The tenant has no usable service principal of ours, or has not consented. */
    private static final Set<String> CURED_BY_CONSENT = Set.of(
            "AADSTS700016",
            "AADSTS7000229",
            "AADSTS7000112",
            "AADSTS70001",
            "AADSTS65001",
            "AADSTS65004",
            "consent_required",
            "interaction_required");

    /** Our credential is wrong, over, or not known there: the same for every tenant. */
    private static final Set<String> OF_THE_CREDENTIAL = Set.of(
            "AADSTS7000215",
            "AADSTS7000222",
            "AADSTS700027",
            "AADSTS700030",
            "AADSTS50012",
            "AADSTS700024",
            "AADSTS70002",
            "AADSTS7000218",
            "AADSTS700025",
            "AADSTS70021",
            "AADSTS700211",
            "AADSTS700212",
            "AADSTS700213",
            "AADSTS7002137",
            "AADSTS7002138",
            "invalid_client",
            "S2S.CredentialUnreadable",
            "S2S.CredentialUnusable");

    private RefusalCodes() {}

    static boolean curedByConsent(String code) {
        return CURED_BY_CONSENT.contains(code);
    }

    static boolean concernsTheCredential(String code) {
        return OF_THE_CREDENTIAL.contains(code);
    }

    /** Entra ID's loop detection comes without {@code Retry-After}, and asks for minutes. */
    static Optional<Duration> leaveAloneFor(String code) {
        return code.equals("AADSTS50196") ? Optional.of(Duration.ofMinutes(2)) : Optional.empty();
    }
}
