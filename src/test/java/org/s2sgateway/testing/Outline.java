package org.s2sgateway.testing;

import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An interface of the container's of which a test needs a few methods, such as a request: what is not said how to answer
 * fails the test.
 */
public final class Outline {

    private Outline() {}

    /** A bean that is looked up, from whoever knows it by then. */
    @SuppressWarnings("unchecked") // there is no class of an Instance of something
    public static <T> Instance<T> instance(Supplier<T> bean) {
        return of(Instance.class, Map.of("get", none -> bean.get()));
    }

    /**
     * The interface, answered by these.
     *
     * @param answers by the names of its methods, from their arguments
     */
    public static <T> T of(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    Function<Object[], Object> answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new AssertionError("nobody said what " + method + " answers");
                    }
                    return answer.apply(given == null ? new Object[0] : given);
                }));
    }
}
