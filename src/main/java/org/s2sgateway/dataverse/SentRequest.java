package org.s2sgateway.dataverse;

import java.io.IOException;
import java.util.Set;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** A request as the HTTP client asks for it. Its target stays text: nothing on the way makes a URI of it. */
final class SentRequest implements AsyncRequestProducer, EntityDetails {

    private final BasicHttpRequest head;
    private final @Nullable RequestBody body;
    private final RequestBody.@Nullable Sending sending;

    SentRequest(BasicHttpRequest head, @Nullable RequestBody body) {
        this.head = head;
        this.body = body;
        sending = body == null ? null : body.open();
    }

    @Override
    public void sendRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        channel.sendRequest(head, body == null ? null : this, context);
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public int available() {
        return sending == null ? 0 : sending.available();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        if (sending != null) {
            sending.produce(channel);
        }
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        if (sending != null) {
            sending.abandon();
        }
    }

    @Override
    public long getContentLength() {
        return body == null ? 0 : body.length();
    }

    @Override
    public boolean isChunked() {
        return body != null && body.length() < 0;
    }

    // Type, encoding and trailers are headers of the consumer, and go as such.

    @Override
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public @Nullable String getContentEncoding() {
        return null;
    }

    @Override
    public @Nullable Set<String> getTrailerNames() {
        return null;
    }
}
