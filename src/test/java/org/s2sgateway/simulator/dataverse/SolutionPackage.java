package org.s2sgateway.simulator.dataverse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What a solution file brings, as far as it is simulated: {@code solution.xml} says what it is, {@code
 * customizations.xml} holds its roles.
 *
 * @see <a href="https://learn.microsoft.com/power-platform/alm/solution-file-format">the files in it</a>
 */
record SolutionPackage(String uniqueName, String version, boolean managed, List<Role> roles) {

    /** A security role that comes with it. */
    record Role(UUID id, String name, Set<String> privileges) {}

    /** Throws {@link IllegalArgumentException} for what is no solution. */
    static SolutionPackage read(byte[] zip) {
        try {
            Map<String, byte[]> files = unzip(zip);
            Element manifest = document(files, "solution.xml").getDocumentElement();
            return new SolutionPackage(
                    text(manifest, "UniqueName"),
                    text(manifest, "Version"),
                    text(manifest, "Managed").equals("1"),
                    roles(document(files, "customizations.xml")));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalArgumentException("The solution file is invalid.", e);
        }
    }

    private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private static Document document(Map<String, byte[]> files, String name)
            throws IOException, SAXException, ParserConfigurationException {
        byte[] file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException(
                    "The solution file is invalid. The compressed file must contain the following files at its root:"
                            + " solution.xml, customizations.xml, and [Content_Types].xml.");
        }
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(file));
    }

    private static String text(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        if (found.getLength() == 0) {
            throw new IllegalArgumentException("The solution file is invalid: it has no " + name);
        }
        return found.item(0).getTextContent().strip();
    }

    private static List<Role> roles(Document customizations) {
        List<Role> roles = new ArrayList<>();
        NodeList found = customizations.getElementsByTagName("Role");
        for (int i = 0; i < found.getLength(); i++) {
            Element role = (Element) found.item(i);
            Set<String> privileges = new HashSet<>();
            NodeList allowed = role.getElementsByTagName("RolePrivilege");
            for (int j = 0; j < allowed.getLength(); j++) {
                privileges.add(((Element) allowed.item(j)).getAttribute("name"));
            }
            roles.add(new Role(
                    UUID.fromString(role.getAttribute("id").replaceAll("[{}]", "")),
                    role.getAttribute("name"),
                    privileges));
        }
        return roles;
    }
}
