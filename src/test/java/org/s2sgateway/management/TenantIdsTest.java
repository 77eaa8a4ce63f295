package org.s2sgateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.Guid;

class TenantIdsTest {

    @Test
    void readsUpperAndLowerCase() {
        UUID expected = UUID.fromString("c0a00000-0000-4000-8000-00000000000f");

        assertThat(TenantIds.parse("The id", "c0a00000-0000-4000-8000-00000000000f"))
                .isEqualTo(expected);
        assertThat(TenantIds.parse("The id", "C0A00000-0000-4000-8000-00000000000F"))
                .isEqualTo(expected);
        assertThat(Guid.isCanonical("c0a00000-0000-4000-8000-00000000000f")).isTrue();
        assertThat(Guid.isCanonical("C0A00000-0000-4000-8000-00000000000F")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "c0a00000000040008000000000000001",
                "{c0a00000-0000-4000-8000-000000000001}",
                "c0a00000-0000-4000-8000-00000000001",
                "c0a00000-0000-4000-8000-0000000000001",
                "g0a00000-0000-4000-8000-000000000001",
                "c0a00000-0000-4000-8000-000000000001 ",
                "contoso.onmicrosoft.com",
            })
    void refusesAnythingElseByItsPlace(String text) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> TenantIds.parse("The member tenantId", text))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.BAD_REQUEST))
                .withMessageContaining("The member tenantId has to be a GUID");
        assertThat(Guid.isCanonical(text)).isFalse();
    }
}
