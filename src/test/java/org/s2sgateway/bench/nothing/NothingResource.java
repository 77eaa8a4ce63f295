package org.s2sgateway.bench.nothing;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Gives the answer that the upstream gives, out of its own memory. */
@Path("accounts")
public class NothingResource {

    /** The answer's place in the WAR. */
    public static final String ANSWER = "answer.json";

    private static final byte[] BODY = body();

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] accounts() {
        return BODY;
    }

    private static byte[] body() {
        try (InputStream in = NothingResource.class.getResourceAsStream("/" + ANSWER)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
