package io.grove.server;

import static io.grove.server.testing.Failures.reason;
import static io.grove.server.testing.Failures.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grove.api.v1.Acl;
import io.grove.api.v1.AclEntry;
import io.grove.api.v1.AuthenticateRequest;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.Identity;
import io.grove.api.v1.Permission;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WhoAmIRequest;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who a client is, at a real member that finds the plug-in of scheme {@code x-ticket} on its class path. Specification
 * B15, E5 to E12.
 */
class AuthenticateTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 1, "--super.digest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void identitiesAddUpAlongAStream() {
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 30_000);
        client.send(
                whoAmI(1),
                authenticate(2, "digest", "ben:secret"),
                authenticate(3, "x-ticket", "ticket ann"),
                authenticate(4, "digest", "super:admin"),
                authenticate(5, "x-ticket", "ticket ann"),
                whoAmI(6));

        assertThat(schemes(client.response(1).getWhoAmI().getIdentitiesList())).containsExactly("ip");
        assertThat(schemes(client.response(2).getAuthenticate().getIdentitiesList()))
                .containsExactly("ip", "digest");
        List<Identity> all = client.response(6).getWhoAmI().getIdentitiesList();
        assertThat(all).contains(identity("x-ticket", "ann")).doesNotHaveDuplicates();
        assertThat(schemes(all)).contains("super");
        assertThat(client.response(5).getAuthenticate().getIdentitiesList()).isEqualTo(all);
    }

    @Test
    void anIdentityHoldsForWhatComesAfterItOnItsStreamAlone() {
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 30_000);
        var session = client.opened().getSession();
        client.send(create(1, 1, "/of-ann", "x-ticket", "ann"), get(2, "/of-ann"));
        client.send(authenticate(3, "x-ticket", "ticket ann"), get(4, "/of-ann"));

        assertThat(client.response(1).hasCreate()).isTrue();
        assertThat(errorOf(client.response(2))).isEqualTo(ErrorReason.ERROR_REASON_NO_AUTH);
        assertThat(client.response(4).hasGet()).isTrue();

        StreamClient again = StreamClient.attach(
                ensemble.channel("m1"), session, client.response(4).getZxid());
        again.send(get(1, "/of-ann"));
        assertThat(errorOf(again.response(1))).isEqualTo(ErrorReason.ERROR_REASON_NO_AUTH);
    }

    @Test
    void aCredentialThatProvesNothingEndsTheStream() {
        for (List<String> proof : List.of(
                List.of("x-ticket", "forged"),
                List.of("x-ticket", "break"),
                List.of("x-unknown", "ticket ann"),
                List.of("digest", "no colon"),
                List.of("ip", "127.0.0.1"),
                List.of("super", "super:admin"),
                List.of("", ""))) {
            StreamClient client = StreamClient.open(ensemble.channel("m1"), 30_000);
            client.send(authenticate(1, proof.get(0), proof.get(1)), create(2, 1, "/never", "world", "anyone"));

            assertThat(reason(client.failure())).as("%s", proof).isEqualTo("AUTH_FAILED");
        }
        StreamClient other = StreamClient.open(ensemble.channel("m1"), 30_000);
        other.send(get(1, "/never"));
        assertThat(errorOf(other.response(1)))
                .as("nothing is done in another's name than its client believes")
                .isEqualTo(ErrorReason.ERROR_REASON_NO_NODE);
    }

    @Test
    void aStreamHasOnlySoManyIdentities() {
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 30_000);
        for (int i = 1; i <= 40; i++) {
            client.send(authenticate(i, "x-ticket", "ticket " + i));
        }

        assertThat(reason(client.failure())).isEqualTo("AUTH_FAILED");
        assertThat(client.response(31).getAuthenticate().getIdentitiesCount()).isEqualTo(32);
    }

    @Test
    void aListHasOnlySchemesThatTheMemberKnows() {
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 30_000);
        client.send(create(1, 1, "/unknown", "x-unknown", "ann"), create(2, 2, "/ticket", "x-ticket", "ann"));

        assertThat(errorOf(client.response(1))).isEqualTo(ErrorReason.ERROR_REASON_INVALID_ACL);
        assertThat(client.response(2).hasCreate()).isTrue();
        assertThat(reasonOf(() -> TreeServiceGrpc.newBlockingStub(ensemble.channel("m1"))
                        .create(creation("/unknown", "x-unknown", "ann"))))
                .isEqualTo("INVALID_ACL");
    }

    @Test
    void unaryCallsHaveAHeader() {
        assertThat(schemes(whoAmI("Basic c3VwZXI6YWRtaW4="))).contains("ip", "digest", "super");
        assertThat(schemes(whoAmI("basic YmVuOnNlY3JldA=="))).containsExactly("ip", "digest");
        for (String header : List.of("Bearer YmVuOnNlY3JldA==", "Basic", "Basic ???", "Basic bm9jb2xvbg==", "")) {
            assertThat(reasonOf(() -> whoAmI(header))).as(header).isEqualTo("AUTH_FAILED");
        }
    }

    private static List<Identity> whoAmI(String header) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), header);
        Channel channel = ClientInterceptors.intercept(
                ensemble.channel("m1"), MetadataUtils.newAttachHeadersInterceptor(metadata));
        return SessionServiceGrpc.newBlockingStub(channel)
                .whoAmI(WhoAmIRequest.getDefaultInstance())
                .getIdentitiesList();
    }

    private static Request.Builder whoAmI(long xid) {
        return Request.newBuilder().setXid(xid).setWhoAmI(WhoAmIRequest.getDefaultInstance());
    }

    private static Request.Builder authenticate(long xid, String scheme, String credential) {
        return Request.newBuilder()
                .setXid(xid)
                .setAuthenticate(AuthenticateRequest.newBuilder()
                        .setScheme(scheme)
                        .setCredential(ByteString.copyFromUtf8(credential)));
    }

    private static Request.Builder get(long xid, String path) {
        return Request.newBuilder().setXid(xid).setGet(GetRequest.newBuilder().setPath(path));
    }

    private static Request.Builder create(long xid, long writeNumber, String path, String scheme, String id) {
        return Request.newBuilder().setXid(xid).setWriteNumber(writeNumber).setCreate(creation(path, scheme, id));
    }

    private static CreateRequest creation(String path, String scheme, String id) {
        return CreateRequest.newBuilder()
                .setPath(path)
                .setAcl(Acl.newBuilder()
                        .addEntries(AclEntry.newBuilder()
                                .setIdentity(identity(scheme, id))
                                .addPermissions(Permission.PERMISSION_READ)))
                .build();
    }

    private static Identity identity(String scheme, String id) {
        return Identity.newBuilder().setScheme(scheme).setId(id).build();
    }

    private static List<String> schemes(List<Identity> identities) {
        return identities.stream().map(Identity::getScheme).toList();
    }

    private static ErrorReason errorOf(Response response) {
        return response.getError().getReason();
    }
}
