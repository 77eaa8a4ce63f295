package org.s2sgateway.isolation;

import java.util.Optional;

/**
 * An environment, as somebody knows it who has not asked the gateway.
 *
 * @param name in marks and in the table of findings
 * @param marked whether every row that consumers see carries a {@link Mark}
 * @param refusal the code with which every call to it is refused, as it is closed
 * @param person object id of somebody to act as
 * @param truth what {@code WhoAmI} says there; what is not given is learned before the calls begin
 */
record Site(
        String name,
        String host,
        String tenantId,
        boolean marked,
        Optional<String> refusal,
        Optional<String> person,
        Truth truth) {

    /** Ids that only this environment has. */
    record Truth(Optional<String> organizationId, Optional<String> userId, Optional<String> personsUserId) {

        static final Truth UNKNOWN = new Truth(Optional.empty(), Optional.empty(), Optional.empty());
    }

    boolean isOpen() {
        return refusal.isEmpty();
    }

    /** Where the gateway has its Web API, below the gateway's own address. */
    String path() {
        return "/api/dataverse/" + host + "/api/data/v9.2/";
    }

    Site with(Truth known) {
        return new Site(name, host, tenantId, marked, refusal, person, known);
    }
}
