package org.s2sgateway.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads forms and links out of well-formed pages, which ours and the simulator's are; it is no HTML parser. */
final class Html {

    record Field(String name, String value) {}

    /** A button by what is written on it; name and value are empty where it sends nothing of itself. */
    record Button(String text, String name, String value, String action, String method) {}

    record Form(String action, String method, List<Field> fields, List<Button> buttons) {}

    /** A button of a form, about to be pressed. */
    record Press(Form form, Button button) {

        String action() {
            return button.action().isEmpty() ? form.action() : button.action();
        }

        String method() {
            String method = button.method().isEmpty() ? form.method() : button.method();
            return method.equalsIgnoreCase("post") ? "POST" : "GET";
        }

        String encoded(Map<String, String> filledIn) {
            Map<String, String> missing = new LinkedHashMap<>(filledIn);
            List<Field> all = new ArrayList<>();
            for (Field field : form.fields()) {
                all.add(new Field(field.name(), filledIn.getOrDefault(field.name(), field.value())));
                missing.remove(field.name());
            }
            missing.forEach((name, value) -> all.add(new Field(name, value)));
            if (!button.name().isEmpty()) {
                all.add(new Field(button.name(), button.value()));
            }
            return all.stream()
                    .map(field -> encode(field.name()) + "=" + encode(field.value()))
                    .collect(Collectors.joining("&"));
        }
    }

    private static final Pattern FORM = element("form");
    private static final Pattern LINK = element("a");
    private static final Pattern OPTION = element("option");
    private static final Pattern CONTROL = Pattern.compile(
            "<input\\b([^>]*)>|<(button|textarea|select)\\b([^>]*)>(.*?)</\\2>",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([a-zA-Z_:][-\\w:.]*)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>/]+)))?");
    private static final Pattern ENTITY = Pattern.compile("&(#\\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]+);");
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

    private Html() {}

    static List<Form> forms(String html) {
        List<Form> forms = new ArrayList<>();
        Matcher form = FORM.matcher(withoutComments(html));
        while (form.find()) {
            forms.add(form(attributes(form.group(1)), form.group(2)));
        }
        return forms;
    }

    static Press press(String html, String text) {
        List<Press> presses = forms(html).stream()
                .flatMap(form -> form.buttons().stream().map(button -> new Press(form, button)))
                .toList();
        return first(presses, press -> press.button().text().equals(text))
                .or(() -> first(presses, press -> press.button().value().equals(text)))
                .or(() -> only(presses, press -> press.button().text().contains(text)))
                .orElseThrow(() -> new IllegalArgumentException("no button '" + text + "' among "
                        + presses.stream().map(press -> press.button().text()).toList()));
    }

    static String link(String html, String text) {
        Map<String, String> links = new LinkedHashMap<>();
        Matcher link = LINK.matcher(withoutComments(html));
        while (link.find()) {
            String href = attributes(link.group(1)).get("href");
            if (href != null) {
                links.putIfAbsent(text(link.group(2)), href);
            }
        }
        List<String> names = List.copyOf(links.keySet());
        return first(names, name -> name.equals(text))
                .or(() -> only(names, name -> name.contains(text)))
                .map(links::get)
                .orElseThrow(() -> new IllegalArgumentException("no link '" + text + "' among " + names));
    }

    static String text(String html) {
        return unescape(withoutComments(html)
                        .replaceAll("(?is)<(style|script)\\b.*?</\\1>", " ")
                        .replaceAll("<[^>]*>", " "))
                .replaceAll("\\s+", " ")
                .strip();
    }

    static Map<String, String> queryFields(URI url) {
        Map<String, String> fields = new LinkedHashMap<>();
        String query = Optional.ofNullable(url.getRawQuery()).orElse("");
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                fields.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
            }
        }
        return fields;
    }

    private static Form form(Map<String, String> attributes, String content) {
        List<Field> fields = new ArrayList<>();
        List<Button> buttons = new ArrayList<>();
        Matcher control = CONTROL.matcher(content);
        while (control.find()) {
            boolean input = control.group(2) == null;
            Map<String, String> its = attributes(input ? control.group(1) : control.group(3));
            String element = input ? "input" : control.group(2).toLowerCase(Locale.ROOT);
            if (!its.containsKey("disabled")) {
                add(element, its, input ? "" : control.group(4), fields, buttons);
            }
        }
        return new Form(
                attributes.getOrDefault("action", ""), attributes.getOrDefault("method", "get"), fields, buttons);
    }

    private static void add(
            String element, Map<String, String> its, String content, List<Field> fields, List<Button> buttons) {
        String type = its.getOrDefault("type", element.equals("button") ? "submit" : "text")
                .toLowerCase(Locale.ROOT);
        String value = its.getOrDefault("value", "");
        if (type.equals("submit") && !element.equals("textarea") && !element.equals("select")) {
            buttons.add(new Button(
                    element.equals("input") ? value : text(content),
                    its.getOrDefault("name", ""),
                    value,
                    its.getOrDefault("formaction", ""),
                    its.getOrDefault("formmethod", "")));
        } else if (its.containsKey("name")
                && !Set.of("button", "reset", "image", "file").contains(type)) {
            boolean choice = type.equals("checkbox") || type.equals("radio");
            switch (element) {
                case "textarea" ->
                    fields.add(new Field(its.get("name"), unescape(content).replaceFirst("^\n", "")));
                case "select" -> selected(content).ifPresent(one -> fields.add(new Field(its.get("name"), one)));
                default -> {
                    if (!choice || its.containsKey("checked")) {
                        fields.add(new Field(its.get("name"), choice ? its.getOrDefault("value", "on") : value));
                    }
                }
            }
        }
    }

    private static Optional<String> selected(String options) {
        Optional<String> selected = Optional.empty();
        Matcher option = OPTION.matcher(options);
        while (option.find()) {
            Map<String, String> its = attributes(option.group(1));
            if (selected.isEmpty() || its.containsKey("selected")) {
                selected = Optional.of(its.getOrDefault("value", text(option.group(2))));
            }
        }
        return selected;
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            String value = "";
            for (int group = 2; group <= 4; group++) {
                value = attribute.group(group) == null ? value : attribute.group(group);
            }
            attributes.putIfAbsent(attribute.group(1).toLowerCase(Locale.ROOT), unescape(value));
        }
        return attributes;
    }

    private static String unescape(String text) {
        return ENTITY.matcher(text)
                .replaceAll(entity -> Matcher.quoteReplacement(character(entity.group(1), entity.group())));
    }

    private static String character(String name, String whole) {
        if (name.startsWith("#x") || name.startsWith("#X")) {
            return Character.toString(Integer.parseInt(name.substring(2), 16));
        }
        return name.startsWith("#")
                ? Character.toString(Integer.parseInt(name.substring(1)))
                : ENTITIES.getOrDefault(name, whole);
    }

    private static <T> Optional<T> first(List<T> all, Predicate<T> which) {
        return all.stream().filter(which).findFirst();
    }

    private static <T> Optional<T> only(List<T> all, Predicate<T> which) {
        List<T> some = all.stream().filter(which).toList();
        return some.size() == 1 ? Optional.of(some.get(0)) : Optional.empty();
    }

    private static Pattern element(String name) {
        return Pattern.compile(
                "<" + name + "\\b([^>]*)>(.*?)</" + name + ">", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static String withoutComments(String html) {
        return html.replaceAll("(?s)<!--.*?-->", "");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
