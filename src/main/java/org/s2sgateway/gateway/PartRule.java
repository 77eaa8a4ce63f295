package org.s2sgateway.gateway;

/** Whether the caller may make one request of a batch. */
interface PartRule {

    /** Throws a {@link org.s2sgateway.problem.Refusal}, which then is the answer to the whole batch, or does nothing. */
    void judge(BatchPart part);
}
