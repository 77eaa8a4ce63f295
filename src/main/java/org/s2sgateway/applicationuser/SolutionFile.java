package org.s2sgateway.applicationuser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A solution as a file: the archive as it is, and what {@code solution.xml} in it says of it. At most 32 MiB.
 *
 * @see <a href="https://learn.microsoft.com/power-platform/alm/solution-concepts-alm">Managed and unmanaged</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Only ever read, and never compared.
record SolutionFile(String uniqueName, String version, boolean managed, byte[] archive) {

    private static final int LARGEST = 32 * 1024 * 1024;
    private static final int LARGEST_MANIFEST = 1024 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,65}");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,10}){0,3}");

    /** Reads the file; what cannot be used ends the run. */
    static SolutionFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] archive = in.readNBytes(LARGEST + 1);
            if (archive.length > LARGEST) {
                throw unusable();
            }
            Document manifest = manifest(archive);
            SolutionFile solution = new SolutionFile(
                    text(manifest, "UniqueName"),
                    text(manifest, "Version"),
                    text(manifest, "Managed").equals("1"),
                    archive);
            if (!NAME.matcher(solution.uniqueName()).matches()
                    || !VERSION.matcher(solution.version()).matches()) {
                throw unusable();
            }
            return solution;
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw unusable();
        }
    }

    /** Whether an installed version is this one or a newer one. */
    boolean isCoveredBy(String installedVersion) {
        return VERSION.matcher(installedVersion).matches()
                && Arrays.compare(parts(installedVersion), parts(version)) >= 0;
    }

    private static BigInteger[] parts(String version) {
        BigInteger[] parts = new BigInteger[4];
        Arrays.fill(parts, BigInteger.ZERO);
        List<String> given = List.of(version.split("\\."));
        for (int i = 0; i < given.size(); i++) {
            parts[i] = new BigInteger(given.get(i));
        }
        return parts;
    }

    private static Document manifest(byte[] archive) throws IOException, SAXException, ParserConfigurationException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("solution.xml")) {
                    return document(zip.readNBytes(LARGEST_MANIFEST));
                }
            }
        }
        throw unusable();
    }

    private static Document document(byte[] xml) throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        // Without a document type there are no entities to expand or to fetch.
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setXIncludeAware(false);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    /** The first one: the manifest names the solution before it names its publisher. */
    private static String text(Document manifest, String element) {
        NodeList found = manifest.getElementsByTagName(element);
        if (found.getLength() == 0) {
            throw unusable();
        }
        return found.item(0).getTextContent().strip();
    }

    private static SetupStopped unusable() {
        return new SetupStopped("S2S.SolutionUnusable");
    }
}
