package org.s2sgateway.dataverse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/**
 * An answer of Dataverse whose body has not been read yet. Holds a connection until it is closed; not thread-safe.
 */
public final class UpstreamAnswer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(UpstreamAnswer.class.getName());

    private static final int BUFFER = 16 * 1024;

    private final ClassicHttpResponse response;

    private final Cancellable call;
    private boolean whole;

    UpstreamAnswer(ClassicHttpResponse response, Cancellable call) {
        this.response = response;
        this.call = call;
        this.whole = response.getEntity() == null;
    }

    public int status() {
        return response.getCode();
    }

    /** Gives every header that may come down, one call per value, in Dataverse's order. */
    public void headers(BiConsumer<String, String> sink) {
        List<String> connection = Arrays.stream(response.getHeaders("Connection"))
                .map(Header::getValue)
                .toList();
        // RFC 9112 section 6.3: beside a Transfer-Encoding the length is not the body's, and an answer that went out
        // with
        // it would end at another place for the consumer than for us.
        boolean lengthIsWrong = response.containsHeader("Transfer-Encoding");
        for (Header header : response.getHeaders()) {
            if (lengthIsWrong && header.getName().equalsIgnoreCase("Content-Length")) {
                continue;
            }
            // A header without a value says nothing, and JAX-RS stumbles over an empty Content-Type.
            if (HeaderPolicy.comesDown(header.getName(), connection)
                    && !header.getValue().isBlank()) {
                sink.accept(header.getName(), header.getValue());
            }
        }
    }

    public boolean hasBody() {
        return response.getEntity() != null;
    }

    /**
     * Whether this cannot be the Web API speaking: a redirect, or a page for people. Dataverse answers so when it wants
     * a person to sign in.
     */
    public boolean isForPeople() {
        Header type = response.getFirstHeader("Content-Type");
        boolean redirect = status() / 100 == 3 && status() != 304;
        return redirect
                || (type != null && type.getValue().toLowerCase(Locale.ROOT).startsWith("text/html"));
    }

    /** Writes the body as it arrives, through one small buffer, then closes. */
    public void writeTo(OutputStream out) throws IOException {
        try (this) {
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                copy(entity.getContent(), out);
                whole = true;
            }
        }
    }

    // Unlike InputStream.transferTo it flushes when nothing more is waiting: a slow answer arrives as it comes.
    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    /** Leaves the connection to the next call if the answer was read to its end, and ends it otherwise. */
    @Override
    public void close() {
        if (!whole) {
            // Closing alone would read the rest first, for as long as Dataverse sends.
            call.cancel();
        }
        try {
            response.close();
        } catch (IOException alreadyGone) {
            LOG.log(Level.FINE, "An answer could not be closed", alreadyGone);
        }
    }
}
