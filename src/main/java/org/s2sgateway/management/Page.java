package org.s2sgateway.management;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list; {@code next} is the address of the following one, and absent at the end. */
@JsonbPropertyOrder({"items", "next"})
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }
}
