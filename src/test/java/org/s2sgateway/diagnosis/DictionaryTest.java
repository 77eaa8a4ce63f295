package org.s2sgateway.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DictionaryTest {

    /** The codes of Microsoft's references that concern client credentials, consent and application users. */
    private static final String ENTRA = "700016 7000229 7000112 70001 65001 65004 90093 90094 90095 90099"
            + " 650051 650052 650054 650056 650057 65005 50011 50194 50034 50020 50105 16000"
            + " 54005 70008 501481"
            + " 53000 53001 53002 53004 53011 530034 53003 530032 530035 500021 500022 500212 500213"
            + " 500011 50001 500014 7000215 7000222 700027 700030 50012 700024 70002 700021 7000218 700025 50027"
            + " 70021 700211 700212 700213 7002137 7002138 700229"
            + " 70011 28002 28003 700022 700023 1002012 901002 900144 100007"
            + " 90002 900021 900023 90013 90038 900382 900432 9001023 90130"
            + " 90055 50196 90006 90012 90024 90033 90090 50033 90036 90092";

    private static final String DATAVERSE = "0x80072560 0x80042f09 0x80040225 0x80040220 0x80040231 0x80048306"
            + " 0x80048405 0x80040237 0x80041d48 0x80040d40 0x80041d49 0x80041d28 0x80041d2c 0x80041409 0x80044507"
            + " 0x8004A113 0x8004D24B 0x8004D24C 0x8004A121 0x80072559 0x80044302 0x8005F101 0x80040277 0x80095ffe"
            + " 0x80095ffd 0x80095ffc 0x8004418a 0x8004A110 0x8004Ed43 0x80040530 0x80060888"
            + " 0x80072321 0x80072322 0x80072326";

    private static final String OAUTH = "invalid_client invalid_grant invalid_request invalid_scope invalid_resource"
            + " unauthorized_client unsupported_grant_type access_denied permission_denied consent_required"
            + " interaction_required login_required server_error temporarily_unavailable";

    private static final String OWN = "S2S.IdentityProviderUnreachable S2S.IdentityProviderTimeout"
            + " S2S.IdentityProviderUntrusted S2S.IdentityProviderThrottled S2S.IdentityProviderFailed"
            + " S2S.IdentityProviderUnexpectedAnswer S2S.CredentialUnreadable S2S.CredentialUnusable S2S.TokenMismatch"
            + " S2S.TokenTooShort S2S.TokenRefused S2S.EnvironmentUnreachable S2S.EnvironmentUntrusted S2S.Timeout"
            + " S2S.UnexpectedAnswer S2S.TokenNotAccepted S2S.Busy S2S.HostNotAllowed S2S.OtherTenant S2S.UnknownEnvironment"
            + " S2S.ConsentRequired S2S.TenantSuspended S2S.EnvironmentDisabled"
            + " S2S.SignInNotAttributed S2S.SignInExpired S2S.SignInOfOtherBrowser S2S.SignInRefused"
            + " S2S.OtherTenantSignedIn S2S.OtherPersonSignedIn S2S.PersonalAccount S2S.HomeTenantOnly"
            + " S2S.DelegationNotOffered S2S.HomeProviderElsewhere"
            + " S2S.DelegatedTokenExpired S2S.NotEnvironmentAdmin S2S.OtherPerson S2S.SecurityRoleMissing"
            + " S2S.SecurityRoleForbidden S2S.SolutionUnusable S2S.SolutionUnmanaged S2S.SolutionImportFailed"
            + " S2S.SolutionImportTimeout S2S.HostMalformed S2S.SingleTenant S2S.InvitationNeeded S2S.InvitationVoid"
            + " S2S.InvitationOfOtherTenant S2S.TenantOffboarded S2S.ConsentUnknown S2S.ConsentOfOtherBrowser"
            + " S2S.ConsentReplayed S2S.ConsentExpired S2S.ConsentOfOtherTenant S2S.SignInNeeded S2S.ApprovalAwaited"
            + " S2S.StandingMissing S2S.SetupInterrupted";

    @TestFactory
    Stream<DynamicTest> explains() {
        return codes().map(code -> DynamicTest.dynamicTest(code, () -> {
            Diagnosis diagnosis = Dictionary.diagnose(code);
            assertThat(diagnosis.code()).isEqualTo(code);
            assertThat(diagnosis.explanation())
                    .endsWith(".")
                    .isNotEqualTo(unknown().explanation());
            assertThat(diagnosis.remedy()).endsWith(".").isNotEqualTo(unknown().remedy());
        }));
    }

    @Test
    void holdsNothingThatTheseListsDoNotName() {
        List<String> named = codes().map(code -> code.toLowerCase(Locale.ROOT)).toList();
        assertThat(Stream.of(EntraCodes.TABLE, DataverseCodes.TABLE, OwnCauses.TABLE, OnboardingCauses.TABLE)
                        .flatMap(List::stream)
                        .map(diagnosis -> diagnosis.code().toLowerCase(Locale.ROOT)))
                .isSubsetOf(named);
    }

    @Test
    void knowsACodeInUpperAndLowerCase() {
        assertThat(Dictionary.diagnose("0X80042F09").code()).isEqualTo("0x80042f09");
        assertThat(Dictionary.diagnose("aadsts65001").code()).isEqualTo("AADSTS65001");
    }

    @Test
    void sendsAMissingApplicationUserToTheEnvironmentsAdmin() {
        assertThat(Dictionary.diagnose("0x80072560").actor()).isEqualTo(Actor.ENVIRONMENT_ADMIN);
        assertThat(Dictionary.diagnose("0x80072560").remedy()).contains("Application users");
    }

    @Test
    void sendsAMissingConsentToTheTenantsAdminAndAWrongSecretToTheOperator() {
        assertThat(Dictionary.diagnose("AADSTS700016").actor()).isEqualTo(Actor.TENANT_ADMIN);
        assertThat(Dictionary.diagnose("AADSTS7000215").actor()).isEqualTo(Actor.OPERATOR);
    }

    @Test
    void tellsWhatPassesFromWhatStays() {
        assertThat(Dictionary.diagnose("AADSTS90033").retryable()).isTrue();
        assertThat(Dictionary.diagnose("0x80072322").retryable()).isTrue();
        assertThat(Dictionary.diagnose("S2S.IdentityProviderTimeout").retryable())
                .isTrue();
        assertThat(Dictionary.diagnose("AADSTS65001").retryable()).isFalse();
        assertThat(Dictionary.diagnose("0x80040225").retryable()).isFalse();
    }

    @Test
    void keepsACodeThatItDoesNotKnow() {
        Diagnosis diagnosis = Dictionary.diagnose("AADSTS999999999");
        assertThat(diagnosis.code()).isEqualTo("AADSTS999999999");
        assertThat(diagnosis.retryable()).isFalse();
        assertThat(diagnosis.remedy()).isNotEmpty();
    }

    @Test
    void doesNotRepeatWhatIsNoCode() {
        assertThat(Dictionary.diagnose("<script>alert(1)</script>").code()).isEqualTo("unknown");
        assertThat(Dictionary.diagnose("a\nforged log line").code()).isEqualTo("unknown");
        assertThat(Dictionary.diagnose("").code()).isEqualTo("unknown");
    }

    private static Diagnosis unknown() {
        return Dictionary.diagnose("AADSTS0");
    }

    private static Stream<String> codes() {
        return Stream.concat(
                Arrays.stream(ENTRA.split(" ")).map("AADSTS"::concat),
                Stream.of(DATAVERSE, OAUTH, OWN).flatMap(list -> Arrays.stream(list.split(" "))));
    }
}
