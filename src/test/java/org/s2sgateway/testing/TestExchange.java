package org.s2sgateway.testing;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request as a server hands it over, and what became of its answer. Not thread-safe but for the end. */
public final class TestExchange {

    public static final String FORM = "application/x-www-form-urlencoded";

    private final Map<String, List<String>> headers = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final List<Cookie> cookies = new ArrayList<>();
    private final String method;
    private final String path;
    private String uri;
    private String context = "";
    private @Nullable String inside;
    private String protocol = "HTTP/1.1";
    private DispatcherType dispatcher = DispatcherType.REQUEST;
    private @Nullable String query;
    private boolean sessionInAddress;
    private long announced = -1;

    public final Body body = new Body();
    public final CountDownLatch dispatched = new CountDownLatch(1);
    public int completed;
    public long timeout = -1;

    public @Nullable AsyncListener listener;

    public int status = 200;
    public final Map<String, String> answered = new LinkedHashMap<>();
    public final List<Cookie> given = new ArrayList<>();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    private final AsyncContext async = Outline.of(
            AsyncContext.class,
            Map.of(
                    "setTimeout",
                    millis -> {
                        timeout = (long) millis[0];
                        return null;
                    },
                    "addListener",
                    added -> {
                        listener = (AsyncListener) added[0];
                        return null;
                    },
                    "dispatch",
                    none -> {
                        dispatched.countDown();
                        return null;
                    },
                    "complete",
                    none -> {
                        completed++;
                        return null;
                    }));

    public TestExchange(String method, String path) {
        this.method = method;
        this.path = path;
        this.uri = path;
    }

    /** A form of that many octets that has arrived. */
    public static TestExchange form(String path, String text) {
        return new TestExchange("POST", path).with("Content-Type", FORM).sending(text);
    }

    public TestExchange with(String header, String value) {
        headers.computeIfAbsent(header.toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                .add(value);
        return this;
    }

    public TestExchange at(String requestUri) {
        uri = requestUri;
        return this;
    }

    public TestExchange below(String contextPath) {
        context = contextPath;
        uri = contextPath + path;
        return this;
    }

    /** Where the page is dispatched by the beginning of its path. */
    public TestExchange inside(String pathInfo) {
        inside = pathInfo;
        uri = path + pathInfo;
        return this;
    }

    public TestExchange over(String version) {
        protocol = version;
        return this;
    }

    public TestExchange asking(String text) {
        query = text;
        return this;
    }

    public TestExchange withSessionInAddress() {
        sessionInAddress = true;
        return this;
    }

    public TestExchange again() {
        dispatcher = DispatcherType.ASYNC;
        return this;
    }

    public TestExchange cookie(String name, String value) {
        cookies.add(new Cookie(name, value));
        return this;
    }

    public TestExchange attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    /** A body with its length, all of which is there. */
    public TestExchange sending(String text) {
        body.add(text);
        return announcing(text.length());
    }

    public TestExchange announcing(long length) {
        announced = length;
        return with("Content-Length", Long.toString(length));
    }

    public Object attribute(String name) {
        return attributes.get(name);
    }

    /** What was answered. */
    public String answer() {
        return octets.toString(StandardCharsets.UTF_8);
    }

    public AsyncContext async() {
        return async;
    }

    public HttpServletRequest request() {
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("getMethod", none -> method);
        answers.put("getRequestURI", none -> uri);
        answers.put("getContextPath", none -> context);
        answers.put("getServletPath", none -> path);
        answers.put("getPathInfo", none -> inside);
        answers.put("getQueryString", none -> query);
        answers.put("getProtocol", none -> protocol);
        answers.put("getDispatcherType", none -> dispatcher);
        answers.put("isRequestedSessionIdFromURL", none -> sessionInAddress);
        answers.put("getRemoteAddr", none -> "192.0.2.1");
        answers.put("getContentType", none -> header("Content-Type"));
        answers.put("getContentLength", none -> (int) announced);
        answers.put("getContentLengthLong", none -> announced);
        answers.put("getHeader", name -> header((String) name[0]));
        answers.put("getHeaders", name -> Collections.enumeration(headers((String) name[0])));
        answers.put("getCookies", none -> cookies.isEmpty() ? null : cookies.toArray(Cookie[]::new));
        answers.put("getLocales", none -> Collections.enumeration(List.of(Locale.ENGLISH)));
        answers.put("getAttribute", name -> attributes.get((String) name[0]));
        answers.put("setAttribute", named -> attributes.put((String) named[0], named[1]));
        answers.put("getInputStream", none -> body);
        answers.put("startAsync", none -> async);
        answers.put("getAsyncContext", none -> async);
        answers.put("isAsyncSupported", none -> true);
        answers.put("isAsyncStarted", none -> false);
        answers.put("getParameterMap", none -> Map.of());
        return Outline.of(HttpServletRequest.class, answers);
    }

    public HttpServletResponse response() {
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("setStatus", code -> {
            status = (int) code[0];
            return null;
        });
        answers.put("sendError", code -> {
            status = (int) code[0];
            return null;
        });
        answers.put("setHeader", header -> answered.put((String) header[0], (String) header[1]));
        answers.put("setContentLength", length -> null);
        answers.put("addCookie", cookie -> given.add((Cookie) cookie[0]));
        answers.put("getOutputStream", none -> new Answer());
        return Outline.of(HttpServletResponse.class, answers);
    }

    private List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    private @Nullable String header(String name) {
        return headers(name).stream().findFirst().orElse(null);
    }

    /** What the client sends, as it comes. */
    public static final class Body extends ServletInputStream {

        private byte[] there = new byte[0];
        private int at;
        private boolean over;
        private @Nullable ReadListener reader;

        public void add(String text) {
            byte[] more = text.getBytes(StandardCharsets.ISO_8859_1);
            byte[] all = Arrays.copyOf(there, there.length + more.length);
            System.arraycopy(more, 0, all, there.length, more.length);
            there = all;
        }

        public void end() {
            over = true;
        }

        public ReadListener reader() {
            if (reader == null) {
                throw new AssertionError("nobody reads");
            }
            return reader;
        }

        public int taken() {
            return at;
        }

        @Override
        public int available() {
            return there.length - at;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /** Who reads although nothing is ready would wait, or be refused where nobody may. */
        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (at == there.length && !over) {
                throw new IllegalStateException("nothing is ready");
            }
            if (at == there.length) {
                return -1;
            }
            int count = Math.min(length, there.length - at);
            System.arraycopy(there, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public boolean isFinished() {
            return over && at == there.length;
        }

        @Override
        public boolean isReady() {
            return at < there.length;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            reader = listener;
        }
    }

    private final class Answer extends ServletOutputStream {

        @Override
        public void write(int octet) {
            octets.write(octet);
        }

        @Override
        public void close() {
            answered.put("closed", "true");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
