package org.s2sgateway.odata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ODataErrorTest {

    @Test
    void hasTheShapeThatDataverseClientsRead() {
        assertThat(ODataError.of("S2S.NotPermitted", "No \"role\".").json())
                .hasToString("{\"error\":{\"code\":\"S2S.NotPermitted\",\"message\":\"No \\\"role\\\".\"}}");
    }

    @Test
    void saysFurtherFactsAsAnnotations() {
        assertThat(new ODataError("S2S.ConsentRequired", "Not yet.", Map.of("actor", "tenantAdmin")).json())
                .hasToString("{\"error\":{\"code\":\"S2S.ConsentRequired\",\"message\":\"Not yet.\","
                        + "\"@S2S.actor\":\"tenantAdmin\"}}");
    }
}
