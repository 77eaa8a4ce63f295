package org.s2sgateway.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Ends a Java process when its parent is gone, however the parent went: a Java agent that waits for the end of standard
 * input, which the parent holds the other end of. A shutdown hook of the parent would not run at a {@code kill -9}.
 */
public final class Leash {

    private Leash() {}

    /** Called by the JVM before the program's own main method. */
    public static void premain(String arguments) {
        Thread watch = new Thread(Leash::exitWithTheParent, "leash");
        watch.setDaemon(true);
        watch.start();
    }

    /** Writes the agent's jar, which holds this class alone: the server must not see our test classes. */
    public static Path write(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Leash.class.getName());
        String entry = Leash.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("leash.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream self = Leash.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            self.transferTo(out);
        }
        return jar;
    }

    private static void exitWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent; only the end of it counts.
            }
        } catch (IOException gone) {
            // The same as its end.
        }
        System.exit(1);
    }
}
