package org.s2sgateway.dataverse;

import java.net.http.HttpClient;
import org.s2sgateway.settings.Secret;

/**
 * The gateway's own harmless reads (WhoAmI, one row), of which only the code counts. Each takes ten seconds and 64 KiB
 * at most.
 *
 * <p>Thread-safe.
 */
public final class SmallRead {

    /**
     * What came back.
     *
     * @param status the HTTP status; 0 where there was no answer
     * @param code empty where the read succeeded, else Dataverse's own code, or one of ours where it gave none
     */
    public record Answer(int status, String code) {

        public boolean succeeded() {
            return code.isEmpty();
        }
    }

    private final HttpClient client;

    public SmallRead(HttpClient client) {
        this.client = client;
    }

    /** Reads {@code /api/data/v9.2/<relative>} of the host. */
    public Answer get(String host, String relative, Secret token) {
        return new WebApi(client, host, token)
                .get(relative)
                .fold(done -> new Answer(done.status(), ""), failed -> new Answer(failed.status(), failed.code()));
    }
}
