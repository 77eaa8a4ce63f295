package org.s2sgateway.identity;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A request whose asynchronous end waits, without a thread, until nothing is left of its body: the server would wait for
 * that on a thread. Everything else is as it was.
 */
final class PatientRequest extends HttpServletRequestWrapper {

    private final HttpServletRequest request;
    private final HttpServletResponse response;

    PatientRequest(HttpServletRequest request, HttpServletResponse response) {
        super(request);
        this.request = request;
        this.response = response;
    }

    @Override
    public AsyncContext startAsync() {
        return new Patient(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest asked, ServletResponse answered) {
        return new Patient(super.startAsync(asked, answered));
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new Patient(super.getAsyncContext());
    }

    private final class Patient implements AsyncContext {

        private final AsyncContext async;

        Patient(AsyncContext async) {
            this.async = async;
        }

        @Override
        public void complete() {
            UnreadBody.discardAndComplete(request, response, async);
        }

        @Override
        public ServletRequest getRequest() {
            return async.getRequest();
        }

        @Override
        public ServletResponse getResponse() {
            return async.getResponse();
        }

        @Override
        public boolean hasOriginalRequestAndResponse() {
            return async.hasOriginalRequestAndResponse();
        }

        @Override
        public void dispatch() {
            async.dispatch();
        }

        @Override
        public void dispatch(String path) {
            async.dispatch(path);
        }

        @Override
        public void dispatch(ServletContext context, String path) {
            async.dispatch(context, path);
        }

        @Override
        public void start(Runnable run) {
            async.start(run);
        }

        @Override
        public void addListener(AsyncListener listener) {
            async.addListener(listener);
        }

        @Override
        public void addListener(AsyncListener listener, ServletRequest asked, ServletResponse answered) {
            async.addListener(listener, asked, answered);
        }

        @Override
        public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
            return async.createListener(type);
        }

        @Override
        public void setTimeout(long timeout) {
            async.setTimeout(timeout);
        }

        @Override
        public long getTimeout() {
            return async.getTimeout();
        }
    }
}
