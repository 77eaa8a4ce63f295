package org.s2sgateway.audit;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;

/**
 * Stands inside of every {@code @Transactional} method, next to the server's own interceptor (whose priority is
 * {@code PLATFORM_BEFORE + 200}), and has events written before the transaction ends.
 */
@Interceptor
@Transactional
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 201)
public class AuditedJoining {

    @Inject
    TransactionEnd end;

    @AroundInvoke
    Object around(InvocationContext invocation) throws Exception {
        return end.around(invocation::proceed);
    }
}
