package org.s2sgateway.simulator.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.odata.EdmOperation;

class CsdlOperationsTest {

    private final EdmModel model = read();

    @Test
    void describesEveryOperationThatIsServed() {
        Operations served = new Operations();
        new OwnOperations(new UUID(0, 1), "contoso", Map.of(), null, null).addTo(served);
        new FileMessages(Map.of(), null, null).addTo(served);

        assertThat(served.kinds()).hasSizeGreaterThan(10);
        served.kinds().forEach((name, function) -> {
            int slash = name.indexOf('/');
            String simple = name.substring(slash + 1);
            List<EdmOperation> described = model.operations(simple);
            assertThat(described).as(name).hasSize(1);
            assertThat(described.get(0).function()).as(name).isEqualTo(function);
            if (slash < 0) {
                assertThat(model.imported(name)).as(name).hasValue(name);
                assertThat(described.get(0).binding()).as(name).isNull();
            } else {
                String set = name.substring(0, slash);
                assertThat(model.typeOfSet(set).orElseThrow().name())
                        .as(name)
                        .isEqualTo(described.get(0).binding());
            }
        });
    }

    /** Administration answers it by itself. */
    @Test
    void describesTheImportOfASolution() {
        assertThat(model.imported("ImportSolutionAsync")).hasValue("ImportSolutionAsync");
        assertThat(model.operations("ImportSolutionAsync")).singleElement().satisfies(it -> assertThat(it.function())
                .isFalse());
    }

    @Test
    void saysWhatTheyAnswer() {
        assertThat(model.operations("RetrieveCurrentOrganization"))
                .singleElement()
                .satisfies(it -> assertThat(it.result()).isEqualTo("RetrieveCurrentOrganizationResponse"));
        assertThat(model.operations("RetrieveTotalRecordCount")).singleElement().satisfies(it -> assertThat(it.result())
                .isEqualTo("RetrieveTotalRecordCountResponse"));
    }

    private static EdmModel read() {
        try {
            return EdmModel.read(new ByteArrayInputStream(Csdl.bytes(false)));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
