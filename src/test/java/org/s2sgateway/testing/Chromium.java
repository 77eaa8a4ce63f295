package org.s2sgateway.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The machine's own Chromium, headless, for tests that walk through pages as a person does. One browser for a test class;
 * every {@link Visitor} is a fresh profile in it. Where there is none, the test is skipped, with a line that says so.
 *
 * <p>For one thread, as Playwright is.
 */
public final class Chromium implements AutoCloseable {

    // The first is the same browser without the windows and menus that nobody sees here.
    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

    static final String NONE =
            "Browser tests skipped: no chromium-headless-shell, chromium, chromium-browser or google-chrome in the PATH";

    private static final String ALL_RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

    // --no-sandbox: CI is root, whom Chromium would refuse otherwise. The others: no traffic but the test's own.
    private static final List<String> OPTIONS =
            List.of("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking");

    private final Playwright playwright;
    private final Browser browser;
    private final Path screenshots;

    private @Nullable Page auditing;

    private Chromium(Playwright playwright, Browser browser, Path screenshots) {
        this.playwright = playwright;
        this.browser = browser;
        this.screenshots = screenshots;
    }

    /**
     * Starts the browser, in about a second.
     *
     * @param screenshots a name for this run's folder below {@code target/screenshots}, e.g. the server's
     * @throws org.opentest4j.TestAbortedException where the machine has no Chromium: the test is skipped
     */
    public static Chromium start(String screenshots) {
        Optional<Path> installed = installed();
        if (installed.isEmpty()) {
            System.out.println(NONE);
        }
        Assumptions.assumeTrue(installed.isPresent(), NONE);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(installed.get())
                            .setArgs(OPTIONS));
            return new Chromium(playwright, browser, Path.of("target", "screenshots", screenshots));
        } catch (RuntimeException failed) {
            playwright.close();
            throw failed;
        }
    }

    /** Whether the machine has one. */
    public static boolean isInstalled() {
        return installed().isPresent();
    }

    /** Somebody at a desk: 1280 by 900, light colours, English, scripts run. Change what is different. */
    public Options desktop() {
        return new Options(1280, 900);
    }

    /** Somebody with a phone: 360 by 740, else as at a desk. */
    public Options phone() {
        return new Options(360, 740);
    }

    /** The narrowest screen that pages have to work on: 320 pixels, or a desk at four times the size. */
    public Options narrow() {
        return new Options(320, 640);
    }

    @Override
    public void close() {
        try {
            browser.close();
        } finally {
            playwright.close();
        }
    }

    private static Optional<Path> installed() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** How somebody looks at the pages. */
    public final class Options {

        private final int width;
        private final int height;
        private ColorScheme colors = ColorScheme.LIGHT;
        private String locale = "en-GB";
        private boolean scripts = true;

        private Options(int width, int height) {
            this.width = width;
            this.height = height;
        }

        /** With dark colours. */
        public Options dark() {
            colors = ColorScheme.DARK;
            return this;
        }

        /** In German. */
        public Options german() {
            locale = "de-DE";
            return this;
        }

        /** Without JavaScript. */
        public Options withoutScripts() {
            scripts = false;
            return this;
        }

        /** A new profile: no cookies yet. Close it at the end. */
        public Visitor visit() {
            return new Visitor(this, browser.newContext(context().setJavaScriptEnabled(scripts)));
        }

        // The simulator's certificates are of an authority of its own, which Chromium could only be told about in the
        // settings of the user who runs the tests.
        private Browser.NewContextOptions context() {
            return new Browser.NewContextOptions()
                    .setViewportSize(width, height)
                    .setColorScheme(colors)
                    .setLocale(locale)
                    .setIgnoreHTTPSErrors(true);
        }

        private void show(Page page) {
            page.setViewportSize(width, height);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colors));
        }

        private String suffix() {
            return (width < 360 ? "-narrow" : width < 600 ? "-phone" : "-desktop")
                    + (colors == ColorScheme.DARK ? "-dark" : "")
                    + (locale.startsWith("de") ? "-german" : "");
        }
    }

    /**
     * One person's browser profile with one page open. What the page complains about (scripts' errors, refused content,
     * the Content-Security-Policy) is kept.
     */
    public final class Visitor implements AutoCloseable {

        private Options options;
        private final BrowserContext context;
        private final Page page;
        private final List<String> complaints = new ArrayList<>();
        private Predicate<String> held = address -> false;

        private Visitor(Options options, BrowserContext context) {
            this.options = options;
            this.context = context;
            page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    complaints.add(message.type() + ": " + message.text() + " (" + message.location() + ")");
                }
            });
            page.onPageError(error -> complaints.add("script: " + error));
        }

        /** The page, for everything that a person does. */
        public Page page() {
            return page;
        }

        /** What the browser complained about so far; empty on a good page. */
        public List<String> complaints() {
            return List.copyOf(complaints);
        }

        /** Looks at the same page in another size and other colours; the language stays. */
        public void become(Options other) {
            other.show(page);
            options = other;
        }

        /** The same person, with the same cookies, at the same address on another screen. Close it at the end. */
        public Visitor also(Options other) {
            Visitor visitor = new Visitor(
                    other,
                    browser.newContext(other.context()
                            .setJavaScriptEnabled(other.scripts)
                            .setStorageState(context.storageState())));
            visitor.page.navigate(page.url());
            return visitor;
        }

        /**
         * Goes to none of these addresses until {@link #moveOn}: a browser stays where it is when the answer has no
         * content. For pages that lead on, or look again, by themselves.
         */
        public void stayBefore(Predicate<String> addresses) {
            page.route(addresses, route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
            held = addresses;
        }

        /** After {@link #stayBefore}. */
        public void moveOn() {
            page.unroute(held);
        }

        /**
         * Writes the whole page to {@code target/screenshots/<run>/<picture>-<desktop or phone>[-dark][-german].png}.
         */
        public void screenshot(String picture) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(screenshots.resolve(picture + options.suffix() + ".png"))
                    .setFullPage(true));
        }

        /** The language that the pages should have: en or de. */
        public String language() {
            return options.locale.substring(0, 2);
        }

        /** How many pixels of the page are beyond the right edge; more than none has to be scrolled sideways. */
        public int overflow() {
            Object pixels =
                    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            return ((Number) pixels).intValue();
        }

        /**
         * What axe finds against WCAG 2.2 AA in the page as it is now, and of its contrasts in the other colours, as
         * text; empty where it finds nothing. Looks at a copy of the page in another profile, because the page's own
         * policy does not let axe's script run: what only scripts or input have changed is not in it.
         */
        public List<String> inaccessible() {
            Page copy = auditing();
            String html = page.content();
            options.show(copy);
            copy.unrouteAll();
            copy.route(
                    page.url(),
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html;charset=UTF-8")
                            .setBody(html)));
            // Nor does the copy lead on by itself.
            copy.route(
                    address -> !address.startsWith("http:"),
                    route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
            copy.navigate(page.url());
            copy.evaluate(axe());
            List<String> found = new ArrayList<>(violations(copy, ALL_RULES));
            copy.emulateMedia(new Page.EmulateMediaOptions()
                    .setColorScheme(options.colors == ColorScheme.DARK ? ColorScheme.LIGHT : ColorScheme.DARK));
            found.addAll(violations(copy, "['color-contrast']"));
            return found;
        }

        private static List<String> violations(Page copy, String rules) {
            return ((List<?>) copy.evaluate(
                            """
                            async () => (await axe.run(document,
                                    {runOnly: %s, resultTypes: ['violations'], preload: false}))
                                .violations.flatMap(v => v.nodes.map(n =>
                                    v.id + ': ' + v.help + ' at ' + n.target.join(' ') + ' ' + n.html))
                            """
                                    .formatted(rules)))
                    .stream().map(Object::toString).toList();
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /** Where axe looks at copies, one after the other: a new profile for each would take longer than axe does. */
    private Page auditing() {
        if (auditing == null) {
            auditing = browser.newContext(
                            new Browser.NewContextOptions().setBypassCSP(true).setIgnoreHTTPSErrors(true))
                    .newPage();
        }
        return auditing;
    }

    private static String axe() {
        try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException("axe.min.js is in a test dependency", unreadable);
        }
    }
}
