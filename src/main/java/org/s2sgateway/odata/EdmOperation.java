package org.s2sgateway.odata;

import org.jspecify.annotations.Nullable;

/**
 * One overload of a function or an action. Names of types are simple names.
 *
 * @param function rather than an action
 * @param binding the type that it is bound to; null where it is bound to nothing
 * @param bindsCollection whether it is bound to many rows rather than to one
 * @param composable whether a path may go on behind it
 * @param result the type of its result, as far as it is one of the model's; null otherwise
 * @param returnsCollection whether its result is many
 */
public record EdmOperation(
        String name,
        boolean function,
        @Nullable String binding,
        boolean bindsCollection,
        boolean composable,
        @Nullable String result,
        boolean returnsCollection) {}
