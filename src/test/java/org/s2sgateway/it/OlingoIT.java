package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.apache.http.client.HttpClient;
import org.apache.http.client.utils.HttpClientUtils;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.message.BasicHeader;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.api.communication.request.batch.BatchManager;
import org.apache.olingo.client.api.communication.request.batch.ODataBatchResponseItem;
import org.apache.olingo.client.api.communication.request.batch.ODataChangeset;
import org.apache.olingo.client.api.communication.request.cud.ODataEntityCreateRequest;
import org.apache.olingo.client.api.communication.request.cud.UpdateType;
import org.apache.olingo.client.api.communication.request.retrieve.ODataEntitySetRequest;
import org.apache.olingo.client.api.communication.response.ODataBatchResponse;
import org.apache.olingo.client.api.communication.response.ODataEntityCreateResponse;
import org.apache.olingo.client.api.communication.response.ODataResponse;
import org.apache.olingo.client.api.communication.response.ODataRetrieveResponse;
import org.apache.olingo.client.api.domain.ClientEntity;
import org.apache.olingo.client.api.domain.ClientEntitySet;
import org.apache.olingo.client.api.http.HttpClientFactory;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.http.HttpMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client of OData that nobody here wrote: of what it does only its service root and its token are chosen, as every user
 * of Olingo does. What it sends and reads, links and batches among it, is its own.
 */
class OlingoIT {

    private static final FullQualifiedName ACCOUNT = new FullQualifiedName("Microsoft.Dynamics.CRM", "account");
    private static final FullQualifiedName CONTACT = new FullQualifiedName("Microsoft.Dynamics.CRM", "contact");

    private final RunningGateway gateway = GatewayRun.gateway();

    private final ODataClient olingo = ODataClientFactory.getClient();
    private String root;

    @BeforeEach
    void know() {
        root = WebApiConsumer.of(gateway, "contoso").root();
        olingo.getConfiguration()
                .setHttpClientFactory(new Bearer(gateway.simulator().token("orders-service")));
    }

    @Test
    void readsTheMetadata() {
        Edm edm = olingo.getRetrieveRequestFactory()
                .getMetadataRequest(root)
                .execute()
                .getBody();

        EdmEntityType account = edm.getEntityType(ACCOUNT);
        assertThat(account.getKeyPredicateNames()).containsExactly("accountid");
        assertThat(account.getNavigationPropertyNames()).contains("primarycontactid", "contact_customer_accounts");
        assertThat(edm.getEntityContainer()
                        .getEntitySet("accounts")
                        .getEntityType()
                        .getName())
                .isEqualTo("account");
    }

    @Test
    void pagesThroughAllAccounts() {
        String large = WebApiConsumer.of(gateway, "contoso-large").root();
        List<String> names = new ArrayList<>();
        URI next = olingo.newURIBuilder(large)
                .appendEntitySetSegment("accounts")
                .select("name")
                .build();
        int pages = 0;
        for (; next != null; pages++) {
            ODataEntitySetRequest<ClientEntitySet> request =
                    olingo.getRetrieveRequestFactory().getEntitySetRequest(next);
            request.setPrefer(olingo.newPreferences().maxPageSize(2_500));
            ClientEntitySet page = request.execute().getBody();
            page.getEntities().forEach(account -> names.add(name(account)));
            next = page.getNext();
        }

        assertThat(pages).isEqualTo(3);
        assertThat(names).hasSize(6_000);
        assertThat(new HashSet<>(names)).hasSize(6_000);
    }

