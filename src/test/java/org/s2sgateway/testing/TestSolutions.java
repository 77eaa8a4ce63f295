package org.s2sgateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Solution files, as Dataverse exports them. */
public final class TestSolutions {

    /** The role that {@link #managed} brings. */
    public static final String ROLE = "Contoso Integration";

    private TestSolutions() {}

    /** Brings a role that may read accounts and contacts. */
    public static byte[] managed(String uniqueName, String version) {
        return solution(uniqueName, version, "1");
    }

    public static byte[] unmanaged(String uniqueName, String version) {
        return solution(uniqueName, version, "0");
    }

    private static byte[] solution(String uniqueName, String version, String managed) {
        return zip(
                """
                <ImportExportXml version="9.2.0.0" SolutionPackageVersion="9.2" languagecode="1033">
                  <SolutionManifest>
                    <UniqueName>%s</UniqueName>
                    <LocalizedNames><LocalizedName description="Integration" languagecode="1033" /></LocalizedNames>
                    <Version>%s</Version>
                    <Managed>%s</Managed>
                    <Publisher><UniqueName>contosopublisher</UniqueName></Publisher>
                  </SolutionManifest>
                </ImportExportXml>
                """
                        .formatted(uniqueName, version, managed));
    }

    /** A solution file with that {@code solution.xml}. */
    public static byte[] zip(String solutionXml) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "[Content_Types].xml", "<Types />");
            add(
                    zip,
                    "customizations.xml",
                    """
                    <ImportExportXml>
                      <Roles>
                        <Role id="{5eca0000-0000-4000-8000-000000000001}" name="Contoso Integration" isinherited="1">
                          <RolePrivileges>
                            <RolePrivilege name="prvReadAccount" level="Global" />
                            <RolePrivilege name="prvReadContact" level="Global" />
                          </RolePrivileges>
                        </Role>
                      </Roles>
                    </ImportExportXml>
                    """);
            add(zip, "solution.xml", solutionXml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
