package org.s2sgateway.odata;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What there is in an environment: entity sets, types, navigation, functions and actions, as its {@code $metadata} says.
 * Names are told as they are written there, in their case; of one schema, so that the simple name of a type says it all.
 *
 * <p>Immutable and thread-safe; some megabytes for a real environment. Source: OData 4.0 part 3 (CSDL).
 */
public final class EdmModel {

    private final Set<String> namespaces;
    private final Map<String, EdmType> types;
    private final Set<String> bases;
    private final Map<String, String> sets;
    private final Map<String, List<String>> setsOfTypes;
    private final Map<String, List<EdmOperation>> operations;
    private final Map<String, String> imports;

    EdmModel(
            Set<String> namespaces,
            Map<String, EdmType> types,
            Map<String, String> sets,
            Map<String, List<String>> setsOfTypes,
            Map<String, List<EdmOperation>> operations,
            Map<String, String> imports) {
        this.namespaces = Set.copyOf(namespaces);
        this.types = Map.copyOf(types);
        this.bases =
                types.values().stream().flatMap(type -> type.base().stream()).collect(Collectors.toUnmodifiableSet());
        this.sets = Map.copyOf(sets);
        this.setsOfTypes = Map.copyOf(setsOfTypes);
        this.operations = Map.copyOf(operations);
        this.imports = Map.copyOf(imports);
    }

    /**
     * Reads a {@code $metadata} document of at most 64 MiB, which is not closed.
     *
     * @throws MalformedXml when it is no CSDL, or has more in it than any environment
     * @throws IOException from the stream
     */
    public static EdmModel read(InputStream csdl) throws IOException {
        return new CsdlReader().read(csdl);
    }

    /** The type of an entity set's rows. */
    public Optional<EdmType> typeOfSet(String entitySet) {
        return Optional.ofNullable(sets.get(entitySet)).flatMap(this::type);
    }

    /** The type of that simple name. */
    public Optional<EdmType> type(String simpleName) {
        return Optional.ofNullable(types.get(simpleName));
    }

    /** The entity sets whose rows are of just this type; none where its rows are nowhere to be addressed. */
    public List<String> setsOf(EdmType type) {
        return setsOfTypes.getOrDefault(type.name(), List.of());
    }

    /** What follows the schema's namespace or its alias; empty where the name has neither before it. */
    public Optional<String> simpleName(String qualified) {
        int dot = qualified.lastIndexOf('.');
        return dot > 0 && namespaces.contains(qualified.substring(0, dot))
                ? Optional.of(qualified.substring(dot + 1))
                : Optional.empty();
    }

    /** Whether a row of the type is one of the other, too. */
    public boolean isA(EdmType type, EdmType other) {
        return lineage(type).contains(other);
    }

    /** The type and those it inherits from, itself first. */
    public List<EdmType> lineage(EdmType type) {
        List<EdmType> lineage = new ArrayList<>();
        @Nullable EdmType next = type;
        while (next != null && !lineage.contains(next)) {
            lineage.add(next);
            next = next.base().map(types::get).orElse(null);
        }
        return lineage;
    }

    /** The types that inherit from this one. */
    public List<EdmType> derived(EdmType type) {
        return bases.contains(type.name())
                ? types.values().stream()
                        .filter(derived -> !derived.equals(type) && isA(derived, type))
                        .toList()
                : List.of();
    }

    /** A navigation property that the type has or inherits. */
    public Optional<EdmNavigation> navigation(EdmType type, String name) {
        return lineage(type).stream()
                .flatMap(declaring -> declaring.navigation(name).stream())
                .findFirst();
    }

    /** Every navigation property that the type has or inherits. */
    public List<EdmNavigation> navigations(EdmType type) {
        return lineage(type).stream()
                .flatMap(declaring -> declaring.navigations().stream())
                .toList();
    }

    /** Whether the type has or inherits a property of that name that is no navigation. */
    public boolean hasProperty(EdmType type, String name) {
        return lineage(type).stream().anyMatch(declaring -> declaring.declaresProperty(name));
    }

    /** The type of a property where it is one of the model's and has properties itself. */
    public Optional<EdmType> typeOfProperty(EdmType type, String name) {
        return lineage(type).stream()
                .flatMap(declaring -> declaring.typeOf(name).stream())
                .flatMap(typeName -> type(typeName).stream())
                .findFirst();
    }

    /** All overloads of the functions and actions of that simple name. */
    public List<EdmOperation> operations(String simpleName) {
        return operations.getOrDefault(simpleName, List.of());
    }

    /** The simple name of the operation that can be called by that name at the root of the service. */
    public Optional<String> imported(String name) {
        return Optional.ofNullable(imports.get(name));
    }
}
