package org.s2sgateway.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.s2sgateway.odata.BodyFilter;

/** The rule for a consumer whose roles alone say what it may, with something that looks at its requests. */
record TestPartRule(Predicate<String> callerHas, Consumer<BatchPart> looking) implements PartRule {

    /** Nobody looks, and nobody is impersonated. */
    static TestPartRule none() {
        return new TestPartRule(role -> false, part -> {});
    }

    @Override
    public Map<String, List<String>> impersonation(Map<String, List<String>> headers) {
        return Impersonation.judge(headers, callerHas);
    }

    @Override
    public Optional<BodyFilter> judge(BatchPart part) {
        looking.accept(part);
        return Optional.empty();
    }
}
