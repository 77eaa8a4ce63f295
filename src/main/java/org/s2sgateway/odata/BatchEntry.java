package org.s2sgateway.odata;

import java.util.List;

/** What follows next in a batch. */
public sealed interface BatchEntry {

    /**
     * A change set begins.
     *
     * @param headers of the part that the change set is, without its {@code Content-Type}
     */
    record ChangeSet(List<BatchHeader> headers, Boundary boundary) implements BatchEntry {
        public ChangeSet {
            headers = List.copyOf(headers);
        }
    }

    /**
     * One request; its body can be read next.
     *
     * @param partHeaders of the part that the request is in, without its {@code Content-Type}
     * @param method in upper case, one that a batch may have at this place
     * @param target as it was written, not judged
     * @param headers of the request itself
     */
    record Request(List<BatchHeader> partHeaders, String method, String target, List<BatchHeader> headers)
            implements BatchEntry {
        public Request {
            partHeaders = List.copyOf(partHeaders);
            headers = List.copyOf(headers);
        }
    }

    /** The change set ends. */
    record ChangeSetEnd() implements BatchEntry {}

    /** Nothing follows. */
    record End() implements BatchEntry {}
}