    @Test
    void createsUpdatesAndDeletes() {
        URI row = create(account("Made by Olingo"));
        assertThat(row.toString()).startsWith(root + "accounts(");
        assertThat(name(read(row))).isEqualTo("Made by Olingo");

        assertThat(olingo.getCUDRequestFactory()
                        .getEntityUpdateRequest(row, UpdateType.PATCH, account("Changed"))
                        .execute()
                        .getStatusCode())
                .isEqualTo(204);
        ClientEntity changed = read(row);
        assertThat(name(changed)).isEqualTo("Changed");

        // Olingo knows from the answer where a row is.
        assertThat(changed.getId()).isEqualTo(row);
        assertThat(olingo.getCUDRequestFactory()
                        .getDeleteRequest(changed.getId())
                        .execute()
                        .getStatusCode())
                .isEqualTo(204);
        assertThat(gateway.getAs(
                                "orders-service",
                                row.toString()
                                        .substring(gateway.address().toString().length()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void createsWhatItIsShown() {
        ODataEntityCreateRequest<ClientEntity> request = creation(account("Shown"));
        request.setPrefer(olingo.newPreferences().returnRepresentation());

        ODataEntityCreateResponse<ClientEntity> answer = request.execute();

        assertThat(answer.getStatusCode()).isEqualTo(201);
        assertThat(name(answer.getBody())).isEqualTo("Shown");
        assertThat(answer.getHeader("OData-EntityId"))
                .containsExactly(answer.getBody().getId().toString());
    }

    @Test
    void bindsAndExpands() {
        URI account = create(account("Expanded"));
        ClientEntity contact = entity(CONTACT, "lastname", "L");
        contact.addLink(olingo.getObjectFactory().newEntityNavigationLink("parentcustomerid_account", account));
        olingo.getCUDRequestFactory()
                .getEntityCreateRequest(set("contacts"), contact)
                .execute();

        URI related = olingo.newURIBuilder(root)
                .appendEntitySetSegment("contacts")
                .filter("lastname eq 'L'")
                .expand("parentcustomerid_account")
                .build();
        ClientEntity found = olingo.getRetrieveRequestFactory()
                .getEntitySetRequest(related)
                .execute()
                .getBody()
                .getEntities()
                .get(0);

        assertThat(name(found.getNavigationLink("parentcustomerid_account")
                        .asInlineEntity()
                        .getEntity()))
                .isEqualTo("Expanded");
        // A navigation link leads on.
        assertThat(name(read(found.getNavigationLink("parentcustomerid_account").getLink())))
                .isEqualTo("Expanded");
    }

    @Test
    void batchesWithAChangeSet() {
        URI there = create(account("There"));
        BatchManager batch =
                olingo.getBatchRequestFactory().getBatchRequest(root).payloadManager();
        batch.addRequest(olingo.getRetrieveRequestFactory().getEntityRequest(there));
        ODataChangeset changes = batch.addChangeset();
        changes.addRequest(creation(account("Made in a batch")));
        URI made = URI.create("$" + changes.getLastContentId());
        changes.addRequest(olingo.getCUDRequestFactory()
                .getEntityUpdateRequest(made, UpdateType.PATCH, account("Changed in a batch")));
        changes.addRequest(olingo.getCUDRequestFactory().getDeleteRequest(there));

        ODataBatchResponse answer = batch.getResponse();

        assertThat(answer.getStatusCode()).isEqualTo(200);
        Iterator<ODataBatchResponseItem> items = answer.getBody();
        ODataRetrieveResponse<?> single =
                (ODataRetrieveResponse<?>) items.next().next();
        assertThat(name((ClientEntity) single.getBody())).isEqualTo("There");
        ODataBatchResponseItem set = items.next();
        assertThat(set.isChangeset()).isTrue();
        ODataResponse creation = set.next();
        assertThat(creation.getStatusCode()).isEqualTo(204);
        URI row = URI.create(creation.getHeader("OData-EntityId").iterator().next());
        assertThat(set.next().getStatusCode()).isEqualTo(204);
        assertThat(set.next().getStatusCode()).isEqualTo(204);
        assertThat(name(read(row))).isEqualTo("Changed in a batch");
    }

    private URI create(ClientEntity entity) {
        return URI.create(creation(entity)
                .execute()
                .getHeader("OData-EntityId")
                .iterator()
                .next());
    }

    private ODataEntityCreateRequest<ClientEntity> creation(ClientEntity entity) {
        return olingo.getCUDRequestFactory().getEntityCreateRequest(set("accounts"), entity);
    }

    private ClientEntity read(URI row) {
        return olingo.getRetrieveRequestFactory()
                .getEntityRequest(row)
                .execute()
                .getBody();
    }

    private URI set(String name) {
        return olingo.newURIBuilder(root).appendEntitySetSegment(name).build();
    }

    private ClientEntity account(String name) {
        return entity(ACCOUNT, "name", name);
    }

    private ClientEntity entity(FullQualifiedName type, String property, String value) {
        ClientEntity entity = olingo.getObjectFactory().newEntity(type);
        entity.getProperties()
                .add(olingo.getObjectFactory()
                        .newPrimitiveProperty(
                                property,
                                olingo.getObjectFactory()
                                        .newPrimitiveValueBuilder()
                                        .buildString(value)));
        return entity;
    }

    private static String name(ClientEntity account) {
        return account.getProperty("name").getPrimitiveValue().toString();
    }

    /** All that has to be told to Olingo's HTTP client. */
    private record Bearer(String token) implements HttpClientFactory {

        @Override
        public HttpClient create(HttpMethod method, URI uri) {
            return HttpClients.custom()
                    .setDefaultHeaders(List.of(new BasicHeader("Authorization", "Bearer " + token)))
                    .build();
        }

        @Override
        public void close(HttpClient client) {
            HttpClientUtils.closeQuietly(client);
        }
    }
}
