package org.s2sgateway.simulator.dataverse;

import java.util.Locale;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/** Takes requests of those whom a token speaks for, alone and in batches, and judges whether and as whom they may in. */
final class Members {

    /** The longest URL of a GET outside a batch (Microsoft, "Query data using the Web API"). */
    private static final int LONGEST_URL = 32_768;

    private static final Pattern BATCH = Pattern.compile("/api/data/v9\\.[0-2]/(?:\\$|%24)batch");

    private final Place place;
    private final Users users;
    private final Impersonation impersonation;
    private final Transactions transactions;
    private final WebApi webApi;

    Members(Place place, Users users, Transactions transactions, WebApi webApi) {
        this.place = place;
        this.users = users;
        this.impersonation = new Impersonation(users);
        this.transactions = transactions;
        this.webApi = webApi;
    }

    /** @param host under which it was asked; links in the answer have it, too */
    Answer answer(Call call, String host, Identity identity) {
        try {
            if (BATCH.matcher(call.path()).matches()) {
                admit(call, identity);
                return new Batch(call, this::ownHost, transactions, part -> ofMember(part, host, identity)).answer();
            }
            if (call.target().length() > LONGEST_URL) {
                throw new ODataRefusal(414, ODataRefusal.BAD_REQUEST, "The URL is longer than 32,768 characters.");
            }
            return transactions.together(() -> ofMember(call, host, identity));
        } catch (ODataRefusal refusal) {
            return refusal.answer();
        }
    }

    /** One request, alone or of a batch. */
    private Answer ofMember(Call call, String host, Identity identity) {
        try {
            return webApi.answer(call, host, admit(call, identity));
        } catch (ODataRefusal refusal) {
            return refusal.answer();
        }
    }

    private Caller admit(Call call, Identity identity) {
        boolean newest = call.header("Consistency").filter("Strong"::equals).isPresent();
        return impersonation.judge(call, users.admit(identity, newest), newest);
    }

    private String ownHost(String host) {
        if (place.address(host.toLowerCase(Locale.ROOT)).isEmpty()) {
            throw ODataRefusal.badRequest("The host '" + host + "' of a request of the batch is not this service.");
        }
        return host;
    }
}
