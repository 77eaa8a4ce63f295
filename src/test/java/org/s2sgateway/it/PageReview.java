package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.testing.Chromium;

/**
 * What every page is held against: one heading, a title that no page with another heading has, nothing beyond the edge at 360 pixels, nothing that axe finds, no
 * complaint of the browser, one language, no key instead of words; and a picture of it for people to judge. Not
 * thread-safe.
 */
final class PageReview {

    /** Words that short are the same in too many languages. */
    private static final int SHORTEST = 6;

    private static final String CLIPPED =
            """
            () => [...document.querySelectorAll('.button')].filter(it => it.scrollWidth > it.clientWidth)
                .map(it => it.value || it.innerText)
            """;

    private static final String DOUBLE =
            """
            () => [...document.querySelectorAll('[id]')].map(it => it.id)
                .filter((id, place, ids) => ids.indexOf(id) !== place)
            """;

    private static final Map<String, List<String>> WORDS = Map.of("en", words(""), "de", words("_de"));

    private final Chromium chromium;
    private final Map<String, String> headings = new HashMap<>();

    PageReview(Chromium chromium) {
        this.chromium = chromium;
    }

    /** The page in every way that people look at it: desk and phone, light and dark, English and German. */
    void inspect(Chromium.Visitor visitor, String name) {
        inspectAnswer(visitor, name);
        try (Chromium.Visitor german = visitor.also(chromium.phone().german())) {
            glance(german, name);
        }
    }

    /** The same in one language, for a page that answers a form and cannot be loaded again, or is seen in both. */
    void inspectAnswer(Chromium.Visitor visitor, String name) {
        skim(visitor, name);
        visitor.become(chromium.desktop().dark());
        visitor.screenshot(name);
        visitor.become(chromium.desktop());
        assertThat(visitor.inaccessible()).as(name).isEmpty();
    }

    /** A page of which another state is inspected: at the desk, and on the phone in the dark. */
    void skim(Chromium.Visitor visitor, String name) {
        visitor.become(chromium.phone().dark());
        glance(visitor, name);
        visitor.become(chromium.desktop());
        glance(visitor, name);
    }

    /** The page as it is shown now. */
    void glance(Chromium.Visitor visitor, String name) {
        Page page = visitor.page();
        visitor.screenshot(name);
        assertThat(page.locator("h1").count()).as(name).isEqualTo(1);
        assertThat(visitor.overflow()).as(name).isZero();
        String heading = page.innerText("h1");
        assertThat(headings.putIfAbsent(page.title(), heading))
                .as("title of " + name)
                .isIn(null, heading);
        assertThat(page.evaluate(CLIPPED))
                .as("buttons that do not show all of their text on " + name)
                .isEqualTo(List.of());
        assertThat(page.evaluate(DOUBLE))
                .as("ids that are there twice on " + name)
                .isEqualTo(List.of());
        String language = page.getAttribute("html", "lang");
        assertThat(language).as(name).isEqualTo(visitor.language());
        String text = page.title() + "\n" + page.innerText("body");
        assertThat(text).as(name).doesNotContain("???");
        assertThat(foreign(text, language)).as(name).isEmpty();
    }

    /** What stands there in the words of the other language, from the bundles and from the dictionary. */
    private static List<String> foreign(String text, String language) {
        List<String> own = WORDS.get(language);
        String shown = text.replaceAll("\\s+", " ");
        return Stream.concat(
                        WORDS.get(language.equals("de") ? "en" : "de").stream(),
                        language.equals("de") ? codes(shown).flatMap(PageReview::english) : Stream.empty())
                .filter(words -> own.stream().noneMatch(it -> it.contains(words)))
                .filter(words -> Pattern.compile("\\b" + Pattern.quote(words) + "(?!\\w)")
                        .matcher(shown)
                        .find())
                .toList();
    }

    private static Stream<String> codes(String text) {
        return Pattern.compile("\\b(?:S2S\\.\\w+|AADSTS\\d+|0x[0-9a-f]{8})\\b")
                .matcher(text)
                .results()
                .map(match -> match.group());
    }

    private static Stream<String> english(String code) {
        Diagnosis diagnosis = Dictionary.diagnose(code);
        return Stream.of(diagnosis.explanation(), diagnosis.remedy());
    }

    private static List<String> words(String language) {
        return Stream.of("/org/s2sgateway/pages/messages", "/org/s2sgateway/problem/errors")
                .map(bundle -> read(bundle + language + ".properties"))
                .flatMap(Collection::stream)
                // What is filled in between is not ours.
                .flatMap(value -> Stream.of(value.split("\\{\\d}")))
                .map(part -> part.replaceAll("\\s+", " ").strip())
                .filter(part -> part.length() >= SHORTEST)
                .toList();
    }

    private static List<String> read(String resource) {
        Properties bundle = new Properties();
        try (InputStream file = PageReview.class.getResourceAsStream(resource)) {
            bundle.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return bundle.values().stream().map(Object::toString).toList();
    }
}
