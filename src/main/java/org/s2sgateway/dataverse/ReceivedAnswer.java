package org.s2sgateway.dataverse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it comes in. A small body is collected, so that whoever writes it needs no thread before it is there; a
 * body that turns out larger, or takes its time, is given out while it flows.
 */
final class ReceivedAnswer implements AsyncResponseConsumer<Void> {

    /** In octets. */
    static final int SMALL = 64 * 1024;

    private static final int FIRST_GUESS = 4 * 1024;

    /** After which what is there of a small body begins to flow. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final Exchange exchange;
    private final Timeline timeline;
    private final Duration longestSilence;

    private @Nullable HttpResponse head;
    private @Nullable FutureCallback<Void> done;
    private byte[] collected = {};
    private int length;
    private @Nullable ArrivingBody stream;
    private Timeline.@Nullable Alarm alarm;

    ReceivedAnswer(Exchange exchange, Timeline timeline, Duration longestSilence) {
        this.exchange = exchange;
        this.timeline = timeline;
        this.longestSilence = longestSilence;
    }

    @Override
    public void consumeResponse(
            HttpResponse response, @Nullable EntityDetails body, HttpContext context, FutureCallback<Void> callback) {
        UpstreamAnswer answer = null;
        synchronized (this) {
            head = response;
            done = callback;
            if (body == null) {
                answer = new UpstreamAnswer(response, null, null, exchange);
            } else if (body.getContentLength() > SMALL) {
                answer = flow();
            } else {
                collected = new byte[body.getContentLength() < 0 ? FIRST_GUESS : (int) body.getContentLength()];
                alarm = timeline.in(PATIENCE, this::flowAnyway);
            }
        }
        if (body == null) {
            callback.completed(null);
        }
        tell(answer);
    }

    @Override
    public void consume(ByteBuffer octets) throws IOException {
        UpstreamAnswer answer = null;
        ArrivingBody flowing;
        synchronized (this) {
            if (stream == null && length + octets.remaining() > SMALL) {
                answer = flow();
            }
            flowing = stream;
            if (flowing == null) {
                collect(octets);
            }
        }
        if (flowing != null) {
            flowing.arrived(octets);
        }
        tell(answer);
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        ArrivingBody flowing;
        synchronized (this) {
            flowing = stream;
        }
        if (flowing == null) {
            // As little as there is: the next octets show whether the body is small.
            channel.update(1);
        } else {
            flowing.regulate(channel);
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        UpstreamAnswer answer = null;
        synchronized (this) {
            silence();
            if (stream != null) {
                stream.ended();
            } else if (head != null) {
                byte[] octets = length == collected.length ? collected : Arrays.copyOf(collected, length);
                answer = new UpstreamAnswer(head, octets, null, exchange);
            }
        }
        if (done != null) {
            done.completed(null);
        }
        tell(answer);
    }

    @Override
    public void failed(Exception cause) {
        ArrivingBody flowing;
        synchronized (this) {
            silence();
            flowing = stream;
        }
        if (flowing != null) {
            flowing.broke(cause);
        }
        exchange.failed(cause);
    }

    @Override
    public void releaseResources() {
        synchronized (this) {
            silence();
        }
        exchange.end();
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {
        // 100 Continue was not asked for.
    }

    private void collect(ByteBuffer octets) {
        int needed = length + octets.remaining();
        if (needed > collected.length) {
            collected = Arrays.copyOf(collected, Math.min(SMALL, Math.max(needed, 2 * collected.length)));
        }
        octets.get(collected, length, octets.remaining());
        length = needed;
    }

    private void flowAnyway() {
        UpstreamAnswer answer = null;
        synchronized (this) {
            if (stream == null && alarm != null) {
                answer = flow();
            }
        }
        tell(answer);
    }

    private @Nullable UpstreamAnswer flow() {
        silence();
        ArrivingBody flowing = new ArrivingBody(collected, length, longestSilence);
        collected = new byte[0];
        stream = flowing;
        return head == null ? null : new UpstreamAnswer(head, null, flowing, exchange);
    }

    /** Never while this is locked: who is told may cut the exchange, or be about to. */
    private void tell(@Nullable UpstreamAnswer answer) {
        if (answer != null) {
            exchange.answered(answer);
        }
    }

    private void silence() {
        if (alarm != null) {
            alarm.off();
            alarm = null;
        }
    }
}
