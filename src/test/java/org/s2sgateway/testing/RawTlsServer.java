package org.s2sgateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.s2sgateway.simulator.wire.Certificates;

/** A TLS server that says on each connection what a test writes, octet by octet, and breaks off where it likes. */
public final class RawTlsServer implements AutoCloseable {

    /** What happens on one connection; it is closed afterwards. */
    public interface Conversation {
        void hold(Connection connection) throws Exception;
    }

    /** A connection as the server sees it. */
    public record Connection(SSLSocket socket, int number) {

        /** The head of the next request, to its empty line; empty where the client has gone. */
        public String head() throws IOException {
            return upTo("\r\n\r\n");
        }

        /** Everything up to and with an ending; empty where the client has gone before. */
        public String upTo(String ending) throws IOException {
            StringBuilder text = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (text.length() < ending.length()
                    || !text.substring(text.length() - ending.length()).equals(ending)) {
                int octet = in.read();
                if (octet < 0) {
                    return "";
                }
                text.append((char) octet);
            }
            return text.toString();
        }

        public String body(int length) throws IOException {
            return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        /** Everything until the client ends the connection, in whatever way. */
        public String rest() {
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(rest);
            } catch (IOException cut) {
                // That is an end, too.
            }
            return rest.toString(StandardCharsets.ISO_8859_1);
        }

        public void say(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    private final SSLServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<SSLSocket> open = new CopyOnWriteArrayList<>();

    private RawTlsServer(SSLServerSocket listener) {
        this.listener = listener;
    }

    public static RawTlsServer start(Certificates certificates, Conversation conversation) throws IOException {
        SSLServerSocket listener = (SSLServerSocket) certificates
                .server(List.of("localhost"))
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        RawTlsServer server = new RawTlsServer(listener);
        daemon(() -> server.accept(conversation));
        return server;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections there were. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SSLSocket socket : open) {
            socket.close();
        }
    }

    private void accept(Conversation conversation) {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) listener.accept();
                open.add(socket);
                Connection connection = new Connection(socket, connections.incrementAndGet());
                daemon(() -> {
                    try (socket) {
                        conversation.hold(connection);
                    } catch (Exception brokenOff) {
                        // The test looks at what the client made of it.
                    }
                });
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-tls-server");
        thread.setDaemon(true);
        thread.start();
    }
}
