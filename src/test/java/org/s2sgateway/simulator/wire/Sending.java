package org.s2sgateway.simulator.wire;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.xnio.IoUtils;

/** One answer on its way out: whole, in pieces, or not to its end. No thread waits for a client or a pause. */
final class Sending {

    private static final int PIECE = 64 * 1024;
    private static final Pattern ACCEPTS_GZIP =
            Pattern.compile("(?i)(?:^|.*,)\\s*(?:x-)?gzip\\s*(?:;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)).*)?(?:,.*|$)");

    private final HttpServerExchange exchange;
    private final byte[] block;
    private final long length;
    private final int piece;
    private final Duration pause;
    private final long resetAfter;
    private final Runnable whenHungUp;
    private final AtomicBoolean hungUp = new AtomicBoolean();

    private Sending(
            HttpServerExchange exchange, byte[] block, long length, Optional<Fault> fault, Runnable whenHungUp) {
        this.whenHungUp = whenHungUp;
        this.exchange = exchange;
        this.block = block;
        this.length = length;
        if (fault.orElse(null) instanceof Fault.Drip drip) {
            this.piece = drip.bytes();
            this.pause = drip.pause();
        } else {
            this.piece = PIECE;
            this.pause = Duration.ZERO;
        }
        this.resetAfter = fault.orElse(null) instanceof Fault.Reset reset
                ? Math.min(reset.bytes(), Math.max(0, length - 1))
                : Long.MAX_VALUE;
    }

    /**
     * @param fault one that concerns the body
     * @param whenHungUp called where the client does not take the body to its end
     */
    static void send(
            HttpServerExchange exchange, Answer answer, Delivery delivery, Optional<Fault> fault, Runnable whenHungUp) {
        exchange.setStatusCode(answer.status());
        answer.headers()
                .forEach(header -> exchange.getResponseHeaders().add(new HttpString(header.name()), header.value()));
        boolean bodiless = answer.status() == 204 || answer.status() == 304;
        if (bodiless || exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
            return;
        }
        boolean gzip = delivery.gzip() && compressible(exchange, answer);
        byte[] block = gzip ? compressed(answer.body()) : answer.body();
        if (gzip) {
            exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, "gzip").put(Headers.VARY, "Accept-Encoding");
        }
        long length = gzip ? block.length : answer.length();
        boolean chunked = delivery.framing() == Delivery.Framing.CHUNKED
                || delivery.framing() == Delivery.Framing.NATURAL && gzip;
        if (!chunked) {
            exchange.setResponseContentLength(length);
        }
        new Sending(exchange, block, length, fault, whenHungUp).from(0);
    }

    private static boolean compressible(HttpServerExchange exchange, Answer answer) {
        String accepted = exchange.getRequestHeaders().contains(Headers.ACCEPT_ENCODING)
                ? String.join(",", exchange.getRequestHeaders().get(Headers.ACCEPT_ENCODING))
                : "";
        // A range counts the bytes of what is not compressed, and a generated body is too long to hold.
        return answer.body().length > 0
                && answer.body().length == answer.length()
                && answer.status() != 206
                && ACCEPTS_GZIP.matcher(accepted).matches();
    }

    private static byte[] compressed(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void from(long position) {
        long end = Math.min(Math.min(position + piece, length), resetAfter);
        if (position == length && length <= resetAfter) {
            exchange.endExchange();
            return;
        }
        if (position >= resetAfter && position > 0) {
            close();
            return;
        }
        // A reset after no byte at all still gives the head.
        int offset = block.length == 0 ? 0 : (int) (position % block.length);
        int count = (int) Math.min(end - position, block.length - offset);
        exchange.getResponseSender().send(ByteBuffer.wrap(block, offset, count), new IoCallback() {
            @Override
            public void onComplete(HttpServerExchange sent, Sender sender) {
                afterwards(position + count);
            }

            @Override
            public void onException(HttpServerExchange broken, Sender sender, IOException exception) {
                // Told more than once, as each piece on its way fails.
                if (hungUp.compareAndSet(false, true)) {
                    whenHungUp.run();
                }
                close();
            }
        });
    }

    private void afterwards(long position) {
        if (position >= resetAfter) {
            close();
        } else if (pause.isZero() || position == length) {
            from(position);
        } else {
            exchange.getIoThread().executeAfter(() -> from(position), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void close() {
        IoUtils.safeClose(exchange.getConnection());
    }
}
