package org.s2sgateway.odata;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entity type or a complex type, with what it declares itself; what it inherits is told by {@link EdmModel}. Kept in
 * sorted arrays, for there are some thousand types with tens of thousands of names. Immutable.
 */
public final class EdmType {

    private final String name;
    private final @Nullable String base;
    private final String[] properties;
    private final Map<String, String> typed;
    private final EdmNavigation[] navigations;

    /** @param typed the types of those properties that have one of the model's types */
    EdmType(
            String name,
            @Nullable String base,
            Collection<String> properties,
            Map<String, String> typed,
            Collection<EdmNavigation> navigations) {
        this.name = name;
        this.base = base;
        this.properties = properties.stream().sorted().toArray(String[]::new);
        this.typed = Map.copyOf(typed);
        this.navigations = navigations.stream()
                .sorted(Comparator.comparing(EdmNavigation::name))
                .toArray(EdmNavigation[]::new);
    }

    /** Its simple name; of an entity type in Dataverse that is the table's logical name. */
    public String name() {
        return name;
    }

    Optional<String> base() {
        return Optional.ofNullable(base);
    }

    boolean declaresProperty(String property) {
        return Arrays.binarySearch(properties, property) >= 0;
    }

    Optional<String> typeOf(String property) {
        return Optional.ofNullable(typed.get(property));
    }

    Optional<EdmNavigation> navigation(String wanted) {
        int from = 0;
        int to = navigations.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = navigations[middle].name().compareTo(wanted);
            if (order == 0) {
                return Optional.of(navigations[middle]);
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return Optional.empty();
    }

    List<EdmNavigation> navigations() {
        return List.of(navigations);
    }

    @Override
    public String toString() {
        return name;
    }
}
