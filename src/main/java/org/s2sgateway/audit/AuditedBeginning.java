package org.s2sgateway.audit;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;

/** The same as {@link AuditedJoining}, for methods that always begin a transaction of their own: the binding has one kind each. */
@Interceptor
@Transactional(Transactional.TxType.REQUIRES_NEW)
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 201)
public class AuditedBeginning {

    @Inject
    TransactionEnd end;

    @AroundInvoke
    Object around(InvocationContext invocation) throws Exception {
        return end.around(invocation::proceed);
    }
}
