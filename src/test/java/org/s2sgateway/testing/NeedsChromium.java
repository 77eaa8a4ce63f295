package org.s2sgateway.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * For test classes with a {@link Chromium}: where there is none, each of their tests is counted as skipped. {@code
 * ChromiumTest} says so on the console, where integration tests have no voice.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "org.s2sgateway.testing.Chromium#isInstalled", disabledReason = Chromium.NONE)
public @interface NeedsChromium {}
