package org.s2sgateway.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/**
 * A connection that stays open from answer to answer (HTTP/1.1), and costs so little that a thousand of them can be in
 * use on the machine that is measured. Understands what a server may answer a GET with, and keeps none of it. For one
 * thread; {@link #close()} may be called by another.
 */
final class KeptConnection implements AutoCloseable {

    private static final int TO_CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 60_000;
    private static final int LONGEST_LINE = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[8 * 1024];
    private int from;
    private int to;
    private boolean closing;
    private long bytes;

    private KeptConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static KeptConnection to(Target target) throws IOException {
        String host = target.address().getHost();
        int port = target.address().getPort();
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.connect(new InetSocketAddress(host, port), TO_CONNECT_MILLIS);
            if (target.tls().isPresent()) {
                SSLSocket secured =
                        (SSLSocket) target.tls().get().getSocketFactory().createSocket(socket, host, port, true);
                secured.startHandshake();
                return new KeptConnection(secured);
            }
            return new KeptConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends the request, reads its answer to the end and returns the status. */
    int exchange(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        String statusLine = line();
        if (!statusLine.startsWith("HTTP/1.1 ") || statusLine.length() < 12) {
            throw new IOException("This is no answer: " + statusLine);
        }
        int status = Integer.parseInt(statusLine, 9, 12, 10);
        long length = -1;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String name = header.substring(0, Math.max(header.indexOf(':'), 0)).toLowerCase(Locale.ROOT);
            switch (name) {
                case "content-length" ->
                    length = Long.parseLong(header.substring(name.length() + 1).strip());
                case "transfer-encoding" -> chunked = true;
                case "connection" -> closing |= header.toLowerCase(Locale.ROOT).endsWith("close");
                default -> {
                    // Nothing else says where the answer ends.
                }
            }
        }
        bytes = 0;
        if (chunked) {
            skipChunks();
        } else if (length >= 0) {
            skip(length);
        } else if (status != 204 && status != 304) {
            throw new IOException("This answer ends with its connection, which would be measured too.");
        }
        return status;
    }

    /** Length of the last answer's body. */
    long bytes() {
        return bytes;
    }

    /** Whether the server has said that it closes the connection. */
    boolean isEnding() {
        return closing;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    private void skipChunks() throws IOException {
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            skip(size);
            line();
        }
        while (!line().isEmpty()) {
            // Trailers.
        }
    }

    private long chunkSize() throws IOException {
        String line = line();
        int end = line.indexOf(';');
        return Long.parseLong((end < 0 ? line : line.substring(0, end)).strip(), 16);
    }

    private void skip(long length) throws IOException {
        bytes += length;
        long left = length;
        while (left > 0) {
            fillIfEmpty();
            int some = (int) Math.min(left, to - from);
            from += some;
            left -= some;
        }
    }

    private String line() throws IOException {
        StringBuilder beginning = null;
        while (true) {
            fillIfEmpty();
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            String piece = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
            boolean whole = end < to;
            from = whole ? end + 1 : end;
            if (whole && beginning == null) {
                return withoutReturn(piece);
            }
            beginning = beginning == null ? new StringBuilder() : beginning;
            beginning.append(piece);
            if (whole) {
                return withoutReturn(beginning.toString());
            }
            if (beginning.length() > LONGEST_LINE) {
                throw new IOException("A line of the answer has no end.");
            }
        }
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private void fillIfEmpty() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(in.read(buffer), 0);
            if (to == 0) {
                throw new EOFException("The connection ended in the middle of an answer.");
            }
        }
    }
}
