package org.s2sgateway.odata;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the model from CSDL in one pass. Names are kept once each: columns such as {@code createdon} are in every type.
 * For one document.
 */
final class CsdlReader {

    private static final String EDM = "http://docs.oasis-open.org/odata/ns/edm";
    private static final long LARGEST = 64L << 20;
    /** Of types, properties and operations together; a real environment has some 50,000. */
    private static final int MOST = 1_000_000;

    private final Map<String, String> names = new HashMap<>();
    private final Set<String> namespaces = new HashSet<>();
    private final Map<String, EdmType> types = new HashMap<>();
    private final Map<String, String> sets = new HashMap<>();
    private final Map<String, List<String>> setsOfTypes = new HashMap<>();
    private final Map<String, List<EdmOperation>> operations = new HashMap<>();
    private final Map<String, String> imports = new HashMap<>();
    private @Nullable TypeAtHand type;
    private @Nullable OperationAtHand operation;
    private int count;

    EdmModel read(InputStream csdl) throws MalformedXml {
        try (PlainXml xml = PlainXml.of(csdl, LARGEST)) {
            while (xml.next()) {
                if (!xml.namespace().equals(EDM)) {
                    continue;
                }
                if (xml.begins()) {
                    begin(xml);
                } else {
                    end(xml.name());
                }
            }
        }
        if (namespaces.isEmpty()) {
            throw new MalformedXml("The document has no schema in it.");
        }
        return new EdmModel(namespaces, types, sets, setsOfTypes, operations, imports);
    }

    private void begin(PlainXml xml) throws MalformedXml {
        switch (xml.name()) {
            case "Schema" -> schema(xml);
            case "EntityType", "ComplexType" -> type = new TypeAtHand(counted(xml, "Name"), type(xml, "BaseType"));
            case "Property" -> property(xml);
            case "NavigationProperty" -> navigation(xml);
            case "Function", "Action" -> operation = new OperationAtHand(xml, counted(xml, "Name"));
            case "Parameter" -> parameter(xml);
            case "ReturnType" -> result(xml);
            case "EntitySet" -> entitySet(xml);
            case "FunctionImport" -> imports.put(counted(xml, "Name"), simple(required(xml, "Function")));
            case "ActionImport" -> imports.put(counted(xml, "Name"), simple(required(xml, "Action")));
            default -> {}
        }
    }

    private void end(String element) throws MalformedXml {
        TypeAtHand typeAtHand = type;
        OperationAtHand operationAtHand = operation;
        if ((element.equals("EntityType") || element.equals("ComplexType")) && typeAtHand != null) {
            // Simple names stand for types: of two with one name, one would be judged and the other be meant.
            if (types.put(typeAtHand.name, typeAtHand.whole()) != null) {
                throw new MalformedXml("The document has two types of one name.");
            }
            type = null;
        } else if ((element.equals("Function") || element.equals("Action")) && operationAtHand != null) {
            operations
                    .computeIfAbsent(operationAtHand.name, name -> new ArrayList<>(1))
                    .add(operationAtHand.whole());
            operation = null;
        }
    }

    private void schema(PlainXml xml) throws MalformedXml {
        namespaces.add(required(xml, "Namespace"));
        String alias = xml.attribute("Alias");
        if (alias != null) {
            namespaces.add(alias);
        }
    }

    private void property(PlainXml xml) throws MalformedXml {
        TypeAtHand at = type;
        if (at == null) {
            return;
        }
        String name = counted(xml, "Name");
        at.properties.add(name);
        String typeName = type(xml, "Type");
        if (typeName != null) {
            at.typed.put(name, typeName);
        }
    }

    private void navigation(PlainXml xml) throws MalformedXml {
        TypeAtHand at = type;
        if (at == null) {
            return;
        }
        String target = type(xml, "Type");
        if (target == null) {
            throw new MalformedXml("A navigation property leads to a type that is not the schema's.");
        }
        at.navigations.add(new EdmNavigation(counted(xml, "Name"), target, isCollection(required(xml, "Type"))));
    }

    private void parameter(PlainXml xml) throws MalformedXml {
        OperationAtHand at = operation;
        // OData 4.0 part 3, section 12.2.2: the first one is the binding parameter.
        if (at != null && at.bound && at.binding == null) {
            at.binding = simple(element(required(xml, "Type")));
            at.bindsCollection = isCollection(required(xml, "Type"));
        }
    }

    private void result(PlainXml xml) throws MalformedXml {
        OperationAtHand at = operation;
        if (at != null) {
            at.result = type(xml, "Type");
            at.returnsCollection = isCollection(required(xml, "Type"));
        }
    }

    private void entitySet(PlainXml xml) throws MalformedXml {
        String set = counted(xml, "Name");
        String typeName = simple(required(xml, "EntityType"));
        sets.put(set, typeName);
        setsOfTypes.computeIfAbsent(typeName, name -> new ArrayList<>(1)).add(set);
    }

    /** The simple name of one of the schema's types; null for what is not of the schema, and where none is named. */
    private @Nullable String type(PlainXml xml, String attribute) {
        String value = xml.attribute(attribute);
        if (value == null || element(value).startsWith("Edm.")) {
            return null;
        }
        return simple(element(value));
    }

    private String simple(String qualified) {
        int dot = qualified.lastIndexOf('.');
        return dot > 0 && namespaces.contains(qualified.substring(0, dot))
                ? kept(qualified.substring(dot + 1))
                : kept(qualified);
    }

    private static boolean isCollection(String typeName) {
        return typeName.startsWith("Collection(");
    }

    private static String element(String typeName) {
        return isCollection(typeName) && typeName.endsWith(")")
                ? typeName.substring("Collection(".length(), typeName.length() - 1)
                : typeName;
    }

    private String counted(PlainXml xml, String attribute) throws MalformedXml {
        count++;
        if (count > MOST) {
            throw new MalformedXml("The document has more than " + MOST + " names in it.");
        }
        return kept(required(xml, attribute));
    }

    private String kept(String name) {
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    private static String required(PlainXml xml, String attribute) throws MalformedXml {
        String value = xml.attribute(attribute);
        if (value == null) {
            throw new MalformedXml("An element " + xml.name() + " has no " + attribute + ".");
        }
        return value;
    }

    private static final class TypeAtHand {

        final String name;
        final @Nullable String base;
        final Set<String> properties = new HashSet<>();
        final Map<String, String> typed = new HashMap<>();
        final List<EdmNavigation> navigations = new ArrayList<>();

        TypeAtHand(String name, @Nullable String base) {
            this.name = name;
            this.base = base;
        }

        EdmType whole() {
            return new EdmType(name, base, properties, typed, navigations);
        }
    }

    private static final class OperationAtHand {

        final String name;
        final boolean function;
        final boolean bound;
        final boolean composable;

        @Nullable
        String binding;

        boolean bindsCollection;

        @Nullable
        String result;

        boolean returnsCollection;

        OperationAtHand(PlainXml xml, String name) {
            this.name = name;
            function = xml.name().equals("Function");
            bound = "true".equals(xml.attribute("IsBound"));
            composable = "true".equals(xml.attribute("IsComposable"));
        }

        EdmOperation whole() {
            return new EdmOperation(name, function, binding, bindsCollection, composable, result, returnsCollection);
        }
    }
}
