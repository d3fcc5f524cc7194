package gauntlet;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.client.parameter.Listener;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Who may log in on which port, and what they may do there: the community edition asks an extension. The properties are
 * PORT.user and PORT.password, PORT.common-name and PORT.own-topics-only; a port without any lets everybody do everything.
 */
final class Access implements ExtensionMain, SimpleAuthenticator {
    private final Properties rules;

    private Access(final Properties rules) {
        this.rules = rules;
    }

    static Access read(final Path file) throws IOException {
        final Properties rules = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            rules.load(reader);
        }
        return new Access(rules);
    }

    @Override
    public void extensionStart(final ExtensionStartInput input, final ExtensionStartOutput output) {
        Services.securityRegistry().setAuthenticatorProvider(ignored -> this);
    }

    @Override
    public void extensionStop(final ExtensionStopInput input, final ExtensionStopOutput output) {}

    @Override
    public void onConnect(final SimpleAuthInput input, final SimpleAuthOutput output) {
        final String port =
                input.getConnectionInformation().getListener().map(Listener::getPort).map(String::valueOf).orElse("");
        if (!hasPassword(port, input)) {
            output.failAuthentication(ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD);
            return;
        }
        final Optional<String> user = user(port, input);
        if (rules.containsKey(port + ".own-topics-only")) {
            if (user.isEmpty() || user.get().matches(".*[/+#].*")) {
                output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED);
                return;
            }
            output.getDefaultPermissions()
                    .add(Builders.topicPermission().topicFilter("gauntlet/" + user.get() + "/#").build());
        }
        output.authenticateSuccessfully();
    }

    private boolean hasPassword(final String port, final SimpleAuthInput input) {
        final String password = rules.getProperty(port + ".password");
        return password == null
                || input.getConnectPacket().getUserName().equals(Optional.of(rules.getProperty(port + ".user")))
                        && input.getConnectPacket()
                                .getPassword()
                                .map(given -> StandardCharsets.UTF_8.decode(given).toString())
                                .equals(Optional.of(password));
    }

    private Optional<String> user(final String port, final SimpleAuthInput input) {
        return rules.containsKey(port + ".common-name")
                ? input.getConnectionInformation()
                        .getClientTlsInformation()
                        .flatMap(ClientTlsInformation::getClientCertificate)
                        .flatMap(certificate -> commonName(certificate.getSubjectX500Principal().getName()))
                : input.getConnectPacket().getUserName();
    }

    /** Of a distinguished name as RFC 2253 writes it. */
    private static Optional<String> commonName(final String name) {
        try {
            return new LdapName(name)
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst();
        } catch (final InvalidNameException e) {
            return Optional.empty();
        }
    }
}
