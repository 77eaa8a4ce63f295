package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Instance;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.testing.Outline;

class FrontDoorTest {

    private static final UUID PERSON = UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final FrontDoor door = new FrontDoor();
    private final Map<String, String> headers = new HashMap<>();
    private final List<String> remembered = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private Optional<SignedIn> person = Optional.empty();

    @BeforeEach
    void open() {
        door.publicUrl = instance(new PublicUrl("https://gateway.example"));
        door.browser = new CurrentBrowser() {
            @Override
            public Optional<Browser> find(HttpServletRequest request) {
                return Optional.empty();
            }
        };
        door.person = new CurrentPerson() {
            @Override
            public Optional<SignedIn> find(HttpServletRequest request) {
                return person;
            }
        };
        door.limits = instance(new CallerLimits() {
            @Override
            Optional<Refusal> atPage(HttpServletRequest request) {
                return Optional.empty();
            }
        });
        door.refusedCalls = instance(new RefusedCalls() {
            @Override
            public void atPage(HttpServletRequest request, Optional<SignedIn> person, String code) {
                remembered.add(person.map(SignedIn::actor).orElse("nobody") + " " + code);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null"})
    void remembersWhoSendsAFormOfAnotherSite(String origin) throws Exception {
        headers.put("Origin", origin);
        person = Optional.of(new SignedIn(PERSON, PERSON, "Ada", Set.of(), Set.of(), Optional.empty(), Instant.EPOCH));
        send("save=x&formToken=another");

        person = Optional.empty();
        send("save=x&formToken=another");

        assertThat(answered).containsExactly("403", "403");
        assertThat(remembered).containsExactly("person " + PERSON + " S2S.ForeignForm", "nobody S2S.ForeignForm");
    }

    @Test
    void remembersNothingOfAFormThatIsOnlyWrong() throws Exception {
        send("save=%zz");

        assertThat(answered).containsExactly("400");
        assertThat(remembered).isEmpty();
    }

    private void send(String form) throws Exception {
        byte[] octets = form.getBytes(StandardCharsets.UTF_8);
        Map<String, Function<Object[], Object>> request = new HashMap<>();
        request.put("getDispatcherType", none -> DispatcherType.REQUEST);
        request.put("getMethod", none -> "POST");
        request.put("getProtocol", none -> "HTTP/1.1");
        request.put("getRequestURI", none -> "/console/grant/edit");
        request.put("getContextPath", none -> "");
        request.put("getServletPath", none -> "/console/grant/edit");
        request.put("getPathInfo", none -> null);
        request.put("getQueryString", none -> null);
        request.put("getAttribute", name -> null);
        request.put("getHeaders", name -> Collections.enumeration(List.of()));
        request.put("getHeader", name -> headers.get(name[0]));
        request.put("getContentType", none -> FORM);
        request.put("getContentLength", none -> octets.length);
        request.put("getContentLengthLong", none -> (long) octets.length);
        request.put("isRequestedSessionIdFromURL", none -> false);
        request.put("isAsyncSupported", none -> false);
        request.put("isAsyncStarted", none -> false);
        request.put("getLocales", none -> Collections.enumeration(List.of()));
        request.put("getInputStream", none -> new Arrived(octets));
        Map<String, Function<Object[], Object>> response = new HashMap<>();
        response.put("setStatus", status -> {
            answered.add(status[0].toString());
            return null;
        });
        response.put("setHeader", header -> null);
        response.put("setContentLength", length -> null);
        response.put("getOutputStream", none -> new Nowhere());
        FilterChain chain = (asked, answer) -> answered.add("let in");
        door.doFilter(
                Outline.of(HttpServletRequest.class, request), Outline.of(HttpServletResponse.class, response), chain);
    }

    @SuppressWarnings("unchecked") // there is no class of an Instance of something
    private static <T> Instance<T> instance(T bean) {
        return Outline.of(Instance.class, Map.of("get", none -> bean));
    }

    private static final class Arrived extends ServletInputStream {

        private final ByteArrayInputStream octets;

        Arrived(byte[] octets) {
            this.octets = new ByteArrayInputStream(octets);
        }

        @Override
        public int read() {
            return octets.read();
        }

        @Override
        public int available() {
            return octets.available();
        }

        @Override
        public boolean isFinished() {
            return octets.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new AssertionError("read on the request's own thread");
        }
    }

    private static final class Nowhere extends ServletOutputStream {

        @Override
        public void write(int octet) {
            // Nobody reads it.
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new AssertionError("written on the request's own thread");
        }
    }
}
