package org.s2sgateway.gateway;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.s2sgateway.token.AccessToken;

/** A token as RFC 6749 section 5.1 writes it. Prints no token. */
@Schema(name = "Token")
@JsonbPropertyOrder({"accessToken", "tokenType", "expiresIn"})
public record TokenJson(
        @JsonbProperty("access_token") @Schema(name = "access_token") String accessToken,
        @JsonbProperty("token_type") @Schema(name = "token_type") String tokenType,
        @JsonbProperty("expires_in") @Schema(name = "expires_in", description = "Seconds") long expiresIn) {

    static TokenJson of(AccessToken token, Clock clock) {
        return new TokenJson(
                token.value().reveal(),
                "Bearer",
                Duration.between(clock.instant(), token.expiresAt()).toSeconds());
    }

    @Override
    public String toString() {
        return "TokenJson[" + tokenType + ", " + expiresIn + " s]";
    }
}
